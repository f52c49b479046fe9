import type { Timer } from '../virtual-clock.ts';
import type { ScheduleDefinition } from './schedule-definition.ts';
import type { When } from './schedule-expression.ts';

/** A schedule as it is stored. Update puts a new one in its place, so the object also says which version of the schedule fired. */
export interface Schedule {
  name: string;
  group: string;
  arn: string;
  definition: ScheduleDefinition;
  when: When;
  createdAt: number;
  modifiedAt: number;
  timer?: Timer | undefined;
}

/** The answer of GetSchedule. Dates are epoch seconds. */
export function describeSchedule({ name, group, arn, definition, createdAt, modifiedAt }: Schedule): Record<string, unknown> {
  const { ClientToken: _token, GroupName: _group, ...members } = definition;
  return {
    ...members,
    Arn: arn,
    Name: name,
    GroupName: group,
    CreationDate: createdAt / 1000,
    LastModificationDate: modifiedAt / 1000,
  };
}

/** One entry of ListSchedules. */
export function summarizeSchedule({ name, group, arn, definition, createdAt, modifiedAt }: Schedule): Record<string, unknown> {
  return {
    Arn: arn,
    Name: name,
    GroupName: group,
    State: definition.State,
    CreationDate: createdAt / 1000,
    LastModificationDate: modifiedAt / 1000,
    Target: { Arn: definition.Target.Arn },
  };
}
