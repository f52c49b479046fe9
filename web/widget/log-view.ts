import type { Chat } from './conversation.ts';
import { element, setText } from './elements.ts';
import type { Conversation } from './state.ts';
import type { Words } from './words.ts';

/** Where a file is: the ticket, the event and its place there. */
type Fetched = [ticketId: string, sequence: number, n: number];

interface Line {
  key: string;
  kind: 'own' | 'answer' | 'note';
  text: string;
  meta: string;
  files?: { name: string; of?: Fetched }[];
}

/** What was said, in order, as lines; those that are still to be taken last. */
function linesOf(now: Conversation, words: Words, language: string): Line[] {
  const time = (at: string) => new Date(at).toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit' });
  const lines: Line[] = [];
  if (now.greeting !== undefined) lines.push({ key: 'greeting', kind: 'answer', text: now.greeting, meta: words.support });
  for (const { ticketId, sequence, kind, text = '', textCut, at, to, files: has = [] } of now.said) {
    const key = `${ticketId}:${sequence}`;
    const files = has.map(({ name, n }) =>
      n === undefined ? { name } : { name, of: [ticketId, sequence, n] satisfies Fetched },
    );
    if (kind === 'said') {
      const state = sequence <= now.seenByAgent ? words.seen : words.sent;
      lines.push({ key, kind: 'own', text, meta: `${words.you} · ${time(at)} · ${state}`, files });
    } else if (kind === 'answered') {
      const meta = `${words.support} · ${time(at)}${textCut ? ` · ${words.cut}` : ''}`;
      lines.push({ key, kind: 'answer', text, meta, files });
    } else if (kind === 'mailed') lines.push({ key, kind: 'note', text: words.mailed, meta: '' });
    else if (kind === 'state' && (to === 'resolved' || to === 'closed'))
      lines.push({ key, kind: 'note', text: words.resolved, meta: '' });
  }
  for (const { clientId, text, files } of now.outbox)
    lines.push({
      key: clientId,
      kind: 'own',
      text,
      meta: `${words.you} · ${words.sending}`,
      files: files?.map(({ name }) => ({ name })),
    });
  if (now.reference !== undefined && now.said.length > 0) {
    const due = now.answerBy && new Date(now.answerBy).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' });
    const promised = due ? ` ${words.firstAnswer(due)}` : '';
    lines.push({
      key: 'reference',
      kind: 'note',
      text: `${words.reference(now.reference.replace(/(\d{3})(?=\d)/g, '$1-'))}${promised}`,
      meta: '',
    });
  }
  return lines;
}

/** Keeps the list as it should be, and touches only what changed, so that a screen reader reads nothing twice. */
export function createLog({ fetch }: Pick<Chat, 'fetch'>, words: Words, language: string) {
  const log = element('div', { class: 'log', role: 'log', 'aria-live': 'polite', tabindex: '0', 'aria-label': words.title });
  const fileButton = ({ name, of }: { name: string; of?: Fetched }) => {
    const button = element(
      'button',
      { type: 'button', class: 'file', 'aria-label': words.fetch(name) },
      element('bdi', {}, name),
    );
    // What is not taken yet is nowhere to be fetched.
    button.disabled = of === undefined;
    button.onclick = () => of && fetch(...of);
    return button;
  };
  const made = ({ kind, files = [] }: Line) => {
    const text = element('p', { class: 'text', dir: 'auto' });
    const meta = element('p', { class: 'meta' });
    const node = element(
      'div',
      { class: kind === 'note' ? 'note' : kind === 'own' ? 'one own' : 'one' },
      text,
      ...files.map(fileButton),
      meta,
    );
    return { node, text, meta };
  };
  const shown = new Map<string, ReturnType<typeof made>>();
  const render = (now: Conversation): void => {
    const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
    const lines = linesOf(now, words, language);
    for (const [key, { node }] of shown)
      if (!lines.some((line) => line.key === key)) {
        node.remove();
        shown.delete(key);
      }
    lines.forEach((line, i) => {
      const one = shown.get(line.key) ?? made(line);
      shown.set(line.key, one);
      setText(one.text, line.text);
      setText(one.meta, line.meta);
      one.meta.hidden = line.meta === '';
      if (log.children[i] !== one.node) log.insertBefore(one.node, log.children[i] ?? null);
    });
    if (isAtEnd) log.scrollTop = log.scrollHeight;
  };
  return { log, render };
}
