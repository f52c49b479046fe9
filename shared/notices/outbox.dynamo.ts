import { type DynamoDBDocumentClient, GetCommand, PutCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { Now } from '../clock.ts';
import { cancellationCodes, isConditionFailed } from '../dynamo/cancellation.ts';
import { keys } from '../dynamo/table.ts';
import { digest } from '../ids.ts';
import { messageKey } from '../intake/message-index.ts';
import { isForCustomer } from './notice.ts';
import { type ClaimResult, leaseSeconds, type NoticeKey, type Outbox, type RateLimit } from './outbox.ts';

const row = z.object({ state: z.enum(['claimed', 'sent', 'withheld']), claimedAt: z.string() });

const secondsInHour = 3600;

/** The sender and note-delivery may note the same mail at the same moment; both write the same. */
const mostConflicts = 5;

export function outboxIn(dynamo: DynamoDBDocumentClient, tableName: string, now: Now): Outbox {
  const keyOf = ({ ticketId, noticeId }: NoticeKey) => keys.notice(ticketId, noticeId);

  /** One more for this address in this hour, refused beyond the limit; the count goes away a day later. */
  const countOne = ({ address, perHour }: RateLimit) => {
    const hour = now().toISOString().slice(0, 13);
    return {
      Update: {
        TableName: tableName,
        Key: keys.rate('acknowledgement', digest(address), hour),
        UpdateExpression: 'ADD #count :one SET expiresAt = :expires, kind = :kind',
        ConditionExpression: 'attribute_not_exists(#count) OR #count < :limit',
        ExpressionAttributeNames: { '#count': 'count' },
        ExpressionAttributeValues: {
          ':one': 1,
          ':limit': perHour,
          ':expires': Math.floor(now().getTime() / 1000) + 24 * secondsInHour,
          ':kind': 'rate',
        },
      },
    };
  };

  const takeOver = async (notice: NoticeKey): Promise<ClaimResult> => {
    const { Item } = await dynamo.send(new GetCommand({ TableName: tableName, Key: keyOf(notice), ConsistentRead: true }));
    const known = row.parse(Item);
    if (known.state !== 'claimed') return 'done';
    if (now().getTime() - Date.parse(known.claimedAt) < leaseSeconds * 1000) return 'pending';
    try {
      await dynamo.send(
        new UpdateCommand({
          TableName: tableName,
          Key: keyOf(notice),
          UpdateExpression: 'SET claimedAt = :now',
          ConditionExpression: '#state = :claimed AND claimedAt = :old',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: { ':now': now().toISOString(), ':claimed': 'claimed', ':old': known.claimedAt },
        }),
      );
      return 'claimed';
    } catch (error) {
      if (isConditionFailed(error)) return 'pending';
      throw error;
    }
  };

  const markSent: Outbox['markSent'] = async (notice, sesMessageId) => {
    const sent = {
      TableName: tableName,
      Key: keyOf(notice),
      UpdateExpression: 'SET #state = :sent, sesMessageId = :id, sentAt = if_not_exists(sentAt, :now)',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':sent': 'sent', ':id': sesMessageId, ':now': now().toISOString() },
    };
    const ours = {
      ...keys.message(messageKey(sesMessageId), 'OURS'),
      kind: 'message',
      ticketId: notice.ticketId,
      messageId: notice.noticeId,
    };
    const items = [{ Update: sent }, ...(isForCustomer(notice.noticeId) ? [{ Put: { TableName: tableName, Item: ours } }] : [])];
    for (let left = mostConflicts; ; left--) {
      try {
        await dynamo.send(new TransactWriteCommand({ TransactItems: items }));
        return;
      } catch (error) {
        const codes = cancellationCodes(error);
        if (codes?.[0] === 'ConditionalCheckFailed') return;
        if (!codes?.includes('TransactionConflict') || left === 0) throw error;
      }
    }
  };

  return {
    claim: async (notice, about, limit) => {
      const item = { ...keyOf(notice), ...about, ...notice, claimedAt: now().toISOString() };
      const unlessThere = (state: string) => ({
        TableName: tableName,
        Item: { ...item, kind: 'notice', notice: about.kind, state },
        ConditionExpression: 'attribute_not_exists(pk)',
      });
      try {
        if (limit)
          await dynamo.send(new TransactWriteCommand({ TransactItems: [{ Put: unlessThere('claimed') }, countOne(limit)] }));
        else await dynamo.send(new PutCommand(unlessThere('claimed')));
        return 'claimed';
      } catch (error) {
        if (isConditionFailed(error)) return takeOver(notice);
        const [put, count] = cancellationCodes(error) ?? [];
        if (put === 'ConditionalCheckFailed') return takeOver(notice);
        if (count !== 'ConditionalCheckFailed') throw error;
        await dynamo.send(new PutCommand(unlessThere('withheld')));
        return 'withheld';
      }
    },
    markSent,
    noteEvent: async (notice, { sesMessageId, state, at }) => {
      try {
        const { Attributes } = await dynamo.send(
          new UpdateCommand({
            TableName: tableName,
            Key: keyOf(notice),
            UpdateExpression: state ? 'SET delivery = :state, deliveryAt = :at' : 'SET takenAt = :at',
            ConditionExpression: 'attribute_exists(pk)',
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
  };
}
