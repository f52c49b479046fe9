import * as z from 'zod/mini';
import type { App, Resource } from '../template/app.ts';

const apiSchema = z.object({ ProtocolType: z.literal('WEBSOCKET'), RouteSelectionExpression: z.string() });
const partSchema = z.object({ ApiId: z.string() });
/** Strict where something is left out on purpose: an authorizer that is not played would let everybody in. */
const routeSchema = z.object({
  RouteKey: z.string(),
  Target: z.string(),
  AuthorizationType: z._default(z.literal('NONE'), 'NONE'),
  RouteResponseSelectionExpression: z.optional(z.undefined()),
});
const integrationSchema = z.object({
  IntegrationType: z.literal('AWS_PROXY'),
  IntegrationUri: z.string(),
  TimeoutInMillis: z._default(z.number(), 29_000),
});
const stageSchema = z.object({ StageName: z.string(), StageVariables: z.optional(z.record(z.string(), z.string())) });

export interface WebSocketRoute {
  key: string;
  functionArn: string;
  timeoutMilliseconds: number;
}

export interface WebSocketDefinition {
  id: string;
  account: string;
  region: string;
  /** The one stage: the first part of the path. */
  stage: string;
  stageVariables?: Record<string, string> | undefined;
  /** The member of a message's JSON that names its route: `action` for `$request.body.action`. */
  selectedBy: string;
  routes: ReadonlyMap<string, WebSocketRoute>;
}

/**
 * The template's WebSocket API; undefined when it has none. Throws for what the local cloud does not play (a second one, several stages,
 * authorizers, route responses, integrations that are not Lambda proxies), so that nothing is served wrongly.
 */
export function readWebSocketApi(app: App): WebSocketDefinition | undefined {
  const apis = app.byType('AWS::ApiGatewayV2::Api').filter(({ properties }) => properties.ProtocolType === 'WEBSOCKET');
  const [api] = apis;
  if (!api) return undefined;
  if (apis.length > 1)
    throw new Error(`the local cloud serves one WebSocket API, the template has ${apis.map((a) => a.logicalId).join(', ')}`);
  const parts = (type: string) =>
    app.byType(`AWS::ApiGatewayV2::${type}`).filter((part) => partSchema.parse(part.properties).ApiId === api.name);
  const stages = parts('Stage').map((part) => read(stageSchema, part));
  const [stage] = stages;
  if (!stage || stages.length > 1) throw new Error(`${api.logicalId}: the local cloud plays one stage, not ${stages.length}`);
  const integrations = new Map(parts('Integration').map((part) => [part.name, read(integrationSchema, part)]));
  const routes = parts('Route').map((part): WebSocketRoute => {
    const { RouteKey, Target } = read(routeSchema, part);
    const integration = integrations.get(Target.replace(/^integrations\//, ''));
    if (!integration) throw new Error(`route ${RouteKey} targets ${Target}, which is not in the template`);
    const { IntegrationUri, TimeoutInMillis } = integration;
    return { key: RouteKey, functionArn: functionArnOf(IntegrationUri), timeoutMilliseconds: TimeoutInMillis };
  });
  const { RouteSelectionExpression: expression } = read(apiSchema, api);
  const selectedBy = /^\$request\.body\.(\w+)$/.exec(expression)?.[1];
  if (selectedBy === undefined) throw new Error(`${api.logicalId}: the local cloud cannot select routes by ${expression}`);
  return {
    id: api.name,
    account: app.account,
    region: app.region,
    stage: stage.StageName,
    stageVariables: stage.StageVariables,
    selectedBy,
    routes: new Map(routes.map((route) => [route.key, route])),
  };
}

function read<T>(schema: z.ZodMiniType<T>, resource: Resource): T {
  const result = schema.safeParse(resource.properties);
  if (result.success) return result.data;
  throw new Error(`${resource.type} ${resource.logicalId}: the local cloud cannot play it\n${z.prettifyError(result.error)}`);
}

/** `arn:aws:apigateway:<region>:lambda:path/2015-03-31/functions/<arn>/invocations` */
const functionArnOf = (uri: string): string => /\/functions\/(.+)\/invocations$/.exec(uri)?.[1] ?? uri;

/** The route of a message: the one that its JSON names, else `$default`. Source: "Routes for WebSocket APIs". */
export function routeOf({ routes, selectedBy }: WebSocketDefinition, body: string): WebSocketRoute | undefined {
  const named = routes.get(memberOf(body, selectedBy) ?? '$default');
  return named ?? routes.get('$default');
}

function memberOf(body: string, name: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    const value =
      typeof parsed === 'object' && parsed !== null ? Object.entries(parsed).find(([key]) => key === name)?.[1] : undefined;
    return typeof value === 'string' && !value.startsWith('$') ? value : undefined;
  } catch {
    return undefined;
  }
}
