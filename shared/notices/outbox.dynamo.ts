import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Now } from '../clock.ts';
import { isConditionFailed } from '../dynamo/cancellation.ts';
import { everyItem } from '../dynamo/every-item.dynamo.ts';
import { keys } from '../dynamo/table.ts';
import { mayReplace, sentMailLedgerIn } from '../intake/mail-ledger-sent.dynamo.ts';
import { messageKey, oursFirst } from '../intake/message-index.ts';
import { oneMore } from '../rates/rate.dynamo.ts';
import { isForCustomer } from './notice.ts';
import { type ClaimResult, leaseSeconds, type NoticeKey, type NoticeRow, type Outbox, type RateLimit } from './outbox.ts';
import { asSentMail, listedNotice, type NoticeItem, noticeItem } from './outbox-items.ts';

/** Single writes only: the sender and note-delivery meet on the same rows, and transactions that meet turn one another away. */
export function outboxIn(dynamo: DynamoDBDocumentClient, tableName: string, now: Now): Outbox {
  const keyOf = ({ ticketId, noticeId }: NoticeKey) => keys.notice(ticketId, noticeId);
  const ledger = sentMailLedgerIn(dynamo, tableName);

  const find = async (notice: NoticeKey): Promise<NoticeItem | undefined> => {
    const { Item } = await dynamo.send(new GetCommand({ TableName: tableName, Key: keyOf(notice), ConsistentRead: true }));
    return Item && noticeItem.parse(Item);
  };
  /** Writes if the condition holds, and says whether it did. */
  const tried = async (write: PutCommand | UpdateCommand): Promise<boolean> => {
    try {
      await (write instanceof PutCommand ? dynamo.send(write) : dynamo.send(write));
      return true;
    } catch (error) {
      if (isConditionFailed(error)) return false;
      throw error;
    }
  };

  const setState = (notice: NoticeKey, state: 'sent' | 'withheld', more: Record<string, string>): Promise<boolean> => {
    const names = Object.keys(more);
    return tried(
      new UpdateCommand({
        TableName: tableName,
        Key: keyOf(notice),
        UpdateExpression: `SET #state = :state${names.map((name) => `, ${name} = :${name}`).join('')}`,
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':state': state, ...Object.fromEntries(names.map((name) => [`:${name}`, more[name]])) },
      }),
    );
  };

  /** The first word about a notice, and whether it is ours. */
  const begin = (
    notice: NoticeKey,
    { kind, recipient }: { kind: string; recipient: string },
    state: 'claimed' | 'withheld',
    more: Record<string, string> = {},
  ): Promise<boolean> => {
    const about = { ...keyOf(notice), ...notice, kind: 'notice', notice: kind, recipient };
    return tried(
      new PutCommand({
        TableName: tableName,
        Item: { ...about, state, claimedAt: now().toISOString(), ...more },
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
  };

  const takeOver = async (notice: NoticeKey): Promise<ClaimResult> => {
    const known = await find(notice);
    if (!known) throw new Error(`notice ${notice.noticeId} of ${notice.ticketId} is taken but not there`);
    if (known.state !== 'claimed') return 'done';
    if (now().getTime() - Date.parse(known.claimedAt) < leaseSeconds * 1000) return 'pending';
    const ours = await tried(
      new UpdateCommand({
        TableName: tableName,
        Key: keyOf(notice),
        UpdateExpression: 'SET claimedAt = :now',
        ConditionExpression: '#state = :claimed AND claimedAt = :old',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':now': now().toISOString(), ':claimed': 'claimed', ':old': known.claimedAt },
      }),
    );
    return ours ? 'claimed' : 'pending';
  };

  const markSent: Outbox['markSent'] = async (notice, sesMessageId) => {
    const known = await find(notice);
    // The way back for answers and the ledger come first: with the state alone, nobody would make up for them.
    if (isForCustomer(notice.noticeId)) {
      const { ticketId, noticeId: messageId } = notice;
      const Item = { ...keys.message(messageKey(sesMessageId), oursFirst), kind: 'message', ticketId, messageId };
      await dynamo.send(new PutCommand({ TableName: tableName, Item }));
    }
    const sentAt = now().toISOString();
    if (known) await ledger.recordSent(asSentMail(notice, known, sesMessageId), sentAt);
    await setState(notice, 'sent', { sesMessageId, sentAt });
  };

  return {
    claim: async (notice, about, limit) => {
      const claimed = await begin(notice, about, 'claimed');
      if (!claimed) return takeOver(notice);
      if (!limit || (await tried(oneMore(tableName, acknowledgements(limit), now())))) return 'claimed';
      await setState(notice, 'withheld', { reason: 'rate' });
      return 'withheld';
    },
    withhold: async (notice, { reason, ...about }) => {
      await begin(notice, about, 'withheld', { reason });
    },
    markSent,
    noteEvent: async (notice, { sesMessageId, state, at }) => {
      try {
        const { Attributes } = await dynamo.send(
          new UpdateCommand({
            TableName: tableName,
            Key: keyOf(notice),
            UpdateExpression: state ? 'SET delivery = :state, deliveryAt = :at' : 'SET takenAt = :at',
            ConditionExpression: `attribute_exists(pk)${state ? ` AND (${mayReplace(state, { state: 'delivery', at: 'deliveryAt' })})` : ''}`,
            ExpressionAttributeValues: { ':at': at, ...(state ? { ':state': state } : {}) },
            ReturnValues: 'ALL_OLD',
          }),
        );
        const before = Attributes && noticeItem.parse(Attributes);
        // Whoever sent it was stopped before they could say so.
        if (before?.state === 'claimed') await markSent(notice, sesMessageId);
        if (before && state) await ledger.noteOutcome(asSentMail(notice, before, sesMessageId), state, at);
      } catch (error) {
        if (!isConditionFailed(error)) throw error;
      }
    },
    list: async (ticketId) => {
      const items = await everyItem(dynamo, {
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :notices)',
        ExpressionAttributeValues: { ':pk': keys.ticket(ticketId).pk, ':notices': keys.noticePrefix },
        ConsistentRead: true,
      });
      const rows = items.map((item): NoticeRow => {
        const { notice: kind, ...known } = listedNotice.parse(item);
        return { ...known, kind };
      });
      // Ids begin with a number, which the key sorts as text.
      return rows.sort((a, b) => a.noticeId.localeCompare(b.noticeId, 'en', { numeric: true }));
    },
  };
}

const acknowledgements = ({ address, perHour }: RateLimit) => ({
  purpose: 'acknowledgement',
  who: address,
  most: perHour,
  windowSeconds: 3600,
});
