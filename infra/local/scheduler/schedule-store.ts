import { isDeepStrictEqual } from 'node:util';
import { AwsError } from '../service.ts';
import type { App } from '../template/app.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import { createFiring, type FiringOptions } from './firing.ts';
import type { Schedule } from './schedule.ts';
import { checkName, readDefinition, type ScheduleDefinition } from './schedule-definition.ts';
import { readExpression, validation, type When } from './schedule-expression.ts';
import type { TimerHeap } from './timer-heap.ts';

export interface ScheduleStoreOptions extends Omit<FiringOptions, 'onEnd'> {
  groups: ReadonlySet<string>;
}

export interface ScheduleStore {
  /** All three throw the `AwsError` that AWS answers. */
  create(name: string, body: unknown): Schedule;
  update(name: string, body: unknown): Schedule;
  remove(group: string, name: string): void;
  get(group: string, name: string): Schedule;
  all(): Iterable<Schedule>;
}

export function scheduleArn({ region, account }: App, group: string, name: string): string {
  return `arn:aws:scheduler:${region}:${account}:schedule/${group}/${name}`;
}

export function noSuchGroup(group: string): AwsError {
  return new AwsError('ResourceNotFoundException', `Schedule group ${group} does not exist.`, 404);
}

/** Starts the timer of an enabled schedule. `fire` gets the instant the schedule was due, which a late clock may have passed. */
function startTimer(
  schedule: Schedule,
  clock: VirtualClock,
  timers: TimerHeap,
  fire: (schedule: Schedule, at: number) => Promise<void>,
): void {
  const { when, name, definition } = schedule;
  if (definition.State === 'DISABLED') return;
  const label = `schedule ${name}`;
  schedule.timer =
    when.kind === 'at'
      ? timers.at(when.at, label, () => fire(schedule, when.at))
      : clock.every(when.periodMilliseconds, label, () => fire(schedule, clock.now()));
}

/** The schedules by group and name, each with its timer. */
export function createScheduleStore({ groups, ...options }: ScheduleStoreOptions): ScheduleStore {
  const { app, clock, timers, iam } = options;
  const schedules = new Map<string, Schedule>();
  const keyOf = (group: string, name: string) => `${group}/${name}`;

  const fire = createFiring({
    ...options,
    onEnd: (schedule) => {
      const key = keyOf(schedule.group, schedule.name);
      const oneTime = schedule.when.kind === 'at' && schedule.definition.ActionAfterCompletion === 'DELETE';
      // A retry may end after the schedule was replaced: the new one is not completed.
      if (oneTime && schedules.get(key) === schedule) schedules.delete(key);
    },
  });

  const accept = (name: string, body: unknown): { definition: ScheduleDefinition; when: When } => {
    checkName(name);
    const definition = readDefinition(body);
    const when = readExpression(definition.ScheduleExpression, definition.ScheduleExpressionTimezone);
    if (!groups.has(definition.GroupName)) throw noSuchGroup(definition.GroupName);
    if (when.kind === 'at' && when.at <= clock.now()) {
      throw validation(`The schedule expression ${definition.ScheduleExpression} is in the past.`);
    }
    const groupArn = `arn:aws:scheduler:${app.region}:${app.account}:schedule-group/${definition.GroupName}`;
    if (iam.checkTrust(definition.Target.RoleArn, 'scheduler.amazonaws.com', groupArn)) {
      throw validation('The execution role you provide must allow AWS EventBridge Scheduler to assume the role.');
    }
    return { definition, when };
  };

  const store = (name: string, definition: ScheduleDefinition, when: When, createdAt: number): Schedule => {
    const group = definition.GroupName;
    const arn = scheduleArn(app, group, name);
    const schedule: Schedule = { name, group, arn, definition, when, createdAt, modifiedAt: clock.now() };
    schedules.get(keyOf(group, name))?.timer?.cancel();
    schedules.set(keyOf(group, name), schedule);
    startTimer(schedule, clock, timers, fire);
    return schedule;
  };

  const get = (group: string, name: string): Schedule => {
    if (!groups.has(group)) throw noSuchGroup(group);
    const schedule = schedules.get(keyOf(group, name));
    if (!schedule) throw new AwsError('ResourceNotFoundException', `Schedule ${name} does not exist.`, 404);
    return schedule;
  };

  return {
    create: (name, body) => {
      const { definition, when } = accept(name, body);
      const existing = schedules.get(keyOf(definition.GroupName, name));
      if (!existing) return store(name, definition, when, clock.now());
      // The same request again, by its ClientToken, succeeds again.
      if (definition.ClientToken !== undefined && isDeepStrictEqual(existing.definition, definition)) return existing;
      throw new AwsError('ConflictException', `Schedule ${name} already exists.`, 409);
    },
    update: (name, body) => {
      const { definition, when } = accept(name, body);
      return store(name, definition, when, get(definition.GroupName, name).createdAt);
    },
    remove: (group, name) => {
      get(group, name).timer?.cancel();
      schedules.delete(keyOf(group, name));
    },
    get,
    all: () => schedules.values(),
  };
}
