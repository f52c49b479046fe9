import type { createFiles } from './files.ts';
import type { Leave } from './leave.ts';
import type { createLine } from './line.ts';
import type { Incoming } from './messages.ts';
import type { createOutbox } from './outbox.ts';
import type { Conversation } from './state.ts';
import type { createTold } from './told.ts';

interface Parts {
  now: Conversation;
  line: ReturnType<typeof createLine>;
  outbox: ReturnType<typeof createOutbox>;
  files: ReturnType<typeof createFiles>;
  told: ReturnType<typeof createTold>;
  leave: Leave;
  /** The token holds no more. */
  forgetToken: () => void;
}

/** API Gateway says that something failed, and not what. */
const pauseAfterFailure = 2000;

/** What becomes of a request that was not carried out: asked again in a while, or on another connection, or given up. */
export function createSetbacks({ now, line, outbox, files, told, leave, forgetToken }: Parts) {
  const again = () => {
    if (now.state !== 'online') return;
    files.again();
    told.again();
    leave.again();
  };
  /** On a connection on which the chat does not go on there is nothing to repeat. */
  const later = (milliseconds: number): void => {
    if (now.state === 'online') {
      outbox.later(milliseconds);
      setTimeout(again, milliseconds);
    } else line.restart(milliseconds);
  };
  return {
    failed: () => later(pauseAfterFailure),
    refused: ({ code, field, rule = '', clientId, retryAfterSeconds = 5 }: Incoming): void => {
      if (field === 'token') {
        forgetToken();
        line.restart();
      } else if (code === 'gone') line.restart();
      else if (files.refused(clientId, rule)) return;
      else if (code === 'too-many') {
        now.problem = { kind: 'too many' };
        later(retryAfterSeconds * 1000);
      } else {
        if (clientId === undefined) leave.settled();
        // The connection is not the chat's, and the next one will be: what was to be said is kept for it.
        if (code === 'conflict' && field === 'action') line.restart();
        else {
          outbox.refused(clientId);
          now.problem = { kind: 'refused', rule };
        }
      }
    },
  };
}
