import {
  type DynamoDBDocumentClient,
  GetCommand,
  paginateQuery,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { cancellationCodes } from '../dynamo/cancellation.ts';
import { keys } from '../dynamo/table.ts';
import { type Claim, Overtaken } from '../tickets/tickets.ts';
import { type Macro, type Macros, macro } from './macro.ts';

/** `kind` of an item says what the item is; a macro's own stands inside of `macro`. */
const itemOf = (saved: Macro) => ({ ...keys.macro(saved.id), kind: 'macro', version: saved.version, macro: saved });
const readMacro = (item: Record<string, unknown>): Macro => macro.parse(item.macro);

/** Still the one that was read, or still none. */
const unchanged = (before: Macro | undefined) =>
  before
    ? {
        ConditionExpression: '#version = :before',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':before': before.version },
      }
    : { ConditionExpression: 'attribute_not_exists(pk)' };

export function macrosIn(dynamo: DynamoDBDocumentClient, tableName: string): Macros {
  const write = async (
    change: NonNullable<ConstructorParameters<typeof TransactWriteCommand>[0]['TransactItems']>[number],
    macroId: string,
    items: readonly Claim['item'][],
  ) => {
    const others = items.map((Item) => ({ Put: { TableName: tableName, Item } }));
    try {
      await dynamo.send(new TransactWriteCommand({ TransactItems: [change, ...others] }));
    } catch (error) {
      throw cancellationCodes(error) ? new Overtaken(`macro ${macroId}`) : error;
    }
  };
  return {
    find: async (id) => {
      const { Item } = await dynamo.send(new GetCommand({ TableName: tableName, Key: keys.macro(id), ConsistentRead: true }));
      return Item && readMacro(Item);
    },
    list: async (limit, after = '!') => {
      const { Items = [] } = await dynamo.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk AND sk > :after',
          ExpressionAttributeValues: { ':pk': keys.macroPartition, ':after': after },
          ConsistentRead: true,
          // One more says whether there is a next page.
          Limit: limit + 1,
        }),
      );
      const macros = Items.slice(0, limit).map(readMacro);
      return { macros, next: Items.length > limit ? macros.at(-1)?.id : undefined };
    },
    count: async () => {
      let all = 0;
      const query = {
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': keys.macroPartition },
        ConsistentRead: true,
        Select: 'COUNT' as const,
      };
      for await (const { Count = 0 } of paginateQuery({ client: dynamo }, query)) all += Count;
      return all;
    },
    save: (saved, before, items) =>
      write({ Put: { TableName: tableName, Item: itemOf(saved), ...unchanged(before) } }, saved.id, items),
    delete: (before, items) =>
      write({ Delete: { TableName: tableName, Key: keys.macro(before.id), ...unchanged(before) } }, before.id, items),
  };
}
