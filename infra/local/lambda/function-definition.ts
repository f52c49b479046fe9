import * as z from 'zod/mini';
import type { App, Resource } from '../template/app.ts';

/** An `AWS::Lambda::Function`, read. */
export interface FunctionDefinition {
  name: string;
  arn: string;
  roleArn: string;
  /** `index.handler` */
  handler: string;
  /** Folder of the bundle. */
  folder: string;
  memoryMegabytes: number;
  timeoutMilliseconds: number;
  variables: Record<string, string>;
  logGroup: string;
  reservedConcurrency?: number;
  deadLetterArn?: string;
}

/** All variables of a function together, names and values, in bytes (Lambda quotas: 4 KB). */
export const maximumVariableBytes = 4096;

const functionProperties = z.object({
  Handler: z._default(z.string(), 'index.handler'),
  Role: z.string(),
  Runtime: z.string().check(z.regex(/^nodejs/, 'only Node.js functions run here')),
  MemorySize: z._default(z.number().check(z.minimum(128), z.maximum(10_240)), 128),
  Timeout: z._default(z.number().check(z.minimum(1), z.maximum(900)), 3),
  Environment: z.optional(z.object({ Variables: z.optional(z.record(z.string(), z.string())) })),
  LoggingConfig: z.optional(z.object({ LogGroup: z.optional(z.string()) })),
  ReservedConcurrentExecutions: z.optional(z.number().check(z.minimum(1, 'a function with no concurrency cannot run'))),
  DeadLetterConfig: z.optional(z.object({ TargetArn: z.string() })),
});

// Lambda developer guide, "Defined runtime environment variables": those that a function cannot set.
const reserved =
  /^(_HANDLER|_X_AMZN_TRACE_ID|AWS_DEFAULT_REGION|AWS_REGION|AWS_EXECUTION_ENV|AWS_LAMBDA_.*|AWS_(ACCESS_KEY|ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN)|LAMBDA_TASK_ROOT|LAMBDA_RUNTIME_DIR)$/;

/** Throws, naming the resource, for what CloudFormation would refuse: reserved or too many variables, values out of range. */
export function functionDefinition(app: App, resource: Resource): FunctionDefinition {
  const refuse = (why: string) => new Error(`${resource.stack}/${resource.logicalId}: ${why}`);
  const parsed = z.safeParse(functionProperties, resource.properties, { error: z.locales.en().localeError });
  if (!parsed.success) throw refuse(z.prettifyError(parsed.error));
  const properties = parsed.data;
  const variables = properties.Environment?.Variables ?? {};
  const bad = Object.keys(variables).find((name) => reserved.test(name));
  if (bad) throw refuse(`the environment variable ${bad} is reserved`);
  const bytes = Buffer.byteLength(Object.entries(variables).flat().join(''));
  if (bytes > maximumVariableBytes) throw refuse(`environment variables of ${bytes} bytes exceed ${maximumVariableBytes}`);
  return {
    name: resource.name,
    arn: resource.arn,
    roleArn: properties.Role,
    handler: properties.Handler,
    folder: app.assetFolder(resource),
    memoryMegabytes: properties.MemorySize,
    timeoutMilliseconds: properties.Timeout * 1000,
    variables,
    logGroup: properties.LoggingConfig?.LogGroup ?? `/aws/lambda/${resource.name}`,
    ...(properties.ReservedConcurrentExecutions ? { reservedConcurrency: properties.ReservedConcurrentExecutions } : {}),
    ...(properties.DeadLetterConfig ? { deadLetterArn: properties.DeadLetterConfig.TargetArn } : {}),
  };
}
