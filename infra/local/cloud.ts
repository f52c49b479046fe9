import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createActivity } from './activity.ts';
import { createControl } from './control/control.ts';
import { mailAddresses } from './control/mail-addresses.ts';
import { createDynamoDb } from './dynamodb/dynamodb.ts';
import { streamArn } from './dynamodb/table-definition.ts';
import { tableDefinitions } from './dynamodb/table-definitions.ts';
import { createFaults, type Faults } from './gateway/faults.ts';
import { createGateway } from './gateway/gateway.ts';
import { createHttpApi } from './http-api/http-api.ts';
import { createIam } from './iam/create-iam.ts';
import type { Denial } from './iam/iam.ts';
import { createIssuer } from './issuer/issuer.ts';
import { startEventSources } from './lambda/event-sources.ts';
import { createFunctions } from './lambda/functions.ts';
import { apiMeasurements } from './metrics/api-metrics.ts';
import { lambdaMeasurements } from './metrics/lambda-metrics.ts';
import { createMetrics } from './metrics/metrics.ts';
import { measuredReceiving } from './metrics/receipt-metrics.ts';
import { createPages } from './pages/pages.ts';
import { startWebServer } from './pages/web-server.ts';
import { startWebSocketServer } from './pages/web-socket-server.ts';
import { choosePorts, type Ports } from './ports.ts';
import { createBuckets } from './s3/buckets.ts';
import { createScheduler } from './scheduler/scheduler.ts';
import { createSecrets } from './secrets-manager/secrets.ts';
import type { Service } from './service.ts';
import { receiptRulesOf } from './ses/receipt-rules.ts';
import { createReceiving } from './ses/receiving.ts';
import { createSes } from './ses/ses.ts';
import { startSmtp } from './smtp/smtp.ts';
import { createTopics } from './sns/topics.ts';
import { createQueues, type Queues } from './sqs/queues.ts';
import type { App, LocalEndpoints } from './template/app.ts';
import { loadApp } from './template/load-app.ts';
import { createVirtualClock } from './virtual-clock.ts';

/** The account that the local cloud plays. Its owner may do everything, with this access key and any secret. */
export const localAccount = { account: '000000000000', region: 'eu-west-1', accessKeyId: 'local-account-owner' };

export interface CloudOptions {
  /** A synthesized CDK app: a cdk.out folder. */
  assembly: string;
  ports: Ports;
  /** Where generated secrets are kept from one start to the next; without it they are new each time. */
  stateFolder?: string;
  /** Changes a template before it is played: how a test takes a grant away. */
  edit?: (stack: string, template: unknown) => unknown;
  /** Lines that functions log, and what goes wrong in the local cloud itself. */
  onLog?: (source: string, line: string) => void;
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

/** Plays a synthesized CDK app on this machine: its functions, tables, queues, topics, buckets, schedules, mail and API. */
export async function startCloud(options: CloudOptions): Promise<Cloud> {
  const { account, region } = localAccount;
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

  const activity = createActivity();
  const clock = createVirtualClock(activity, onError);
  const app = loadApp({
    assembly: options.assembly,
    account,
    region,
    endpoints,
    ...(options.edit ? { edit: options.edit } : {}),
  });
  const iam = createIam(app);
  const queues = createQueues({ app, clock, endpoint: endpoints.aws });
  const metrics = createMetrics({ clock, queues });
  const functions = createFunctions({
    app,
    clock,
    activity,
    awsEndpoint: endpoints.aws,
    onInvoked: (invocation) => metrics.record(lambdaMeasurements(invocation)),
    onLog: (name, line) => {
      if (!metrics.ingest(line)) log(name, line);
    },
    ...(options.concurrency ? { concurrency: options.concurrency } : {}),
    deadLetter: (queueArn, body, { roleArn, messageAttributes }) => {
      const denial = iam.check({ type: 'role', roleArn }, { action: 'sqs:SendMessage', resource: queueArn });
      if (denial) onError(new Error(denial.message), 'dead letter');
      else queues.get(queueArn)?.send({ body, messageAttributes });
    },
  });

  const dynamoDb = createDynamoDb({ account, region, clock, activity });
  const definitions = tableDefinitions(app);
  for (const definition of definitions) await dynamoDb.createTable(definition);
  const buckets = createBuckets({
    app,
    clock,
    folder: scratch,
    may: (principal, requirement) => !iam.check(principal, requirement),
  });
  const topics = createTopics({ app, clock, iam, queues, onError });
  const ses = createSes({ app, clock, topics, activity, onError });
  const receiving = measuredReceiving(
    createReceiving({ app, clock, iam, buckets, topics }),
    receiptRulesOf(app),
    clock,
    (measurements) => metrics.record(measurements),
  );
  const scheduler = createScheduler({
    app,
    clock,
    iam,
    queues,
    onError,
    invokeAsync: (arn, event) => {
      const fn = functions.get(arn);
      if (!fn) throw new Error(`there is no function ${arn}`);
      fn.invokeAsync(event);
    },
  });
  const secrets = createSecrets({ app, clock, stateFolder: options.stateFolder ?? scratch });
  const services: Service[] = [
    dynamoDb.service,
    queues.service,
    buckets.service,
    topics.service,
    ses.service,
    scheduler.service,
    secrets.service,
  ];

  const faults = createFaults();
  const gateway = createGateway({
    services,
    iam,
    faults,
    activity,
    clock,
    onError,
    identify: (accessKeyId) => {
      if (accessKeyId === localAccount.accessKeyId) return { principal: { type: 'account' } };
      const identity = functions.identity(accessKeyId);
      return (
        identity && {
          principal: { type: 'role', roleArn: identity.roleArn },
          functionName: identity.functionName,
          kill: () => identity.kill(),
        }
      );
    },
  });
  await gateway.listen(ports.aws);

  const issuer = createIssuer({ app, http: endpoints.http, clock });
  const httpApi = createHttpApi({
    app,
    iam,
    functions,
    keys: issuer.keys,
    clock,
    onAnswered: (request) => metrics.record(apiMeasurements(request)),
  });
  const control = createControl({
    app,
    clock,
    activity,
    issuer,
    metrics,
    queues,
    outbox: () => ses.mailbox.list(),
    schedules: () => scheduler.list(),
    denials: () => iam.denials,
    logs: () => lines,
    planFault: (plan) => faults.plan(plan),
    about: () => ({ ...endpoints, addresses: mailAddresses(app) }),
  });
  const web = await startWebServer({
    port: ports.http,
    pages: createPages(),
    control,
    httpApi,
    activity,
    report: (error) => onError(error, 'web server'),
  });
  const webSocket = await startWebSocketServer({ port: ports.ws, app });
  const smtp = await startSmtp({ port: ports.smtp, receiving, activity, onError });

  await Promise.all(functions.all().map((fn) => fn.warm()));
  const eventSources = startEventSources({
    app,
    functions,
    queues,
    streams: (arn) => dynamoDb.stream(arn),
    iam,
    clock,
    activity,
    onDiscard: (discard) => onError(new Error(JSON.stringify(discard)), 'records given up'),
  });
  ses.start();
  receiving.start();

  return {
    app,
    endpoints,
    ports,
    faults,
    queues,
    denials: iam.denials,
    sent: () => ses.mailbox.count(),
    itemsWritten: () =>
      definitions.reduce(
        (total, { arn }) => total + (dynamoDb.stream(streamArn(arn))?.read(undefined, Number.POSITIVE_INFINITY).length ?? 0),
        0,
      ),
    idle: () => activity.idle(),
    stop: async () => {
      clock.stop();
      eventSources.stop();
      await Promise.all([smtp.stop(), web.stop(), webSocket.stop(), gateway.stop(), functions.stop()]);
      scheduler.stop();
      buckets.stop();
      await dynamoDb.stop();
      await rm(scratch, { recursive: true, force: true });
    },
  };
}
