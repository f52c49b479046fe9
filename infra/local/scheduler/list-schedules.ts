import { type Schedule, summarizeSchedule } from './schedule.ts';
import { validation } from './schedule-expression.ts';
import { noSuchGroup, type ScheduleStore } from './schedule-store.ts';

/** AWS gives at most 100 schedules at a time. */
export const mostSchedulesPerPage = 100;

const keyOf = ({ group, name }: Schedule) => `${group}/${name}`;

function pageSize(text: string | null): number {
  const size = text === null ? mostSchedulesPerPage : Number(text);
  if (!Number.isInteger(size) || size < 1 || size > mostSchedulesPerPage)
    throw validation(`MaxResults must be 1 to ${mostSchedulesPerPage}`);
  return size;
}

/** Sorted by group and name; the token is the last one given. Throws ValidationException and ResourceNotFoundException. */
export function listSchedules(
  store: ScheduleStore,
  groups: ReadonlySet<string>,
  query: URLSearchParams,
): Record<string, unknown> {
  const group = query.get('ScheduleGroup');
  if (group !== null && !groups.has(group)) throw noSuchGroup(group);
  const state = query.get('State');
  const prefix = query.get('NamePrefix') ?? '';
  const after = Buffer.from(query.get('NextToken') ?? '', 'base64url').toString();
  const size = pageSize(query.get('MaxResults'));
  const matching = [...store.all()]
    .filter((schedule) => group === null || schedule.group === group)
    .filter((schedule) => state === null || schedule.definition.State === state)
    .filter((schedule) => schedule.name.startsWith(prefix) && keyOf(schedule) > after)
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const page = matching.slice(0, size);
  const last = page.at(-1);
  const more = last !== undefined && matching.length > size;
  return {
    Schedules: page.map(summarizeSchedule),
    ...(more ? { NextToken: Buffer.from(keyOf(last)).toString('base64url') } : {}),
  };
}
