import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createAccount } from './account.ts';
import { openDoors } from './doors.ts';
import { createFaults, type Faults } from './gateway/faults.ts';
import type { Denial } from './iam/iam.ts';
import { startEventSources } from './lambda/event-sources.ts';
import { choosePorts, type Ports } from './ports.ts';
import type { VerdictsOf } from './ses/receiving.ts';
import type { Queues } from './sqs/queues.ts';
import type { App, LocalEndpoints } from './template/app.ts';

export { localAccount } from './account.ts';

export interface CloudOptions {
  /** A synthesized CDK app: a cdk.out folder. */
  assembly: string;
  ports: Ports;
  /** Where generated secrets are kept from one start to the next; without it they are new each time. */
  stateFolder?: string;
  /** What the clock shows at first, in the past or the future; the machine's time, unless said. */
  startAt?: Date;
  /** Changes a template before it is played: how a test takes a grant away. */
  edit?: (stack: string, template: unknown) => unknown;
  /** Lines that functions log, and what goes wrong in the local cloud itself. */
  onLog?: (source: string, line: string) => void;
  /** What SES finds out about a mail where that is not what it finds by itself: mails with a forged sender, for tests. */
  verdicts?: VerdictsOf;
  /** Starts every function at once, so that whatever cannot start says so; else each starts when it is first needed. */
  warm?: boolean;
  /** Invocations of one function at a time. */
  concurrency?: number;
}

/** The running local cloud. */
export interface Cloud {
  app: App;
  endpoints: LocalEndpoints & { smtp: string };
  ports: Ports;
  faults: Faults;
  /** For tests that play a service: what Scheduler or SNS would put into a queue. */
  queues: Queues;
  denials: readonly Denial[];
  /** Mails sent so far. */
  sent(): number;
  /** Changes of items written to all tables that have a stream; those that changed nothing do not count. */
  itemsWritten(): number;
  /** Resolves when no work is in flight. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

const linesKept = 2000;

/** Functions started at the same time: all at once, on few cores, each would take longer than Lambda allows. */
const startedAtOnce = 4;

async function warmUp(all: readonly { warm(): Promise<void> }[]): Promise<void> {
  for (let i = 0; i < all.length; i += startedAtOnce) await Promise.all(all.slice(i, i + startedAtOnce).map((fn) => fn.warm()));
}

/** Plays a synthesized CDK app on this machine: its functions, tables, queues, topics, buckets, schedules, mail and API. */
export async function startCloud(options: CloudOptions): Promise<Cloud> {
  const ports = await choosePorts(options.ports);
  const endpoints = {
    aws: `http://127.0.0.1:${ports.aws}`,
    http: `http://127.0.0.1:${ports.http}`,
    ws: `ws://127.0.0.1:${ports.ws}`,
    smtp: `127.0.0.1:${ports.smtp}`,
  };
  const scratch = await mkdtemp(path.join(tmpdir(), 'guichet-'));
  const lines: string[] = [];
  const log = (source: string, line: string) => {
    lines.push(`${source} ${line}`);
    if (lines.length > linesKept) lines.splice(0, lines.length - linesKept);
    options.onLog?.(source, line);
  };
  const onError = (error: unknown, label: string) =>
    log('local-cloud', `${label}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);

  const faults = createFaults();
  const account = await createAccount({ ...options, endpoints, scratch, log, onError });
  const { activity, app, clock, functions, iam, queues, ses } = account;
  const doors = await openDoors({ account, endpoints, ports, faults, lines, onError });
  if (options.warm ?? true) await warmUp(functions.all());
  const eventSources = startEventSources({
    app,
    functions,
    queues,
    streams: (arn) => account.dynamoDb.stream(arn),
    iam,
    clock,
    activity,
    onDiscard: (discard) => onError(new Error(JSON.stringify(discard)), 'records given up'),
  });
  ses.start();
  account.receiving.start();

  return {
    app,
    endpoints,
    ports,
    faults,
    queues,
    denials: iam.denials,
    sent: () => ses.mailbox.count(),
    itemsWritten: () => account.itemsWritten(),
    idle: () => activity.idle(),
    stop: async () => {
      clock.stop();
      eventSources.stop();
      await Promise.all([doors.close(), account.stop()]);
      await rm(scratch, { recursive: true, force: true });
    },
  };
}
