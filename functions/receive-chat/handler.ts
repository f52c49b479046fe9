import middy from '@middy/core';
import type { Admissions } from '../../shared/chat/admissions.ts';
import type { Chats } from '../../shared/chat/chats.ts';
import type { Connections } from '../../shared/chat/connections.ts';
import type { Post } from '../../shared/chat/post.ts';
import type { Now } from '../../shared/clock.ts';
import type { Contracts } from '../../shared/contracts/contract.ts';
import { invocationLog } from '../../shared/lambda/invocation-log.ts';
import type { Log } from '../../shared/lambda/log.ts';
import type { OutgoingFiles, Uploads } from '../../shared/notices/outgoing-files.ts';
import type { Counting } from '../../shared/rates/rate.ts';
import type { Tickets } from '../../shared/tickets/tickets.ts';
import { connecting } from './connect.ts';
import { disconnecting } from './disconnect.ts';
import { messaging } from './message.ts';
import { type SocketEvent, socketEvent } from './socket-event.ts';

export interface Dependencies {
  log: Log;
  tickets: Tickets;
  contracts: Contracts;
  chats: Chats;
  connections: Connections;
  admissions: Admissions;
  post: Post;
  uploads: Uploads;
  files: Omit<OutgoingFiles, 'withFiles'>;
  counting: Counting;
  chatsPerHour: number;
  now: Now;
}

/** What API Gateway makes of it: with `$connect`, whether there is a connection at all; else nothing. */
export interface SocketAnswer {
  statusCode: number;
}

export function createHandler(dependencies: Dependencies) {
  const routes: Record<string, (event: SocketEvent) => Promise<SocketAnswer>> = {
    $connect: connecting(dependencies),
    $disconnect: disconnecting(dependencies),
    $default: messaging(dependencies),
  };
  return middy<unknown, SocketAnswer>()
    .use(invocationLog(dependencies.log))
    .handler(async (received) => {
      const event = socketEvent.parse(received);
      const route = routes[event.requestContext.routeKey];
      if (!route) throw new Error(`there is no ${event.requestContext.routeKey}`);
      return route(event);
    });
}
