import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { cancellationCodes, isConditionFailed, isConflict } from '../dynamo/cancellation.ts';
import { keys } from '../dynamo/table.ts';
import { Overtaken, untilNotOvertaken } from '../tickets/tickets.ts';
import { type Held, type Lane, type LaneKey, type Lanes, LeaseLost, lane, leaseSeconds, mostSetAside } from './lane.ts';
import { type LaneChange, laneUpdate } from './lane-update.ts';

const isRefused = (error: unknown): boolean =>
  isConditionFailed(error) || (cancellationCodes(error)?.includes('ConditionalCheckFailed') ?? false);

const settled = { failures: 0, failingSince: undefined, nextAttemptAt: undefined, lastFailure: undefined } as const;
const letGo = { holder: undefined, heldUntil: undefined } as const;

export function lanesIn(dynamo: DynamoDBDocumentClient, tableName: string): Lanes {
  const find = async ({ subscriptionId, ticketId }: LaneKey): Promise<Lane | undefined> => {
    const { Item } = await dynamo.send(
      new GetCommand({ TableName: tableName, Key: keys.lane(subscriptionId, ticketId), ConsistentRead: true }),
    );
    return Item && lane.parse(Item);
  };

  /** Changes a lane if the condition holds, and with it the item by which it is found while it is behind. */
  const tried = async (key: LaneKey, change: LaneChange, wasBehind?: boolean): Promise<boolean> => {
    const { subscriptionId, ticketId } = key;
    const Update = { TableName: tableName, Key: keys.lane(subscriptionId, ticketId), ...laneUpdate(change) };
    const pointer = { TableName: tableName, Key: keys.behind(subscriptionId, ticketId) };
    const isBehind = 'isBehind' in change.to ? change.to.isBehind === true : undefined;
    const written = async () => {
      if (isBehind === undefined || isBehind === (wasBehind === true)) return dynamo.send(new UpdateCommand(Update));
      const { Key, ...inTable } = pointer;
      const item = isBehind ? { Put: { ...inTable, Item: { ...Key, kind: 'behind', ...key } } } : { Delete: pointer };
      return dynamo.send(new TransactWriteCommand({ TransactItems: [{ Update }, item] }));
    };
    try {
      await untilNotOvertaken(() =>
        written().catch((error) => Promise.reject(isConflict(error) ? new Overtaken(ticketId) : error)),
      );
      return true;
    } catch (error) {
      if (isRefused(error)) return false;
      throw error;
    }
  };
  const keyOf = ({ subscriptionId, ticketId }: LaneKey): LaneKey => ({ subscriptionId, ticketId });

  /** A change by the holder, whatever others ask of it. */
  const changed = async (held: Held, to: Partial<Lane>): Promise<Held> => {
    if (!(await tried(keyOf(held), { to, if: { holder: held.holder } }, held.isBehind))) throw new LeaseLost(held);
    return { ...held, ...to, holder: held.holder };
  };
  /** A change by the holder that lets the lane go, unless somebody came meanwhile. */
  const letGoUnlessAsked = async (held: Held, to: Partial<Lane>): Promise<boolean> => {
    const change = { to: { ...to, ...letGo }, if: { holder: held.holder, again: undefined } };
    if (await tried(keyOf(held), change, held.isBehind)) return true;
    const known = await find(held);
    if (known?.holder !== held.holder) throw new LeaseLost(held);
    return false;
  };
  /** The lane as it is now that it is ours, gone back as far as somebody has asked: never forward, past what was not sent yet. */
  const asAsked = async (key: LaneKey, holder: string, start?: () => Promise<number>): Promise<Held> => {
    const known = await find(key);
    if (known?.holder !== holder) throw new LeaseLost(key);
    const { rewindTo } = known;
    const ours = { ...known, holder };
    if (rewindTo === undefined) return ours;
    const reached = known.unbegun && start ? await start() : known.delivered;
    return changed(ours, { delivered: Math.min(rewindTo, reached), rewindTo: undefined, unbegun: undefined, ...settled });
  };
  const without = (held: Held, delivered: number) => held.setAside.filter(({ sequence }) => sequence !== delivered);

  const take: Lanes['take'] = async (key, holder, now, start) => {
    const heldUntil = new Date(now.getTime() + leaseSeconds * 1000).toISOString();
    const known = await find(key);
    if (known) {
      if (known.heldUntil !== undefined && known.heldUntil >= now.toISOString()) return 'held';
      const to = { holder, heldUntil, again: undefined };
      const isOurs = await tried(key, { to, if: { holder: known.holder, heldUntil: known.heldUntil } });
      return isOurs ? asAsked(key, holder, start) : 'held';
    }
    const { subscriptionId, ticketId } = key;
    const made: Held = { ...key, delivered: await start(), holder, heldUntil, waits: 0, failures: 0, setAside: [] };
    const Item = { ...keys.lane(subscriptionId, ticketId), kind: 'lane', ...made };
    try {
      await dynamo.send(new PutCommand({ TableName: tableName, Item, ConditionExpression: 'attribute_not_exists(pk)' }));
      return made;
    } catch (error) {
      if (isRefused(error)) return 'held';
      throw error;
    }
  };

  return {
    find,
    take,
    askAgain: (key, now) => tried(key, { to: { again: true }, if: { heldSince: now.toISOString() } }),
    lookAgain: async (held) => {
      await changed(held, { again: undefined });
      return asAsked(keyOf(held), held.holder);
    },
    advance: (held, delivered) => changed(held, { delivered, ...settled, setAside: without(held, delivered) }),
    release: (held, delivered) =>
      letGoUnlessAsked(held, { delivered, ...settled, isBehind: held.setAside.length > 0 ? true : undefined }),
    park: (held, delivered) => letGoUnlessAsked(held, { delivered, ...settled, isBehind: true }),
    handOn: async (held, delivered) => {
      await changed(held, { delivered, ...letGo });
    },
    wait: async (held, waiting) => {
      await changed(held, { ...waiting, ...letGo, isBehind: true });
    },
    setAside: (held, sequence, lastFailure, now) => {
      const setAside = [...without(held, sequence), { sequence, at: now.toISOString(), lastFailure }].slice(-mostSetAside);
      return changed(held, { delivered: sequence, ...settled, setAside, isBehind: true });
    },
    rewind: async (key, to) => {
      if (await tried(key, { to: { rewindTo: to, again: true }, if: { rewindAbove: to } })) return;
      const { subscriptionId, ticketId } = key;
      const Item = { ...keys.lane(subscriptionId, ticketId), kind: 'lane', ...key, delivered: 0, rewindTo: to, unbegun: true };
      try {
        await dynamo.send(new PutCommand({ TableName: tableName, Item, ConditionExpression: 'attribute_not_exists(pk)' }));
      } catch (error) {
        // It is there, and goes back at least as far already.
        if (!isRefused(error)) throw error;
      }
    },
    behind: async (subscriptionId, after, limit) => {
      const page = await dynamo.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': keys.behindPartition(subscriptionId) },
          ExclusiveStartKey: after === undefined ? undefined : keys.behind(subscriptionId, after),
          ConsistentRead: true,
          Limit: limit,
        }),
      );
      const ticketIds = (page.Items ?? []).map((item) => String(item.ticketId));
      return { ticketIds, next: page.LastEvaluatedKey && ticketIds.at(-1) };
    },
  };
}
