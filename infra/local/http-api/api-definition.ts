import * as z from 'zod/mini';
import type { App, Resource } from '../template/app.ts';
import { parseRouteKey, type RoutePattern } from './route-matching.ts';

const corsSchema = z.object({
  AllowOrigins: z.optional(z.array(z.string())),
  AllowMethods: z.optional(z.array(z.string())),
  AllowHeaders: z.optional(z.array(z.string())),
  ExposeHeaders: z.optional(z.array(z.string())),
  AllowCredentials: z.optional(z.boolean()),
  MaxAge: z.optional(z.number()),
});
export type Cors = z.infer<typeof corsSchema>;

const apiSchema = z.object({ ProtocolType: z.optional(z.string()), CorsConfiguration: z.optional(corsSchema) });
const partSchema = z.object({ ApiId: z.string() });
const routeSchema = z.object({
  RouteKey: z.string(),
  Target: z.string(),
  AuthorizationType: z._default(z.enum(['NONE', 'JWT']), 'NONE'),
  AuthorizerId: z.optional(z.string()),
  AuthorizationScopes: z._default(z.array(z.string()), []),
});
const integrationSchema = z.object({
  IntegrationType: z.literal('AWS_PROXY'),
  IntegrationUri: z.string(),
  PayloadFormatVersion: z.literal('2.0'),
  TimeoutInMillis: z._default(z.number(), 30_000),
});
const authorizerSchema = z.object({
  AuthorizerType: z.literal('JWT'),
  IdentitySource: z._default(z.array(z.string()), ['$request.header.Authorization']),
  JwtConfiguration: z.object({ Issuer: z.string(), Audience: z.array(z.string()) }),
});
const stageSchema = z.object({ StageName: z.literal('$default'), StageVariables: z.optional(z.record(z.string(), z.string())) });

export interface Authorizer {
  issuer: string;
  audience: string[];
  /** Where the token is: `$request.header.<name>` or `$request.querystring.<name>`. */
  identitySource: string;
}

export interface Route extends RoutePattern {
  functionArn: string;
  timeoutMilliseconds: number;
  authorizer?: Authorizer;
  scopes: string[];
}

export interface ApiDefinition {
  id: string;
  account: string;
  region: string;
  cors?: Cors;
  stageVariables?: Record<string, string>;
  routes: Route[];
}

/**
 * The template's HTTP API; undefined when it has none. Throws for what the local cloud does not play (a second HTTP API, a stage other
 * than `$default`, integrations that are not Lambda proxies of format 2.0, IAM or Lambda authorizers), so that nothing is served wrongly.
 * Throttling and access logs of a stage have no effect here.
 */
export function readHttpApi(app: App): ApiDefinition | undefined {
  const apis = app.byType('AWS::ApiGatewayV2::Api').filter((api) => apiSchema.parse(api.properties).ProtocolType === 'HTTP');
  const [api] = apis;
  if (!api) return undefined;
  if (apis.length > 1)
    throw new Error(`the local cloud serves one HTTP API, the template has ${apis.map((a) => a.logicalId).join(', ')}`);

  const parts = (type: string) =>
    app.byType(`AWS::ApiGatewayV2::${type}`).filter((part) => partSchema.parse(part.properties).ApiId === api.name);
  const stages = parts('Stage').map((stage) => read(stageSchema, stage));
  const integrations = new Map(parts('Integration').map((part) => [part.name, read(integrationSchema, part)]));
  const authorizers = new Map(parts('Authorizer').map((part) => [part.name, read(authorizerSchema, part)]));

  const routes = parts('Route').map((part): Route => {
    const route = read(routeSchema, part);
    const integration = integrations.get(route.Target.replace(/^integrations\//, ''));
    if (!integration) throw new Error(`route ${route.RouteKey} targets ${route.Target}, which is not in the template`);
    return {
      ...parseRouteKey(route.RouteKey),
      functionArn: functionArnOf(integration.IntegrationUri),
      timeoutMilliseconds: integration.TimeoutInMillis,
      scopes: route.AuthorizationScopes,
      ...(route.AuthorizationType === 'JWT' && { authorizer: authorizerOf(route, authorizers) }),
    };
  });
  const cors = apiSchema.parse(api.properties).CorsConfiguration;
  const stageVariables = stages[0]?.StageVariables;
  return {
    id: api.name,
    account: app.account,
    region: app.region,
    routes,
    ...(cors && { cors }),
    ...(stageVariables && { stageVariables }),
  };
}

function authorizerOf(
  route: z.infer<typeof routeSchema>,
  authorizers: Map<string, z.infer<typeof authorizerSchema>>,
): Authorizer {
  const authorizer = authorizers.get(route.AuthorizerId ?? '');
  const [identitySource] = authorizer?.IdentitySource ?? [];
  if (!authorizer || !identitySource) throw new Error(`route ${route.RouteKey} has no authorizer in the template`);
  return { issuer: authorizer.JwtConfiguration.Issuer, audience: authorizer.JwtConfiguration.Audience, identitySource };
}

function read<T>(schema: z.ZodMiniType<T>, resource: Resource): T {
  const result = schema.safeParse(resource.properties);
  if (result.success) return result.data;
  throw new Error(`${resource.type} ${resource.logicalId}: the local cloud cannot play it\n${z.prettifyError(result.error)}`);
}

/** An integration names the function plainly or as `arn:aws:apigateway:<region>:lambda:path/2015-03-31/functions/<arn>/invocations`. */
function functionArnOf(uri: string): string {
  return /\/functions\/(.+)\/invocations$/.exec(uri)?.[1] ?? uri;
}
