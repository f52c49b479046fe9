import { Duration, Validations } from 'aws-cdk-lib';
import { env } from '../functions/describe-api/env.ts';
import type { HttpApi, Throttle } from './http-api.ts';
import { ServiceFunction } from './service-function.ts';
import type { ServiceStack } from './service-stack.ts';

export const describeApiRoutes = ['GET /openapi.json'] as const;

/** Open to anybody: enough for those who write clients, too little to take the agents' share. */
const throttle: Throttle = { rateLimit: 10, burstLimit: 20 };

/** The HTTP API describes itself. */
export function addDescribeApi(stack: ServiceStack, httpApi: HttpApi): void {
  const fn = new ServiceFunction(stack, 'describe-api', {
    does: 'Describes the HTTP API as OpenAPI',
    code: stack.code,
    alarms: stack.alarms,
    env,
    environment: { PUBLIC_URL: httpApi.publicUrl },
    // Well inside the 30 seconds that API Gateway waits.
    timeout: Duration.seconds(15),
    memory: 256,
    impactOfErrors: 'Whoever writes a client cannot read what the API takes. Clients that are written already go on working.',
  });
  for (const route of httpApi.add({ name: 'DescribeApi', fn, routes: describeApiRoutes, throttle }))
    Validations.of(route).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason: 'The description holds nothing but what the repository says, and nobody should need an account to read it.',
    });
}
