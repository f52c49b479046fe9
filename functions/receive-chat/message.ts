import type { AgentSide, VisitorSide } from '../../shared/chat/connections.ts';
import { mostAsksAMinute } from '../../shared/chat/limits.ts';
import { agentRequest, visitorRequest } from '../../shared/chat/requests.ts';
import { CallerError } from '../../shared/errors.ts';
import { jsonIn } from '../../shared/lambda/json-body.ts';
import { parsed } from '../../shared/lambda/parsed.ts';
import { serveAgent } from './agent/serve.ts';
import type { Dependencies, SocketAnswer } from './handler.ts';
import type { SocketEvent } from './socket-event.ts';
import { serveVisitor } from './visitor/serve.ts';

/** What a request is answered; undefined: nothing. */
export type Reply = object | undefined;

/** A message of a connection, and when API Gateway took it: that is when it was said. */
export interface Occurred<Who> {
  connectionId: string;
  who: Who;
  sourceIp: string;
  at: Date;
}
export type OfVisitor = Occurred<VisitorSide>;
export type OfAgent = Occurred<AgentSide>;

/** Reads a message, carries it out and answers on the same connection. What breaks a rule is told as `error`, with the field and the rule. */
export function messaging(dependencies: Dependencies) {
  const visitor = serveVisitor(dependencies);
  const agent = serveAgent(dependencies);
  const { connections, counting, post, log } = dependencies;
  const checkRate = async (who: string): Promise<void> => {
    const retryAfterSeconds = await counting({ purpose: 'chat-ask', who, most: mostAsksAMinute, windowSeconds: 60 });
    if (retryAfterSeconds === undefined) return;
    throw new CallerError('too-many', `at most ${mostAsksAMinute} a minute`, 'connection', { retryAfterSeconds });
  };
  const answer = async (event: SocketEvent, body: unknown): Promise<Reply> => {
    const { connectionId, identity, requestTimeEpoch } = event.requestContext;
    await checkRate(connectionId);
    const who = await connections.find(connectionId);
    if (!who) throw new CallerError('gone', 'this connection is over: connect again', 'connection');
    const occurred = { connectionId, sourceIp: identity.sourceIp, at: new Date(requestTimeEpoch) };
    return who.side === 'agent'
      ? agent({ ...occurred, who }, parsed(body, agentRequest, 'action'))
      : visitor({ ...occurred, who }, parsed(body, visitorRequest, 'action'));
  };
  return async (event: SocketEvent): Promise<SocketAnswer> => {
    const { connectionId } = event.requestContext;
    let body: unknown;
    let reply: Reply;
    try {
      body = jsonIn(Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'));
      reply = await answer(event, body);
    } catch (error) {
      if (!(error instanceof CallerError)) throw error;
      reply = refusal(error, body);
    }
    // Gone meanwhile: what was carried out is written down, and the client asks again when it is back.
    if (reply && (await post.send(connectionId, reply)) === 'gone') log.info('answered nobody', { connectionId });
    return { statusCode: 200 };
  };
}

/** `clientId` and `n` say which request it is about. */
function refusal({ code, message: rule, field, retryAfterSeconds }: CallerError, body: unknown): object {
  const named = typeof body === 'object' && body !== null ? Object.fromEntries(Object.entries(body).filter(isSmall)) : {};
  return { type: 'error', code, field, rule, retryAfterSeconds, ...named };
}
const isSmall = ([name, value]: [string, unknown]): boolean =>
  (name === 'clientId' && typeof value === 'string' && value.length <= 64) || (name === 'n' && typeof value === 'number');
