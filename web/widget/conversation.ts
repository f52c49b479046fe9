import { download } from './elements.ts';
import { createFiles } from './files.ts';
import { createKept, type Kept, storageOf } from './kept.ts';
import { createLeave } from './leave.ts';
import { createLine } from './line.ts';
import type { Incoming, Shown } from './messages.ts';
import { createOutbox } from './outbox.ts';
import { createSetbacks } from './setbacks.ts';
import { type Conversation, nothingYet } from './state.ts';
import { createTold } from './told.ts';

/** The chat of this page: says what is to be said, and asks for what it missed. `changed` is told of every change. */
export function createConversation(options: { url: string; key: string | undefined; language: string; changed: () => void }) {
  const { url, key, language, changed } = options;
  const kept = createKept(storageOf(window), `guichet-chat:${key ?? ''}`);
  const { outbox: waiting, address } = kept.get();
  const now: Conversation = { ...nothingYet, outbox: waiting, address };
  /** Events of the ticket that is talked about are seen up to this one. */
  let seen = 0;

  const show = () => Object.assign(now, { outbox: kept.get().outbox, address: kept.get().address });
  const keep = (change: Partial<Kept>) => {
    kept.keep(change);
    show();
  };
  const greet = () => {
    // Another window may have been given a newer token.
    keep({});
    const { token } = kept.get();
    line.send(token === undefined ? { action: 'start', language } : { action: 'resume', token });
  };
  const line = createLine(key === undefined ? url : `${url}?key=${encodeURIComponent(key)}`, {
    opened: greet,
    heard: (message) => {
      hear(message);
      changed();
    },
    lost: (why) => {
      // Said again, it would end the next connection, too.
      if (why === 'too big' && outbox.refused(now.outbox[0]?.clientId)) now.problem = { kind: 'refused', rule: 'too long' };
      outbox.lost();
      files.lost();
      now.state = why === 'taken over' ? 'elsewhere' : 'offline';
      changed();
    },
  });
  const outbox = createOutbox({
    waiting: () => kept.get().outbox,
    keep: (waiting) => keep({ outbox: waiting }),
    send: (message) => line.send(message),
  });
  const told = createTold((message) => line.send(message));
  const leave = createLeave((message) => line.send(message));
  const files = createFiles({ send: (message) => line.send(message), changed });
  const forgetToken = () => keep({ token: undefined });
  const setbacks = createSetbacks({ now, line, outbox, files, told, leave, forgetToken });

  function add(events: readonly Shown[], of: string): void {
    const isNew = (each: Shown) => !now.said.some((other) => other.ticketId === of && other.sequence === each.sequence);
    now.said = [...now.said, ...events.filter(isNew).map((each) => ({ ...each, ticketId: of }))].sort(
      (a, b) => Date.parse(a.at) - Date.parse(b.at) || a.sequence - b.sequence,
    );
  }
  function onTicket(id: string): void {
    if (id !== now.ticketId) seen = 0;
    now.ticketId = id;
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
        told.answered(message);
        break;
      case 'event':
        pushed(message);
        break;
      case 'attach':
        files.announced(message);
        break;
      case 'file':
        if (message.url !== undefined) download(message.url);
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
        keep({ address: leave.settled() ?? now.address });
        break;
      case 'error':
        setbacks.refused(message);
        break;
      case 'pong':
        break;
      default:
        // API Gateway's own words.
        setbacks.failed();
    }
  }

  function began({ type, token, greeting, isOpen, n = 0, ticketId: id, mergedInto, reference }: Incoming): void {
    const isNew = type === 'started';
    line.settled();
    if (token !== undefined) keep({ token });
    if (isNew) {
      now.said = [];
      onTicket('');
      told.forget();
      leave.settled();
    }
    Object.assign(now, { state: 'online', greeting, isOpen: isOpen !== false, reference });
    if (id !== undefined) {
      onTicket(mergedInto ?? id);
      told.ask(id);
      if (mergedInto !== undefined) told.ask(mergedInto);
    }
    leave.again();
    if (isNew && outbox.withoutFiles()) now.problem = { kind: 'files lost' };
    outbox.ready(n, isNew);
    files.ready(isNew);
  }

  function taken({ clientId, n = 0, ticketId: id = '', sequence = 0, at = '', reference, promises }: Incoming): void {
    onTicket(id);
    const said = outbox.taken(clientId, n);
    const attached = said?.files?.map(({ name }, i) => ({ n: i + 1, name }));
    if (said) add([{ sequence, at, kind: 'said', text: said.text, files: attached }], id);
    told.took(id, sequence);
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
    told.pushed(id, event.sequence);
  }

  return {
    now,
    /** A visitor who was here before is told of answers without opening anything. */
    hasToken: () => kept.get().token !== undefined,
    start: () => {
      if (now.state === 'online') return;
      kept.takeUp();
      show();
      now.state = 'connecting';
      line.start();
      changed();
    },
    /** Answers false while files are still on their way: a message goes with all that was chosen for it. */
    say: (text: string): boolean => {
      const attached = files.take();
      now.problem = attached ? undefined : { kind: 'uploading' };
      if (attached) outbox.add(text, attached);
      changed();
      return attached !== undefined;
    },
    files,
    /** A file of what was said or answered, the `file`-th of that event. */
    fetch: (ticketId: string, sequence: number, file: number) => line.send({ action: 'fetch', ticketId, sequence, file }),
    typing: () => line.send({ action: 'typing' }),
    /** The visitor has the answers before them. */
    look: () => {
      const last = now.said.findLast(({ kind, ticketId: of }) => kind === 'answered' && of === now.ticketId)?.sequence ?? 0;
      if (last > seen && line.send({ action: 'seen', ticketId: now.ticketId, sequence: last })) seen = last;
    },
    leave: leave.to,
  };
}

export type Chat = ReturnType<typeof createConversation>;
