import type { Outgoing } from './kept.ts';
import type { Shown } from './messages.ts';

export type State = 'idle' | 'connecting' | 'online' | 'offline' | 'elsewhere';

/** All that the view shows. */
export interface Conversation {
  state: State;
  greeting: string | undefined;
  isOpen: boolean;
  /** The ticket that is talked about. */
  ticketId: string;
  said: (Shown & { ticketId: string })[];
  outbox: readonly Outgoing[];
  /** The last event that an agent says they have seen. */
  seenByAgent: number;
  reference: string | undefined;
  /** When the first answer is promised. */
  answerBy: string | undefined;
  isAgentThere: boolean;
  typingUntil: number;
  address: string | undefined;
  problem: { kind: 'refused'; rule: string } | { kind: 'too many' | 'uploading' | 'files lost' } | undefined;
}

export const nothingYet: Conversation = {
  state: 'idle',
  greeting: undefined,
  isOpen: true,
  ticketId: '',
  said: [],
  outbox: [],
  seenByAgent: 0,
  reference: undefined,
  answerBy: undefined,
  isAgentThere: false,
  typingUntil: 0,
  address: undefined,
  problem: undefined,
};
