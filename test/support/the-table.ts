import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { Contract } from '../../shared/contracts/contract.ts';
import { putContract } from '../../shared/contracts/contracts.dynamo.ts';
import { ticketsIn } from '../../shared/tickets/tickets.dynamo.ts';
import type { Json, Stage } from './cloud.ts';

/** The table of a running local cloud, by the account's owner: for what would take a story too long from outside. */
export function tableOf({ account, cloud }: Stage) {
  const [table] = cloud.app.byType('AWS::DynamoDB::GlobalTable');
  if (!table) throw new Error('the template has no table');
  const client = new DynamoDBClient(account);
  const dynamo = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  const { name } = table;
  const everything = async (): Promise<Json[]> => {
    const found: Json[] = [];
    let from: Record<string, unknown> | undefined;
    do {
      const page = await dynamo.send(new ScanCommand({ TableName: name, ExclusiveStartKey: from }));
      found.push(...(page.Items ?? []));
      from = page.LastEvaluatedKey;
    } while (from);
    return found;
  };
  return {
    name,
    dynamo,
    tickets: ticketsIn(dynamo, name, () => undefined),
    apply: (contract: Contract) => putContract(dynamo, name, contract),
    /** Everything of one kind. */
    items: async (kind: string): Promise<Json[]> => (await everything()).filter((item) => item.kind === kind),
    /** Everything but of some kinds, in the order of its keys. */
    itemsBut: async (...kinds: string[]): Promise<Json[]> =>
      (await everything())
        .filter((item) => !kinds.includes(item.kind))
        .sort((a, b) => (`${a.pk} ${a.sk}` < `${b.pk} ${b.sk}` ? -1 : 1)),
    close: () => client.destroy(),
  };
}
export type TheTable = ReturnType<typeof tableOf>;
