import { createActivity } from './activity.ts';
import { createCalls } from './connect/calls.ts';
import { createConnect } from './connect/connect-service.ts';
import { createDynamoDb } from './dynamodb/dynamodb.ts';
import { streamArn } from './dynamodb/table-definition.ts';
import { tableDefinitions } from './dynamodb/table-definitions.ts';
import { createEventBus } from './eventbridge/event-bus.ts';
import { createIam } from './iam/create-iam.ts';
import { createFunctions } from './lambda/functions.ts';
import { lambdaMeasurements } from './metrics/lambda-metrics.ts';
import { createMetrics } from './metrics/metrics.ts';
import { measuredReceiving } from './metrics/receipt-metrics.ts';
import { createBuckets } from './s3/buckets.ts';
import { createScheduler } from './scheduler/scheduler.ts';
import { createSecrets } from './secrets-manager/secrets.ts';
import type { Service } from './service.ts';
import { receiptRulesOf } from './ses/receipt-rules.ts';
import { createReceiving, type VerdictsOf } from './ses/receiving.ts';
import { createSes } from './ses/ses.ts';
import { createTopics } from './sns/topics.ts';
import { createQueues } from './sqs/queues.ts';
import type { LocalEndpoints } from './template/app.ts';
import { loadApp } from './template/load-app.ts';
import { createVirtualClock } from './virtual-clock.ts';
import { createConnections } from './web-socket/connections.ts';
import { createManagement } from './web-socket/management.ts';

/** The account that the local cloud plays. Its owner may do everything, with this access key and any secret. */
export const localAccount = { account: '000000000000', region: 'eu-west-1', accessKeyId: 'local-account-owner' };

export interface AccountOptions {
  assembly: string;
  endpoints: LocalEndpoints;
  /** For large objects, and for secrets unless there is a state folder. */
  scratch: string;
  stateFolder?: string | undefined;
  startAt?: Date | undefined;
  edit?: ((stack: string, template: unknown) => unknown) | undefined;
  verdicts?: VerdictsOf | undefined;
  concurrency?: number | undefined;
  log: (source: string, line: string) => void;
  onError: (error: unknown, label: string) => void;
}

/** Everything inside the account that the local cloud plays: functions, tables, queues, topics, buckets, schedules, mail. */
export async function createAccount({ endpoints, scratch, log, onError, ...options }: AccountOptions) {
  const { account, region } = localAccount;
  const activity = createActivity();
  const clock = createVirtualClock(activity, onError, options.startAt?.getTime());
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
    createReceiving({ app, clock, iam, buckets, topics, verdicts: options.verdicts }),
    receiptRulesOf(app),
    clock,
    (measurements) => metrics.record(measurements),
  );
  const invokeAsync = (arn: string, event: unknown) => {
    const fn = functions.get(arn);
    if (!fn) throw new Error(`there is no function ${arn}`);
    fn.invokeAsync(event);
  };
  const scheduler = createScheduler({
    app,
    clock,
    iam,
    queues,
    onError,
    invokeAsync,
  });
  const secrets = createSecrets({ app, clock, stateFolder: options.stateFolder ?? scratch });
  const connections = createConnections(clock);
  const bus = createEventBus({ app, iam, queues, clock, onError, invokeAsync });
  const calls = createCalls({ app, iam, functions, clock, activity, bus, onError });
  const connect = createConnect({ calls, clock, region, account });
  const services: Service[] = [
    dynamoDb.service,
    queues.service,
    buckets.service,
    topics.service,
    ses.service,
    scheduler.service,
    secrets.service,
    createManagement({ app, connections }),
    connect.service,
  ];

  return {
    activity,
    clock,
    app,
    iam,
    queues,
    metrics,
    functions,
    dynamoDb,
    ses,
    receiving,
    scheduler,
    connections,
    connect: { calls, tasks: () => connect.tasks() },
    secrets,
    services,
    /** Changes of items written to all tables that have a stream; those that changed nothing do not count. */
    itemsWritten: () =>
      definitions.reduce(
        (total, { arn }) => total + (dynamoDb.stream(streamArn(arn))?.read(undefined, Number.POSITIVE_INFINITY).length ?? 0),
        0,
      ),
    stop: async () => {
      await functions.stop();
      scheduler.stop();
      buckets.stop();
      await dynamoDb.stop();
    },
  };
}

export type Account = Awaited<ReturnType<typeof createAccount>>;
