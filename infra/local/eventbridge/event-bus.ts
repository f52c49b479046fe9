import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import type { Iam, Requirement } from '../iam/iam.ts';
import { eventFilter } from '../lambda/event-filter.ts';
import type { QueueTargets } from '../sns/queue-target.ts';
import type { App, Resource } from '../template/app.ts';
import type { VirtualClock } from '../virtual-clock.ts';

/** What a service says that has happened, before EventBridge wraps it. */
export interface ServiceEvent {
  source: string;
  detailType: string;
  resources: readonly string[];
  detail: Record<string, unknown>;
}

export interface EventBus {
  put(event: ServiceEvent): void;
}

export interface EventBusOptions {
  app: App;
  iam: Iam;
  queues: QueueTargets;
  clock: Pick<VirtualClock, 'now'>;
  /** Hands an event to a function's asynchronous invocation; throws when there is no such function. */
  invokeAsync: (functionArn: string, event: unknown) => void;
  onError: (error: unknown, label: string) => void;
}

/** Strict: what is not read here would change what a target gets, without a word. */
const ruleSchema = z.strictObject({
  Name: z.optional(z.string()),
  Description: z.optional(z.string()),
  EventPattern: z.record(z.string(), z.unknown()),
  State: z._default(z.enum(['ENABLED', 'DISABLED']), 'ENABLED'),
  Targets: z._default(
    z.array(
      z.strictObject({
        Id: z.string(),
        Arn: z.string(),
        DeadLetterConfig: z.optional(z.unknown()),
        RetryPolicy: z.optional(z.unknown()),
      }),
    ),
    [],
  ),
  Tags: z.optional(z.unknown()),
});

/**
 * EventBridge's default bus: the template's rules with an event pattern, to queues and functions. A target that must not be reached is
 * reported and lost; AWS would try for a day. Throws for a rule that it cannot play: schedules, other buses, changed input, other targets.
 */
export function createEventBus({ app, iam, queues, clock, invokeAsync, onError }: EventBusOptions): EventBus {
  const rules = app.byType('AWS::Events::Rule').map((rule) => ({ arn: rule.arn, ...readRule(rule) }));

  const deliver = (ruleArn: string, targetArn: string, event: Record<string, unknown>) => {
    const isQueue = targetArn.startsWith('arn:aws:sqs:');
    const requirement: Requirement = { action: isQueue ? 'sqs:SendMessage' : 'lambda:InvokeFunction', resource: targetArn };
    const denial = iam.check({ type: 'service', service: 'events.amazonaws.com', sourceArn: ruleArn }, requirement);
    if (denial) throw new Error(denial.message);
    if (!isQueue) return invokeAsync(targetArn, event);
    const queue = queues.get(targetArn);
    if (!queue) throw new Error(`there is no queue ${targetArn}`);
    queue.send({ body: JSON.stringify(event) });
  };

  return {
    put: ({ source, detailType, resources, detail }) => {
      const event = {
        version: '0',
        id: randomUUID(),
        'detail-type': detailType,
        source,
        account: app.account,
        time: new Date(clock.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
        region: app.region,
        resources: [...resources],
        detail,
      };
      for (const { arn, matches, targets } of rules) {
        if (!matches(event)) continue;
        for (const target of targets) {
          try {
            deliver(arn, target, event);
          } catch (error) {
            onError(error, `rule ${arn}`);
          }
        }
      }
    },
  };
}

function readRule(rule: Resource): { matches: (event: unknown) => boolean; targets: string[] } {
  const read = z.safeParse(ruleSchema, rule.properties);
  if (!read.success)
    throw new Error(`${rule.stack}/${rule.logicalId}: the local cloud cannot play this rule: ${z.prettifyError(read.error)}`);
  const { EventPattern, State, Targets } = read.data;
  const targets = Targets.map(({ Arn }) => Arn);
  for (const arn of targets)
    if (!/^arn:aws:(sqs|lambda):/.test(arn))
      throw new Error(`${rule.stack}/${rule.logicalId}: the local cloud has no target ${arn}`);
  return { matches: State === 'ENABLED' ? eventFilter([JSON.stringify(EventPattern)]) : () => false, targets };
}
