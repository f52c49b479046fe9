import { type Kept, keepIn, storageOf } from './kept.ts';
import { createLine } from './line.ts';
import type { Incoming, Shown } from './messages.ts';
import { createOutbox } from './outbox.ts';
import { type Conversation, nothingYet } from './state.ts';

/** The chat of this page: says what is to be said, and asks for what it missed. `changed` is told of every change. */
export function createConversation(options: { url: string; key: string | undefined; language: string; changed: () => void }) {
  const { url, key, language, changed } = options;
  const storage = keepIn(storageOf(window), `guichet-chat:${key ?? ''}`);
  let kept: Kept = storage.read();
  const now: Conversation = { ...nothingYet, outbox: kept.outbox, address: kept.address };
  /** The ticket that is talked about, whose events are told up to a sequence and seen up to another. */
  let ticketId = '';
  let upTo = 0;
  let seen = 0;
  let leavingFor: string | undefined;

  const keep = (change: Partial<Kept>) => {
    kept = { ...kept, ...change };
    storage.write(kept);
    Object.assign(now, { outbox: kept.outbox, address: kept.address });
  };
  const line = createLine(key === undefined ? url : `${url}?key=${encodeURIComponent(key)}`, {
    opened: () => line.send(kept.token === undefined ? { action: 'start', language } : { action: 'resume', token: kept.token }),
    heard: (message) => {
      hear(message);
      changed();
    },
    lost: (why) => {
      // Said again, it would end the next connection, too.
      if (why === 'too big' && outbox.refused(kept.outbox[0]?.clientId)) now.problem = { kind: 'refused', rule: 'too long' };
      outbox.lost();
      now.state = why === 'taken over' ? 'elsewhere' : 'offline';
      changed();
    },
  });
  const outbox = createOutbox({
    waiting: () => kept.outbox,
    keep: (waiting) => keep({ outbox: waiting }),
    send: (message) => line.send(message),
  });

  function add(events: readonly Shown[], of: string): void {
    const isNew = (each: Shown) => !now.said.some((other) => other.ticketId === of && other.sequence === each.sequence);
    now.said = [...now.said, ...events.filter(isNew).map((each) => ({ ...each, ticketId: of }))].sort(
      (a, b) => Date.parse(a.at) - Date.parse(b.at) || a.sequence - b.sequence,
    );
  }
  function onTicket(id: string): void {
    if (id !== ticketId) upTo = seen = 0;
    ticketId = id;
  }

  function hear(message: Incoming): void {
    switch (message.type ?? '') {
      case 'started':
      case 'resumed':
        began(message);
        break;
      case 'taken':
        taken(message);
        break;
      case 'expected':
        outbox.expected(message.n ?? 1);
        break;
      case 'history':
        add(message.events ?? [], message.ticketId ?? '');
        upTo = Math.max(upTo, message.upTo ?? 0);
        if (message.more) line.send({ action: 'history', after: upTo });
        break;
      case 'event':
        pushed(message);
        break;
      case 'presence':
        now.isAgentThere = message.agents === true;
        break;
      case 'typing':
        now.typingUntil = Date.now() + 5000;
        setTimeout(changed, 5100);
        break;
      case 'seen':
        now.seenByAgent = Math.max(now.seenByAgent, message.sequence ?? 0);
        break;
      case 'replaced':
        line.replaced();
        break;
      case 'left':
        keep({ address: leavingFor });
        break;
      case 'error':
        refused(message);
        break;
      case 'pong':
        break;
      default:
        // API Gateway's own words.
        outbox.later(2000);
    }
  }

  function began({ type, token, greeting, isOpen, n = 0, ticketId: id, reference }: Incoming): void {
    const isNew = type === 'started';
    if (isNew) {
      now.said = [];
      onTicket('');
      keep({ token });
    }
    Object.assign(now, { state: 'online', greeting, isOpen: isOpen !== false, reference });
    if (id !== undefined) {
      onTicket(id);
      line.send({ action: 'history', after: upTo });
    }
    outbox.ready(n, isNew);
  }

  function taken({ clientId, n = 0, ticketId: id = '', sequence = 0, at = '', reference, promises }: Incoming): void {
    onTicket(id);
    const said = outbox.taken(clientId, n);
    if (said) add([{ sequence, at, kind: 'said', text: said.text }], id);
    if (sequence === upTo + 1) upTo = sequence;
    now.reference = reference;
    now.problem = undefined;
    now.answerBy = promises?.find(({ clock }) => clock === 'first-response')?.dueAt ?? now.answerBy;
  }

  function pushed({ ticketId: id = '', event }: Incoming): void {
    if (!event) return;
    onTicket(id);
    // Our own words, on their way: what takes them says so itself.
    if (event.kind !== 'said' || !outbox.isSaying(event.text)) add([event], id);
    if (event.kind === 'answered') Object.assign(now, { typingUntil: 0, answerBy: undefined });
    if (event.sequence > upTo + 1) line.send({ action: 'history', after: upTo });
    else upTo = Math.max(upTo, event.sequence);
  }

  function refused({ code, field, rule = '', clientId, retryAfterSeconds = 5 }: Incoming): void {
    if (field === 'token') {
      keep({ token: undefined });
      line.restart();
    } else if (code === 'too-many') {
      now.problem = { kind: 'too many' };
      outbox.later(retryAfterSeconds * 1000);
    } else {
      outbox.refused(clientId);
      now.problem = { kind: 'refused', rule };
    }
  }

  return {
    now,
    /** A visitor who was here before is told of answers without opening anything. */
    hasToken: () => kept.token !== undefined,
    start: () => {
      if (now.state === 'online') return;
      kept = storage.read();
      Object.assign(now, { outbox: kept.outbox, address: kept.address, state: 'connecting' });
      line.start();
      changed();
    },
    say: (text: string) => {
      outbox.add(text);
      changed();
    },
    typing: () => line.send({ action: 'typing' }),
    /** The visitor has the answers before them. */
    look: () => {
      const last = now.said.findLast(({ kind, ticketId: of }) => kind === 'answered' && of === ticketId)?.sequence ?? 0;
      if (last > seen && line.send({ action: 'seen', sequence: last })) seen = last;
    },
    leave: (address: string) => {
      leavingFor = address;
      line.send({ action: 'leave', wants: 'mail', address });
    },
  };
}
