import type { QueueFilter } from './queue-filter.ts';

/** A condition as DynamoDB takes it, with what its names and values stand for. */
export interface FilterExpression {
  FilterExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues: Record<string, unknown>;
}

/** What of a filter the index's entries are asked one by one; statuses and due times are in their keys. */
export function expressionOf(filter: QueueFilter): FilterExpression {
  const names: Record<string, string> = {};
  const values: Record<string, unknown> = {};
  const name = (path: string) =>
    path
      .split('.')
      .map((attribute) => {
        names[`#${attribute}`] = attribute;
        return `#${attribute}`;
      })
      .join('.');
  const value = (of: unknown) => {
    const placeholder = `:f${Object.keys(values).length}`;
    values[placeholder] = of;
    return placeholder;
  };
  const is = (attribute: string, wanted: unknown) => (wanted === undefined ? [] : [`${name(attribute)} = ${value(wanted)}`]);

  const { assignee, requester, words = [] } = filter;
  const conditions = [
    ...(assignee === null ? [`attribute_not_exists(${name('assignee')})`] : is('assignee', assignee)),
    ...is('channel', filter.channel),
    ...is('contractId', filter.contractId),
    ...is('ticketKind', filter.kind),
    ...is('priority', filter.priority),
    ...is('team', filter.team),
    ...is('runningLate', filter.late),
    ...(requester && 'address' in requester ? is('requester.address', requester.address) : []),
    ...(requester && 'phone' in requester ? is('requester.phone', requester.phone) : []),
    ...words.map((word) => `contains(${name('queueText')}, ${value(word)})`),
  ];
  if (conditions.length === 0) return { ExpressionAttributeValues: {} };
  return {
    FilterExpression: conditions.join(' AND '),
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  };
}

/** Sorts after every due time, and before what nothing is promised for. */
const lastDue = '~';
const everything = '~~';

/**
 * From where to where in the queue's order: `from` itself not, `to` at most. A whole second begins at the earliest fraction of
 * it.
 */
export function stretchOf({ dueAfter, dueBefore }: QueueFilter): { from: string; to: string } {
  const isBounded = dueAfter !== undefined || dueBefore !== undefined;
  const to = dueBefore ? wholeSecond(dueBefore) : isBounded ? lastDue : everything;
  return { from: dueAfter ? wholeSecond(dueAfter) : '', to };
}

/** The first whole second at or after the moment: due times have no fractions. */
const wholeSecond = (moment: Date) => `${new Date(Math.ceil(moment.getTime() / 1000) * 1000).toISOString().slice(0, 19)}Z`;
