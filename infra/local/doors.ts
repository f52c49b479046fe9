import { type Account, localAccount } from './account.ts';
import { createControl } from './control/control.ts';
import { mailAddresses } from './control/mail-addresses.ts';
import { listPartners } from './control/partners.ts';
import type { Faults } from './gateway/faults.ts';
import { createGateway } from './gateway/gateway.ts';
import { createHttpApi } from './http-api/http-api.ts';
import { createIssuer } from './issuer/issuer.ts';
import { sandboxSecretAccessKey } from './lambda/sandbox-environment.ts';
import { apiMeasurements, webSocketMeasurements } from './metrics/api-metrics.ts';
import { createPages } from './pages/pages.ts';
import { startWebServer } from './pages/web-server.ts';
import type { Ports } from './ports.ts';
import { startSmtp } from './smtp/smtp.ts';
import type { LocalEndpoints } from './template/app.ts';
import { startWebSocketApi } from './web-socket/web-socket-api.ts';

export interface DoorsOptions {
  account: Account;
  endpoints: LocalEndpoints & { smtp: string };
  ports: Ports;
  faults: Faults;
  /** The last lines that functions logged. */
  lines: readonly string[];
  onError: (error: unknown, label: string) => void;
}

/** Where the account is reached from outside: the AWS endpoint, the pages and the HTTP API, the WebSocket port, SMTP. */
export async function openDoors({
  account,
  endpoints,
  ports,
  faults,
  lines,
  onError,
}: DoorsOptions): Promise<{ close(): Promise<void> }> {
  const { activity, clock, app, iam, queues, metrics, functions, ses, receiving, scheduler, services, connections, connect } =
    account;
  const { secrets, dynamoDb } = account;
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
          secretAccessKey: sandboxSecretAccessKey,
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
    partners: () => listPartners({ app, secrets, dynamoDb: dynamoDb.service, http: endpoints.http }),
    schedules: () => scheduler.list(),
    denials: () => iam.denials,
    logs: () => lines,
    planFault: (plan) => faults.plan(plan),
    calls: connect,
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
  const webSocket = await startWebSocketApi({
    port: ports.ws,
    app,
    iam,
    functions,
    clock,
    activity,
    connections,
    management: gateway.server,
    onAsked: (asked) => metrics.record(webSocketMeasurements(asked)),
    report: (error) => onError(error, 'web socket'),
  });
  const smtp = await startSmtp({ port: ports.smtp, receiving, activity, onError });

  return {
    close: async () => {
      await Promise.all([smtp.stop(), web.stop(), webSocket.stop(), gateway.stop()]);
    },
  };
}
