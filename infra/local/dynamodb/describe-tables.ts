import * as z from 'zod/mini';
import type { Answer } from './dynalite.ts';
import { constraintError, tableNotFound } from './errors.ts';
import type { Table } from './table.ts';

const describeRequest = z.object({ TableName: z.string() });
const listRequest = z.object({
  ExclusiveStartTableName: z.optional(z.string()),
  Limit: z.optional(z.number().check(z.minimum(1), z.maximum(100))),
});

export function describeTable(body: Record<string, unknown>, tables: ReadonlyMap<string, Table>): Answer {
  const request = describeRequest.safeParse(body);
  if (!request.success) throw constraintError("Value null at 'tableName' failed to satisfy constraint: Member must not be null");
  const table = tables.get(request.data.TableName);
  if (!table) throw tableNotFound(request.data.TableName);
  const { definition, description, stream } = table;
  return {
    Table: {
      ...description,
      ItemCount: table.items.size,
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
      ...(stream && {
        StreamSpecification: { StreamEnabled: true, StreamViewType: definition.stream?.viewType },
        LatestStreamArn: stream.arn,
        LatestStreamLabel: stream.arn.slice(stream.arn.lastIndexOf('/') + 1),
      }),
    },
  };
}

/** Names in alphabetical order, a hundred at most. */
export function listTables(body: Record<string, unknown>, tables: ReadonlyMap<string, Table>): Answer {
  const request = listRequest.safeParse(body);
  if (!request.success) {
    throw constraintError("Value at 'limit' failed to satisfy constraint: Member must have value between 1 and 100");
  }
  const { ExclusiveStartTableName: after = '', Limit: limit = 100 } = request.data;
  const names = [...tables.keys()].filter((name) => name > after).sort();
  const page = names.slice(0, limit);
  return { TableNames: page, ...(names.length > limit && { LastEvaluatedTableName: page.at(-1) }) };
}
