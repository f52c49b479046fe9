import { randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Activity } from '../activity.ts';
import type { Iam, Principal } from '../iam/iam.ts';
import { AwsError, type AwsRequest, type AwsResponse, type ErrorFormat, type Service } from '../service.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import { type Credentials, credentialsOf } from './credentials.ts';
import { errorResponse } from './error-response.ts';
import type { Faults } from './faults.ts';
import { operationName } from './operation-name.ts';
import { isSignedBy } from './presigned-signature.ts';
import {
  accessDenied,
  presignedUrlExpired,
  signatureDoesNotMatch,
  unknownAccessKey,
  unknownService,
  unsigned,
} from './refusals.ts';
import { readBody } from './request-body.ts';

/** Who an access key belongs to. */
export interface Caller {
  principal: Principal;
  functionName?: string | undefined;
  /** Where it is said, addresses that the caller has presigned must hold against it; other signatures are not verified. */
  secretAccessKey?: string | undefined;
  /** Kills the calling process at once, for `Faults`. */
  kill?: (() => void) | undefined;
}

export interface GatewayOptions {
  services: Service[];
  iam: Iam;
  identify: (accessKeyId: string) => Caller | undefined;
  faults: Faults;
  /** Errors that are the local cloud's own fault. The caller gets a 500 without the details. */
  onError: (error: unknown, label: string) => void;
  activity?: Activity | undefined;
  /** Needed for `X-Amz-Expires` of presigned URLs; without it they never expire. */
  clock?: VirtualClock | undefined;
}

export interface Gateway {
  server: Server;
  /** Binds to 127.0.0.1 and answers the port, for 0 the one that was free. */
  listen(port: number): Promise<number>;
  /** Ends at once, whatever is still being answered. */
  stop(): Promise<void>;
}

/** Longer than any pause of a test or a waiting function: a socket closed under a client that is about to write is an error there. */
const keepAliveMilliseconds = 600_000;

/** Only `set-cookie` is ever a list, and no AWS client sends it. */
function isPlain(headers: IncomingHttpHeaders): headers is IncomingHttpHeaders & Record<string, string | undefined> {
  return headers['set-cookie'] === undefined;
}

/** What a request without readable credentials is answered in, guessed from its body's type. */
function guessFormat(headers: IncomingHttpHeaders): ErrorFormat {
  return headers['content-type']?.startsWith('application/x-www-form-urlencoded') ? 'query-xml' : 'json';
}

/**
 * The one endpoint for every AWS service (`AWS_ENDPOINT_URL`): routes by the service name in the SigV4 credential scope, checks each
 * request against the caller's policies, writes errors as the service would. Of signatures only those of addresses that functions have
 * presigned are verified.
 */
export function createGateway(options: GatewayOptions): Gateway {
  const { iam, identify, faults, onError, activity, clock } = options;
  const services = new Map(options.services.map((service) => [service.name, service]));

  const carryOut = async (service: Service, request: AwsRequest): Promise<AwsResponse> => {
    for (const requirement of service.requirements(request)) {
      const denial = iam.check(request.principal, requirement);
      if (denial) throw accessDenied(service, denial);
    }
    return service.handle(request);
  };

  /** Answers undefined when the caller is dead and gets no answer. */
  const serve = async (service: Service, caller: Caller, request: AwsRequest): Promise<AwsResponse | undefined> => {
    const operation = operationName(request);
    const fault =
      caller.functionName === undefined ? undefined : faults.observe(caller.functionName, { service: service.name, operation });
    if (fault === 'before') {
      caller.kill?.();
      return undefined;
    }
    // A long poll is waiting, not work: counted as work, it would keep the clock from moving on to what ends the wait.
    const done = operation === 'ReceiveMessage' ? undefined : activity?.begin(`${service.name} ${operation}`);
    try {
      const response = await carryOut(service, request);
      return fault ? undefined : response;
    } catch (error) {
      if (fault) return undefined;
      throw error;
    } finally {
      if (fault) caller.kill?.();
      done?.();
    }
  };

  const admit = ({ accessKeyId, service: name, expiresAt }: Credentials): { service: Service; caller: Caller } => {
    const service = services.get(name);
    if (!service) throw unknownService(name);
    const caller = identify(accessKeyId);
    if (!caller) throw unknownAccessKey(service);
    if (clock && expiresAt !== undefined && clock.now() > expiresAt) throw presignedUrlExpired(service);
    return { service, caller };
  };

  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const requestId = randomUUID();
    const { headers, url = '/', method = 'GET' } = incoming;
    const questionMark = url.indexOf('?');
    const path = questionMark < 0 ? url : url.slice(0, questionMark);
    const query = new URLSearchParams(questionMark < 0 ? '' : url.slice(questionMark + 1));
    let format = guessFormat(headers);
    let response: AwsResponse | undefined;
    let shared: Record<string, string> = {};
    try {
      const credentials = credentialsOf(headers, query);
      if (!credentials || !isPlain(headers)) throw unsigned();
      format = services.get(credentials.service)?.errorFormat ?? format;
      const called = services.get(credentials.service);
      shared = called?.crossOrigin?.({ method, path, headers }) ?? {};
      if (method === 'OPTIONS' && called?.crossOrigin) {
        // A preflight carries no signature that counts: the browser asks, not the page.
        outgoing.writeHead(Object.keys(shared).length > 0 ? 200 : 403, { ...shared, 'content-length': '0' }).end();
        return;
      }
      const { service, caller } = admit(credentials);
      const { secretAccessKey } = caller;
      const isPresigned = credentials.expiresAt !== undefined && secretAccessKey !== undefined;
      if (isPresigned && !isSignedBy(secretAccessKey, { method, path, query, headers })) throw signatureDoesNotMatch();
      const body = await readBody(incoming);
      // Whoever was handed the address calls, with the function's permissions: none of its own calls.
      response = await serve(service, isPresigned ? { principal: caller.principal } : caller, {
        principal: caller.principal,
        service: service.name,
        method,
        path,
        query,
        headers,
        body,
      });
    } catch (error) {
      if (incoming.destroyed && !incoming.complete) return;
      if (!(error instanceof AwsError)) onError(error, `${method} ${path}`);
      const known =
        error instanceof AwsError ? error : new AwsError('InternalFailure', 'The local cloud failed; see its log.', 500);
      response = errorResponse(known, format, requestId);
    }
    if (!response) {
      outgoing.destroy();
      return;
    }
    const { status, body = '', headers: own } = response;
    // What was not read would be taken for the next request on this connection.
    if (!incoming.complete) outgoing.shouldKeepAlive = false;
    const length = own?.['content-length'] ?? String(typeof body === 'string' ? Buffer.byteLength(body) : body.length);
    outgoing.writeHead(status, {
      ...own,
      ...shared,
      'x-amzn-requestid': requestId,
      ...(status === 204 ? {} : { 'content-length': length }),
    });
    outgoing.end(method === 'HEAD' ? undefined : body);
  };

  const server = createServer(
    { keepAliveTimeout: keepAliveMilliseconds, requestTimeout: 0, noDelay: true },
    (incoming, outgoing) => {
      answer(incoming, outgoing).catch((error: unknown) => {
        onError(error, 'writing an answer');
        outgoing.destroy();
      });
    },
  );

  return {
    server,
    listen: (port) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', () => {
          server.removeListener('error', reject);
          const address = server.address();
          resolve(typeof address === 'object' && address ? address.port : port);
        });
      }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
