import { type DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { isConditionFailed } from '../dynamo/cancellation.ts';
import { keys } from '../dynamo/table.ts';
import { recipientDigest, type SentMail, type SentMailLedger, type SentMailRow } from './mail-ledger-sent.ts';

/**
 * The condition on which SES's word (`:state`, said at `:at`) takes the place of the one that a row has. Events come in any order: an older
 * word does not take the place of a newer one, nor good news that of bad at the same moment. The very same event may: whoever noted it
 * first may have been stopped before they were done.
 */
export function mayReplace(state: string, has: { state: string; at: string }): string {
  const isGood = state === 'delivered' || state === 'delayed';
  return `attribute_not_exists(${has.at}) OR ${has.at} ${isGood ? '<' : '<='} :at OR (${has.at} = :at AND ${has.state} = :state)`;
}

const keyOf = ({ claimedAt, sesMessageId }: SentMail) => keys.sentMail(claimedAt.slice(0, 10), sesMessageId);

const known = ({ sesMessageId, kind, recipient, ticketId, noticeId }: SentMail): Omit<SentMailRow, 'sentAt' | 'outcome'> => ({
  sesMessageId,
  reason: kind,
  ticketId,
  noticeId,
  recipientDigest: recipientDigest(recipient),
});

/** Single writes, each harmless to repeat, in whatever order the sender and note-delivery come to them. */
export function sentMailLedgerIn(dynamo: DynamoDBDocumentClient, tableName: string): SentMailLedger {
  const unlessRefused = async (write: () => Promise<unknown>) => {
    try {
      await write();
    } catch (error) {
      if (!isConditionFailed(error)) throw error;
    }
  };
  return {
    recordSent: (mail, sentAt) => {
      const Item = { ...keyOf(mail), kind: 'sent-mail', ...known(mail), sentAt, outcome: 'sent' };
      const put = new PutCommand({ TableName: tableName, Item, ConditionExpression: 'attribute_not_exists(pk)' });
      return unlessRefused(() => dynamo.send(put));
    },
    noteOutcome: (mail, outcome, at) => {
      const fields = { kind: 'sent-mail', ...known(mail) };
      const update = new UpdateCommand({
        TableName: tableName,
        Key: keyOf(mail),
        UpdateExpression: `SET outcome = :state, outcomeAt = :at, sentAt = if_not_exists(sentAt, :claimedAt)${Object.keys(fields)
          .map((name) => `, #${name} = :${name}`)
          .join('')}`,
        ConditionExpression: mayReplace(outcome, { state: 'outcome', at: 'outcomeAt' }),
        ExpressionAttributeNames: Object.fromEntries(Object.keys(fields).map((name) => [`#${name}`, name])),
        ExpressionAttributeValues: {
          ':state': outcome,
          ':at': at,
          ':claimedAt': mail.claimedAt,
          ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [`:${name}`, value])),
        },
      });
      return unlessRefused(() => dynamo.send(update));
    },
  };
}
