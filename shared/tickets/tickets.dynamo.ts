import { type DynamoDBDocumentClient, GetCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { cancellationCodes } from '../dynamo/cancellation.ts';
import { alarmShard, keys, queueShard, shardOf } from '../dynamo/table.ts';
import { isRunningLate, nextAlarm, nextDue } from '../sla/clock.ts';
import { evolve, opened } from './evolve.ts';
import { queueText } from './queue-filter.ts';
import { type Ticket, ticket as ticketSchema } from './ticket.ts';
import { recordedEvent, type TicketEvent } from './ticket-events.ts';
import { type Appended, type Claim, ClaimTaken, Overtaken, type TicketChange, type Tickets } from './tickets.ts';

/** Six digits, as the key is written. */
const lastSequence = 999_999;

export function ticketsIn(dynamo: DynamoDBDocumentClient, tableName: string, appended: Appended): Tickets {
  const find = async (ticketId: string) => {
    const { Item } = await dynamo.send(
      new GetCommand({ TableName: tableName, Key: keys.ticket(ticketId), ConsistentRead: true }),
    );
    return Item && readSnapshot(Item);
  };

  const appendAll: Tickets['appendAll'] = async (changes, claims = []) => {
    const applications = changes.map(({ before, events }) => ({ before, events, after: applied(before, events) }));
    const claimed = claims.map(({ item, replaces }) => ({
      Put: {
        TableName: tableName,
        Item: item,
        ...(replaces ? {} : { ConditionExpression: 'attribute_not_exists(pk)' }),
      },
    }));
    const written = applications.flatMap((application) => putsOf(application, tableName));
    try {
      await dynamo.send(new TransactWriteCommand({ TransactItems: [...claimed, ...written] }));
    } catch (error) {
      throw refusal(error, claims, applications.map(({ after }) => after.id).join(', ')) ?? error;
    }
    for (const { before, after, events } of applications)
      appended(typeof before === 'string' ? undefined : before, after, events);
    return applications.map(({ after }) => after);
  };

  return {
    find,
    findByReference: async (reference) => {
      const { Item } = await dynamo.send(
        new GetCommand({ TableName: tableName, Key: keys.reference(reference), ConsistentRead: true }),
      );
      const id: unknown = Item?.ticketId;
      return typeof id === 'string' ? find(id) : undefined;
    },
    event: async (ticketId, sequence) => {
      const { Item } = await dynamo.send(
        new GetCommand({ TableName: tableName, Key: keys.event(ticketId, sequence), ConsistentRead: true }),
      );
      return Item && recordedEvent(Item);
    },
    history: async (ticketId, after) => {
      // DynamoDB ends a page at 1 MB, which fits well into the 6 MB that a function may answer.
      const page = await dynamo.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
          ExpressionAttributeValues: {
            ':pk': keys.ticket(ticketId).pk,
            ':from': keys.event(ticketId, after + 1).sk,
            ':to': keys.event(ticketId, lastSequence).sk,
          },
          ConsistentRead: true,
        }),
      );
      const events = (page.Items ?? []).map(recordedEvent);
      return { events, next: page.LastEvaluatedKey && events.at(-1)?.sequence };
    },
    claimed: async ({ item: { pk, sk } }) => {
      const { Item } = await dynamo.send(new GetCommand({ TableName: tableName, Key: { pk, sk }, ConsistentRead: true }));
      return Item;
    },
    append: async (before, events, claims = []) => {
      const [after] = await appendAll([{ before, events }], claims);
      if (!after) throw new Error('nothing was appended');
      return after;
    },
    appendAll,
  };
}

/** The snapshot, if it is still the one before, and the events. */
function putsOf({ before, after, events }: TicketChange & { after: Ticket }, tableName: string) {
  const first = after.sequence - events.length + 1;
  const snapshot = {
    Put: {
      TableName: tableName,
      Item: snapshotItem(after),
      ...(typeof before === 'string'
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : {
            ConditionExpression: '#sequence = :before',
            ExpressionAttributeNames: { '#sequence': 'sequence' },
            ExpressionAttributeValues: { ':before': before.sequence },
          }),
    },
  };
  const history = events.map((event, i) => {
    const sequence = first + i;
    const key = keys.event(after.id, sequence);
    return {
      Put: { TableName: tableName, Item: { ...key, kind: 'event', type: event.type, ticketId: after.id, sequence, event } },
    };
  });
  return [snapshot, ...history];
}

function applied(before: Ticket | string, events: readonly TicketEvent[]): Ticket {
  const [first, ...rest] = events;
  if (!first) throw new Error('nothing to append');
  if (typeof before !== 'string') return events.reduce(evolve, before);
  if (first.type !== 'TicketOpened') throw new Error(`the first event of a ticket is TicketOpened, not ${first.type}`);
  return rest.reduce(evolve, opened(before, first));
}

/** The stored snapshot: the ticket and what the indexes sort it by. */
function snapshotItem(ticket: Ticket): Record<string, unknown> {
  const shard = shardOf(ticket.id);
  const alarmAt = nextAlarm(ticket.clocks);
  const nextDueAt = nextDue(ticket.clocks);
  return {
    ...keys.ticket(ticket.id),
    ...ticket,
    // `kind` of an item says what the item is; what the customer wants stands beside it.
    kind: 'ticket',
    ticketKind: ticket.kind,
    ...(alarmAt ? { alarmShard: alarmShard(shard), alarmAt } : {}),
    queueShard: queueShard(ticket.status, shard),
    // '~' sorts after every date: a ticket without a promise comes last.
    queueAt: `${nextDueAt ?? '~'}#${ticket.id}`,
    nextDueAt,
    queueText: queueText(ticket),
    runningLate: isRunningLate(ticket.clocks),
  };
}

const readSnapshot = (item: Record<string, unknown>): Ticket => ticketSchema.parse({ ...item, kind: item.ticketKind });

/** What another attempt, after a fresh look and a pause, may get past. The SDK repeats none of these by itself. */
const passing = ['ConditionalCheckFailed', 'TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'];

/** TransactionCanceledException lists a reason for each item, in their order: claims first, then what is the ticket's own. */
function refusal(error: unknown, claims: readonly Claim[], ticketId: string): Error | undefined {
  const codes = cancellationCodes(error);
  if (!codes) return undefined;
  const taken = claims.find((_, i) => codes[i] === 'ConditionalCheckFailed');
  if (taken) return new ClaimTaken(taken.name);
  return codes.some((code) => passing.includes(code)) ? new Overtaken(ticketId) : undefined;
}
