import type { VisitorRequest } from '../../../shared/chat/requests.ts';
import type { Dependencies } from '../handler.ts';
import type { OfVisitor, Reply } from '../message.ts';
import { attaching, fetching } from './files.ts';
import { history } from './history.ts';
import { leaving } from './leave.ts';
import { seeing, typing } from './relay.ts';
import { resuming } from './resume.ts';
import { saying } from './say.ts';
import { starting } from './start.ts';

/** What a visitor may ask for, and who does it. */
export function serveVisitor(dependencies: Dependencies) {
  const start = starting(dependencies);
  const resume = resuming(dependencies);
  const say = saying(dependencies);
  const past = history(dependencies);
  const type = typing(dependencies);
  const see = seeing(dependencies);
  const attach = attaching(dependencies);
  const fetch = fetching(dependencies);
  const leave = leaving(dependencies);
  return async (from: OfVisitor, asked: VisitorRequest): Promise<Reply> => {
    switch (asked.action) {
      case 'start':
        return start(from, asked);
      case 'resume':
        return resume(from, asked);
      case 'say':
        return say(from, asked);
      case 'history':
        return past(from, asked);
      case 'typing':
        return type(from);
      case 'seen':
        return see(from, asked);
      case 'attach':
        return attach(from, asked);
      case 'fetch':
        return fetch(from, asked);
      case 'leave':
        return leave(from, asked);
      case 'ping':
        return { type: 'pong' };
    }
  };
}
