import type { AwsRequest, Service } from '../service.ts';
import type { App } from '../template/app.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import { groupArn, type Targets } from './invocation.ts';
import { listSchedules } from './list-schedules.ts';
import { describeSchedule } from './schedule.ts';
import { createScheduleStore, noSuchGroup } from './schedule-store.ts';
import { requirementsOf, schedulerOperation } from './scheduler-requests.ts';
import { createTimerHeap } from './timer-heap.ts';

export interface SchedulerOptions extends Targets {
  app: App;
  clock: VirtualClock;
  /** Told of events that were lost. */
  onError: (error: unknown, label: string) => void;
}

export interface Scheduler {
  service: Service;
  /** `at` is the instant, in ISO 8601, of a one-time schedule. */
  list(): { name: string; group: string; at?: string; input?: string }[];
  stop(): void;
}

/**
 * EventBridge Scheduler: one-time and rate schedules to SQS queues and Lambda functions, firing on the virtual clock exactly when due
 * (AWS: within the minute after). Schedules of the template run from the start. Throws for one of those that it cannot play.
 */
export function createScheduler({ app, clock, onError, ...targets }: SchedulerOptions): Scheduler {
  const timers = createTimerHeap(clock);
  const groups = new Set(['default', ...app.byType('AWS::Scheduler::ScheduleGroup').map(({ name }) => name)]);
  const store = createScheduleStore({ app, clock, timers, groups, onError, ...targets });
  const startedAt = clock.now() / 1000;

  for (const { name, stack, logicalId, properties } of app.byType('AWS::Scheduler::Schedule')) {
    try {
      store.create(name, properties);
    } catch (error) {
      throw new Error(`${stack}/${logicalId}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  }

  const describeGroup = (group: string) => {
    if (!groups.has(group)) throw noSuchGroup(group);
    return { Arn: groupArn(app, group), Name: group, State: 'ACTIVE', CreationDate: startedAt, LastModificationDate: startedAt };
  };

  const handle = (request: AwsRequest): Record<string, unknown> => {
    const operation = schedulerOperation(request);
    switch (operation.name) {
      case 'CreateSchedule':
        return { ScheduleArn: store.create(operation.schedule, operation.body).arn };
      case 'UpdateSchedule':
        return { ScheduleArn: store.update(operation.schedule, operation.body).arn };
      case 'GetSchedule':
        return describeSchedule(store.get(operation.group, operation.schedule));
      case 'DeleteSchedule':
        store.remove(operation.group, operation.schedule);
        return {};
      case 'ListSchedules':
        return listSchedules(store, groups, request.query);
      case 'GetScheduleGroup':
        return describeGroup(operation.group);
      case 'ListScheduleGroups':
        return { ScheduleGroups: [...groups].map(describeGroup) };
    }
  };

  return {
    service: {
      name: 'scheduler',
      errorFormat: 'json',
      deniedStatus: 403,
      requirements: (request) => requirementsOf(schedulerOperation(request), app),
      handle: async (request) => ({
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(handle(request)),
      }),
    },
    list: () =>
      [...store.all()].map(({ name, group, when, definition }) => ({
        name,
        group,
        ...(when.kind === 'at' ? { at: new Date(when.at).toISOString() } : {}),
        ...(definition.Target.Input === undefined ? {} : { input: definition.Target.Input }),
      })),
    stop: () => {
      for (const schedule of store.all()) schedule.timer?.cancel();
      timers.stop();
    },
  };
}
