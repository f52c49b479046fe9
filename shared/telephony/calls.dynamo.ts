import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { Now } from '../clock.ts';
import { keys } from '../dynamo/table.ts';
import { Overtaken, untilNotOvertaken } from '../tickets/tickets.ts';
import { callTicket, type Leg, leg, legIdOf, merged, talk } from './call.ts';
import { type Calls, callKeptDays, type LiveCall, liveKeptDays } from './calls.ts';
import type { ContactFacts } from './contact-event.ts';

const live = z.object({ legId: z.string(), startedAt: z.string() });
const versioned = z.object({ version: z.int() });

export function callsIn(dynamo: DynamoDBDocumentClient, TableName: string, now: Now): Calls {
  const expiresAfter = (days: number) => Math.ceil(now().getTime() / 1000) + days * 24 * 3600;
  const dayOf = (instant: string) => instant.slice(0, 10);
  const put = (Item: Record<string, unknown>) => dynamo.send(new PutCommand({ TableName, Item }));
  const partition = async (pk: string) => {
    const all: Record<string, unknown>[] = [];
    let ExclusiveStartKey: Record<string, unknown> | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await dynamo.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': pk },
          ConsistentRead: true,
          ExclusiveStartKey,
        }),
      );
      all.push(...Items);
      ExclusiveStartKey = LastEvaluatedKey;
    } while (ExclusiveStartKey);
    return all;
  };
  const noteLive = ({ legId, startedAt }: LiveCall) =>
    put({
      ...keys.liveCall(dayOf(startedAt), legId),
      kind: 'live-call',
      legId,
      startedAt,
      expiresAt: expiresAfter(liveKeptDays),
    });

  return {
    begin: async (begun) => {
      await noteLive({ legId: begun.contactId, startedAt: begun.startedAt });
      await put({ ...keys.call(begun.contactId), kind: 'call', ...begun, expiresAt: expiresAfter(callKeptDays) });
    },
    find: async (contactId) => {
      const items = await partition(keys.callPartition(contactId));
      const of = (kind: string) => items.filter((item) => item.kind === kind);
      const [talked] = of('call');
      const [ticketed] = of('call-ticket');
      return {
        talk: talked && talk.parse(talked),
        ticket: ticketed && callTicket.parse(ticketed),
        legs: of('call-leg').map((item) => leg.parse(item)),
        callBackWished: of('call-settled').some(({ sk }) => sk === keys.callSettled(contactId, 'CALL-BACK').sk),
      };
    },
    ticketClaim: (contactId) => ({
      name: 'call',
      item: { ...keys.callTicket(contactId), kind: 'call-ticket', expiresAt: expiresAfter(callKeptDays) },
    }),
    settledClaim: (contactId, what, of) => ({
      name: 'settled',
      item: {
        ...keys.callSettled(contactId, of === undefined ? what : `${what}#${of}`),
        kind: 'call-settled',
        expiresAt: expiresAfter(callKeptDays),
      },
    }),
    merge: (facts) => untilNotOvertaken(() => mergeOnce(facts)),
    live: async (day) => (await partition(keys.liveCallsPartition(day))).map((item) => live.parse(item)),
    over: async ({ legId, startedAt }) => {
      await dynamo.send(new DeleteCommand({ TableName, Key: keys.liveCall(dayOf(startedAt), legId) }));
    },
  };

  /** Two events at once must not undo each other: whoever comes second reads again. */
  async function mergeOnce(facts: ContactFacts): Promise<Leg> {
    const legId = legIdOf(facts);
    const key = keys.callLeg(facts.initialContactId, legId);
    const { Items: [item] = [] } = await dynamo.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk AND sk = :sk',
        ExpressionAttributeValues: { ':pk': key.pk, ':sk': key.sk },
        ConsistentRead: true,
      }),
    );
    const before = item && leg.parse(item);
    const after = merged(before, facts);
    if (before && JSON.stringify(before) === JSON.stringify(leg.parse(after))) return after;
    const version = item ? versioned.parse(item).version : 0;
    // Before the leg itself: a death in between leaves something to look for, not the reverse.
    if (!item && after.endedAt === undefined) await noteLive({ legId, startedAt: after.initiatedAt ?? now().toISOString() });
    const Item = { ...key, kind: 'call-leg', ...after, version: version + 1, expiresAt: expiresAfter(callKeptDays) };
    try {
      await dynamo.send(
        new PutCommand({
          TableName,
          Item,
          ConditionExpression: 'attribute_not_exists(pk) OR #version = :version',
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: { ':version': version },
        }),
      );
    } catch (error) {
      throw error instanceof ConditionalCheckFailedException ? new Overtaken(legId) : error;
    }
    return after;
  }
}
