import { type DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { isConditionFailed } from '../dynamo/cancellation.ts';
import { keys } from '../dynamo/table.ts';
import { claimLedger, dayOf, type LedgerRow, type MailLedger, mailRow } from './mail-ledger.ts';
import { sentMailRow } from './mail-ledger-sent.ts';

/** What a cursor begins with that points among the mails that went out; no SES id has this character. */
const amongSent = 'out#';

export function mailLedgerIn(dynamo: DynamoDBDocumentClient, tableName: string): MailLedger {
  const find: MailLedger['find'] = async (receivedAt, sesMessageId) => {
    const { Item } = await dynamo.send(
      new GetCommand({ TableName: tableName, Key: keys.mail(dayOf(receivedAt), sesMessageId), ConsistentRead: true }),
    );
    return Item ? mailRow.parse(Item) : undefined;
  };
  const pageOf = async (pk: string, limit: number, after?: string) => {
    const page = await dynamo.send(
      new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
        Limit: limit,
        ExclusiveStartKey: after ? { pk, sk: after } : undefined,
      }),
    );
    const last: unknown = page.LastEvaluatedKey?.sk;
    return { items: page.Items ?? [], last: typeof last === 'string' ? last : undefined };
  };
  return {
    find,
    record: async (row) => {
      try {
        await dynamo.send(
          new PutCommand({
            TableName: tableName,
            Item: claimLedger(row).item,
            ...(row.releasedBy === undefined
              ? { ConditionExpression: 'attribute_not_exists(pk)' }
              : {
                  ConditionExpression: 'attribute_not_exists(pk) OR #outcome = :quarantined',
                  ExpressionAttributeNames: { '#outcome': 'outcome' },
                  ExpressionAttributeValues: { ':quarantined': 'quarantined' },
                }),
          }),
        );
        return row;
      } catch (error) {
        if (!isConditionFailed(error)) throw error;
        return (await find(new Date(row.receivedAt), row.sesMessageId)) ?? row;
      }
    },
    list: async (day, limit, after, direction) => {
      const rows: LedgerRow[] = [];
      let next: string | undefined;
      const isAmongSent = direction === 'out' || after?.startsWith(amongSent);
      if (!isAmongSent) {
        const page = await pageOf(keys.mail(day, '').pk, limit, after);
        rows.push(...page.items.map((item) => ({ direction: 'in' as const, ...mailRow.parse(item) })));
        if (page.last !== undefined || direction === 'in') return { rows, next: page.last };
        // Nobody can ask for a page of no rows.
        if (rows.length === limit) return { rows, next: amongSent };
      }
      if (direction !== 'in') {
        const from = after?.startsWith(amongSent) ? after.slice(amongSent.length) : '';
        const page = await pageOf(keys.sentMail(day, '').pk, limit - rows.length, from);
        rows.push(...page.items.map((item) => ({ direction: 'out' as const, ...sentMailRow.parse(item) })));
        next = page.last === undefined ? undefined : amongSent + page.last;
      }
      return { rows, next };
    },
  };
}
