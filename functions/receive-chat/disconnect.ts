import type { Dependencies, SocketAnswer } from './handler.ts';
import { presenceOf } from './presence.ts';
import type { SocketEvent } from './socket-event.ts';

/** The end of a connection. API Gateway may never tell of it: a post that finds nobody, and time-to-live, do the same. */
export function disconnecting({ connections, post }: Pick<Dependencies, 'connections' | 'post'>) {
  return async ({ requestContext: { connectionId } }: SocketEvent): Promise<SocketAnswer> => {
    for (const ticketId of await connections.close(connectionId)) await presenceOf(ticketId, { connections, post });
    return { statusCode: 200 };
  };
}
