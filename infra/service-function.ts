import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { type Conditions, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type * as z from 'zod/mini';
import type { Alarms } from './alarms.ts';
import { catalogueMetric } from './catalogue-metric.ts';
import { acknowledgeWildcard } from './wildcards.ts';

/** Those that are deployed where there is a Connect instance. */
export const phoneFunctionNames = ['answer-call', 'follow-call', 'reconcile-calls', 'create-task'] as const;

/** Folders of `functions/` that are deployed. A name here is the folder, the construct, the alarm, the runbook section and the test. */
export const functionNames = [
  'receive-email',
  'note-delivery',
  'keep-clocks',
  'ring-alarm',
  'sweep-alarms',
  'reclock-tickets',
  'measure-backlog',
  'send-notices',
  'agent-api',
  'acknowledge-escalation',
  'receive-chat',
  'serve-widget',
  ...phoneFunctionNames,
  'receive-form',
  'show-request',
  'receive-webhook',
  'describe-api',
  'deliver-webhook',
] as const;
export type FunctionName = (typeof functionNames)[number];

/** Where a function's code comes from: a bundle for deployment, a line of text in tests of the template. */
export type CodeOf = (name: FunctionName) => lambda.Code;

/** What a function must be told, as its own `env.ts` states it. A variable that is forgotten or unknown here does not compile. */
export type Variables<Env extends z.ZodMiniObject> = { [Name in keyof z.input<Env>]: string };

export interface ServiceFunctionProps<Env extends z.ZodMiniObject> {
  does: string;
  code: CodeOf;
  alarms: Alarms;
  /** The schema in `functions/<name>/env.ts`. Only its type counts here: the function itself parses. */
  env: Env;
  environment: Variables<NoInfer<Env>>;
  timeout: Duration;
  /** Megabytes. CPU comes with it: 1769 MB is one whole virtual CPU. */
  memory: number;
  /** What people suffer while this function fails. */
  impactOfErrors: string;
}

/** One permission: what the function may do, in one verb, on exactly what. */
export interface Grant {
  /** Names the statement, such as `ReadRawMail`. */
  verb: string;
  actions: string[];
  on: string[];
  when?: Conditions;
  /** Why a resource with a wildcard is as narrow as it can be. Without it, cdk-nag refuses the wildcard. */
  wildcardBecause?: string;
}

/** `receive-email` → `ReceiveEmail` */
export const pascalCase = (name: string): string => name.replace(/(?:^|-)([a-z])/g, (_, first: string) => first.toUpperCase());

/**
 * One Lambda function of ours: Node 24 on arm64, a role and a log group of its own, an alarm on its errors. It may do nothing but write
 * its log until it is granted more.
 */
export class ServiceFunction<Env extends z.ZodMiniObject> extends lambda.Function {
  readonly folder: FunctionName;

  constructor(scope: Construct, name: FunctionName, props: ServiceFunctionProps<Env>) {
    const id = pascalCase(name);
    // Nothing but metrics and traces of work is in a log, and metrics outlive it, so logs go with the stack.
    const logGroup = new LogGroup(scope, `${id}Log`, {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    super(scope, id, {
      description: props.does,
      code: props.code(name),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      timeout: props.timeout,
      memorySize: props.memory,
      environment: { ...props.environment },
      role: new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }),
      logGroup,
      // Functions write whole JSON lines to stdout themselves, log lines and embedded metrics alike. Lambda's own JSON format wraps what
      // is printed in an envelope of its own, and a metric line that is not the root object is no metric. TEXT passes lines through.
      loggingFormat: lambda.LoggingFormat.TEXT,
    });
    this.folder = name;
    this.allow({ verb: 'WriteOwnLog', actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], on: [logGroup.logGroupArn] });
    props.alarms.raise(`${name}-errors`, {
      impact: props.impactOfErrors,
      metric: this.failures(name),
      atLeast: 1,
      // One error is retried and mostly mends itself; errors in ten of fifteen minutes do not.
      inPeriods: { breaching: 2, of: 3 },
      whenSilent: 'fine',
    });
  }

  /** Invocations that failed as a whole, which Lambda counts, and parts of batches that failed, which only the function itself can count. */
  private failures(name: FunctionName): MathExpression {
    const period = Duration.minutes(5);
    return new MathExpression({
      expression: 'FILL(invocations, 0) + FILL(parts, 0)',
      label: `${name}: failures`,
      period,
      usingMetrics: {
        invocations: this.metricErrors({ period, statistic: 'Sum' }),
        parts: catalogueMetric('WorkFailed', { statistic: 'Sum', period, dimensions: { Function: name } }),
      },
    });
  }

  /** Adds one statement of its own per grant, so that each can be read, and taken away, by its name. */
  allow({ verb, actions, on, when, wildcardBecause }: Grant): void {
    this.addToRolePolicy(new PolicyStatement({ sid: verb, actions, resources: on, ...(when && { conditions: when }) }));
    if (wildcardBecause === undefined || !this.role) return;
    for (const resource of on) acknowledgeWildcard(this.role, resource, wildcardBecause);
  }
}
