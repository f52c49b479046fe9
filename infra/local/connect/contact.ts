import type { Instant, Timer } from '../virtual-clock.ts';

/** One contact as Connect keeps it: a call has one, and one more for each transfer and call back. */
export interface Contact {
  id: string;
  initialId: string;
  previousId?: string | undefined;
  channel: 'VOICE' | 'CHAT' | 'TASK';
  initiationMethod: 'INBOUND' | 'TRANSFER' | 'CALLBACK' | 'API';
  /** E.164; absent where the number is withheld, and for chats and tasks. */
  from?: string | undefined;
  to?: string | undefined;
  name?: string | undefined;
  description?: string | undefined;
  references: Record<string, { Type: string; Value: string }>;
  /** Shared by all contacts of a chain. */
  attributes: Record<string, string>;
  languageCode: string;
  initiatedAt: Instant;
  targetQueue?: string | undefined;
  queuedAt?: Instant | undefined;
  agentArn?: string | undefined;
  connectedAt?: Instant | undefined;
  endedAt?: Instant | undefined;
  disconnectReason?: string | undefined;
}

/** What a flow waits for. */
export type Waiting =
  | { kind: 'key'; seconds: number; keys: Readonly<Record<string, string>>; silent: string; other: string }
  | { kind: 'digits'; seconds: number; most: number; next: string }
  | { kind: 'interruption'; seconds: number; next: string };

export interface Line {
  at: string;
  who: 'flow' | 'caller' | 'agent' | 'connect';
  text: string;
}

/** How a test has a call go wrong. */
export interface CallFaults {
  /** The n-th call of a function from this flow, from 1, and how it ends. */
  lambda: readonly { call: number; fails: 'error' | 'time-out' | 'wrong-answer' }[];
  /** Event types that never arrive. */
  lose: readonly string[];
  /** Every event arrives twice. */
  duplicate: boolean;
  /** Events are held back until the call ends, and then come last first. */
  reverse: boolean;
  queueFull: boolean;
}

/** A call, chat or task as it is played, over all its contacts. */
export interface Call {
  id: string;
  contact: Contact;
  contacts: Contact[];
  transcript: Line[];
  /** The actions that it has been through. */
  path: string[];
  /** How much of the transcript its player has been told. */
  told: number;
  flowArn: string;
  /** Flow that contacts in the queue hear. */
  queueFlowArn?: string | undefined;
  external: Record<string, string>;
  stored: string;
  voice?: string | undefined;
  callbackNumber?: string | undefined;
  loops: Map<string, number>;
  /** Changes with everything that takes the contact out of its flow: what was under way then goes no further. */
  run: number;
  waiting?: Waiting | undefined;
  timer?: Timer | undefined;
  functionCalls: number;
  faults: CallFaults;
  heldBack: (() => void)[];
}

export const noFaults: CallFaults = { lambda: [], lose: [], duplicate: false, reverse: false, queueFull: false };

export type Standing = 'input' | 'queue' | 'agent' | 'flow' | 'ended';

/** `input` also while in the queue, where its flow asks for a key. */
export function standingOf({ contact, waiting }: Call): Standing {
  if (contact.endedAt !== undefined) return 'ended';
  if (contact.connectedAt !== undefined) return 'agent';
  if (waiting && waiting.kind !== 'interruption') return 'input';
  return contact.queuedAt === undefined ? 'flow' : 'queue';
}

export const isQueued = ({ contact }: Call): boolean =>
  contact.queuedAt !== undefined && contact.connectedAt === undefined && contact.endedAt === undefined;
