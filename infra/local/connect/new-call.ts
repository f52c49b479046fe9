import { randomUUID } from 'node:crypto';
import type { Instant } from '../virtual-clock.ts';
import { type Call, type CallFaults, type Contact, noFaults } from './contact.ts';

export interface NewCall {
  channel: Contact['channel'];
  from?: string | undefined;
  to?: string | undefined;
  flowArn?: string | undefined;
  name?: string | undefined;
  description?: string | undefined;
  attributes?: Record<string, string>;
  references?: Contact['references'];
  faults?: Partial<CallFaults>;
}

/** The next contact of a chain, or the first. Attributes are the chain's. */
export function aContact(
  asked: NewCall,
  before: Contact | undefined,
  initiationMethod: Contact['initiationMethod'],
  initiatedAt: Instant,
): Contact {
  const id = randomUUID();
  const { channel, from, to, name, description } = asked;
  return {
    id,
    initialId: before?.initialId ?? id,
    previousId: before?.id,
    channel,
    initiationMethod,
    from,
    to,
    name,
    description,
    references: asked.references ?? {},
    attributes: before?.attributes ?? { ...asked.attributes },
    languageCode: before?.languageCode ?? 'en-US',
    initiatedAt,
  };
}

/** An agent sends the call to the queue again: a contact of its own, as Connect makes one. */
export const transferred = (before: Contact, at: Instant): Contact => ({
  ...before,
  id: randomUUID(),
  previousId: before.id,
  initiationMethod: 'TRANSFER',
  initiatedAt: at,
  queuedAt: at,
  agentArn: undefined,
  connectedAt: undefined,
  endedAt: undefined,
  disconnectReason: undefined,
});

export const aCall = (asked: NewCall, contact: Contact, inboundFlow: string): Call => ({
  id: contact.id,
  contact,
  contacts: [contact],
  transcript: [],
  path: [],
  told: 0,
  flowArn: asked.flowArn ?? inboundFlow,
  external: {},
  stored: '',
  loops: new Map(),
  run: 0,
  functionCalls: 0,
  faults: { ...noFaults, ...asked.faults },
  heldBack: [],
});
