import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { Now } from '../clock.ts';
import { isConditionFailed } from '../dynamo/cancellation.ts';
import { everyItem } from '../dynamo/every-item.dynamo.ts';
import { keys } from '../dynamo/table.ts';
import { digest } from '../ids.ts';
import { messageKey, oursFirst } from '../intake/message-index.ts';
import { isForCustomer } from './notice.ts';
import {
  type ClaimResult,
  type DeliveryState,
  deliveryStates,
  leaseSeconds,
  type NoticeKey,
  type NoticeRow,
  type Outbox,
  type RateLimit,
} from './outbox.ts';

const row = z.object({ state: z.enum(['claimed', 'sent', 'withheld']), claimedAt: z.string() });

/** A row as it is listed; the item's own `kind` says that it is a notice, `notice` of which kind. */
const listed = z.object({
  ...row.shape,
  noticeId: z.string(),
  notice: z.string(),
  recipient: z.string(),
  sentAt: z.optional(z.string()),
  delivery: z.optional(z.enum(deliveryStates)),
  deliveryAt: z.optional(z.string()),
});

const secondsInHour = 3600;

/**
 * Events come in any order: an older word does not take the place of a newer one, nor good news that of bad at the same moment. The very
 * same event may: whoever noted it first may have been stopped before `markSent`.
 */
function mayReplace(state: DeliveryState): string {
  const isGood = state === 'delivered' || state === 'delayed';
  const same = '(deliveryAt = :at AND delivery = :state)';
  return `attribute_not_exists(deliveryAt) OR deliveryAt ${isGood ? '<' : '<='} :at OR ${same}`;
}

/** Single writes only: the sender and note-delivery meet on the same rows, and transactions that meet turn one another away. */
export function outboxIn(dynamo: DynamoDBDocumentClient, tableName: string, now: Now): Outbox {
  const keyOf = ({ ticketId, noticeId }: NoticeKey) => keys.notice(ticketId, noticeId);

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

  /** One more for this address in this hour, unless that is too many. The count goes away a day later. */
  const countOne = ({ address, perHour }: RateLimit): Promise<boolean> =>
    tried(
      new UpdateCommand({
        TableName: tableName,
        Key: keys.rate('acknowledgement', digest(address), now().toISOString().slice(0, 13)),
        UpdateExpression: 'ADD #count :one SET expiresAt = :expires, kind = :kind',
        ConditionExpression: 'attribute_not_exists(#count) OR #count < :limit',
        ExpressionAttributeNames: { '#count': 'count' },
        ExpressionAttributeValues: {
          ':one': 1,
          ':limit': perHour,
          ':expires': Math.floor(now().getTime() / 1000) + 24 * secondsInHour,
          ':kind': 'rate',
        },
      }),
    );

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

  const takeOver = async (notice: NoticeKey): Promise<ClaimResult> => {
    const { Item } = await dynamo.send(new GetCommand({ TableName: tableName, Key: keyOf(notice), ConsistentRead: true }));
    const known = row.parse(Item);
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
    // The way back for answers comes first: with the state alone, nobody would make up for it.
    if (isForCustomer(notice.noticeId)) {
      const { ticketId, noticeId: messageId } = notice;
      const Item = { ...keys.message(messageKey(sesMessageId), oursFirst), kind: 'message', ticketId, messageId };
      await dynamo.send(new PutCommand({ TableName: tableName, Item }));
    }
    await setState(notice, 'sent', { sesMessageId, sentAt: now().toISOString() });
  };

  return {
    claim: async (notice, about, limit) => {
      const item = {
        ...keyOf(notice),
        ...notice,
        recipient: about.recipient,
        notice: about.kind,
        claimedAt: now().toISOString(),
      };
      const claimed = await tried(
        new PutCommand({
          TableName: tableName,
          Item: { ...item, kind: 'notice', state: 'claimed' },
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      );
      if (!claimed) return takeOver(notice);
      if (!limit || (await countOne(limit))) return 'claimed';
      await setState(notice, 'withheld', { reason: 'rate' });
      return 'withheld';
    },
    markSent,
    noteEvent: async (notice, { sesMessageId, state, at }) => {
      try {
        const { Attributes } = await dynamo.send(
          new UpdateCommand({
            TableName: tableName,
            Key: keyOf(notice),
            UpdateExpression: state ? 'SET delivery = :state, deliveryAt = :at' : 'SET takenAt = :at',
            ConditionExpression: `attribute_exists(pk)${state ? ` AND (${mayReplace(state)})` : ''}`,
            ExpressionAttributeValues: { ':at': at, ...(state ? { ':state': state } : {}) },
            ReturnValues: 'ALL_OLD',
          }),
        );
        // Whoever sent it was stopped before they could say so.
        if (Attributes && row.parse(Attributes).state === 'claimed') await markSent(notice, sesMessageId);
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
        const { notice: kind, ...known } = listed.parse(item);
        return { ...known, kind };
      });
      // Ids begin with a number, which the key sorts as text.
      return rows.sort((a, b) => a.noticeId.localeCompare(b.noticeId, 'en', { numeric: true }));
    },
  };
}
