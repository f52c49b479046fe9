import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { carryOut } from '../../../shared/macros/carry-out.ts';
import {
  longestMacroName,
  longestMacroText,
  type Macro,
  macroContent,
  replyIn,
  versionOf,
} from '../../../shared/macros/macro.ts';
import { filled, isFillable, placeholders } from '../../../shared/macros/placeholders.ts';
import { changeStatus } from '../../../shared/tickets/decide.ts';
import { evolve } from '../../../shared/tickets/evolve.ts';
import type { Ticket } from '../../../shared/tickets/ticket.ts';
import { aContract, aTicket, byAgent, minutesLater } from '../../support/builders.ts';

const contract = aContract({ languages: ['fr', 'en'] });
const aMacro = (content: unknown): Macro => ({
  ...macroContent.parse({ name: 'Ask for the serial number', ...(content as object) }),
  id: 'serial',
  version: 'v',
  savedAt: '',
  savedBy: 'eva',
});
const at = byAgent(minutesLater(30));
const carried = (content: unknown, ticket: Ticket = aTicket()) =>
  carryOut(ticket, aMacro(content), { contract, agent: 'max', messageIds: { reply: 'msg_r', note: 'msg_n' }, occasion: at });

describe('a text with something left open', () => {
  it.each(placeholders)('may leave {{%s}} open', (placeholder) => {
    expect(isFillable(`a {{${placeholder}}} b {{ ${placeholder} }}`)).toBe(true);
  });
  it.each(['{{name}}', '{{}}', '{{reference}', '{{reference', 'reference}}', '{{due.first-response', '{{due}}'])(
    'may not say %s',
    (text) => {
      expect(isFillable(text)).toBe(false);
    },
  );
  it('is filled in once: what a value says is left as it is', () => {
    expect(filled('{{ subject }} {{agent}} {x}', (name) => (name === 'subject' ? '{{agent}}' : name))).toBe(
      '{{agent}} agent {x}',
    );
  });
});

describe('what a macro may be', () => {
  const broken = (content: object) => {
    const result = z.safeParse(macroContent, { name: 'x', note: 'y', ...content });
    return result.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)[0];
  };
  it.each([
    [{ name: 'x'.repeat(longestMacroName) }],
    [{ note: 'x'.repeat(longestMacroText) }],
    [{ reply: { zh: '你好 {{requester.name}}' } }],
    [{ status: 'pending', waitingFor: 'third-party' }],
    [{ note: undefined, assignee: null }],
  ])('%j', (content) => {
    expect(broken(content)).toBeUndefined();
  });
  it.each([
    [{ name: 'x'.repeat(longestMacroName + 1) }, 'name: must have at most 100 characters'],
    [{ note: 'x'.repeat(longestMacroText + 1) }, 'note: must have at most 10000 characters'],
    [{ reply: {} }, 'reply: must be there in one language at least'],
    [{ reply: { en: 'Hello {{customer}}' } }, /^reply.en: may leave open only \{\{reference\}\}, /],
    [{ status: 'open', waitingFor: 'third-party' }, 'waitingFor: only a pending ticket waits for somebody'],
    [{ note: undefined }, ': must do something: reply, note, status, priority, kind, assignee'],
  ])('not %j', (content, rule) => {
    expect(broken(content)).toEqual(typeof rule === 'string' ? rule : expect.stringMatching(rule));
  });
  it('is of another version as soon as it does another thing', () => {
    const contents = [
      {},
      { name: 'z' },
      { note: 'z' },
      { reply: { en: 'a' } },
      { reply: { fr: 'a' } },
      { assignee: null },
      { status: 'open' },
    ];
    const versions = contents.map((content) => versionOf(macroContent.parse({ name: 'x', note: 'y', ...content })));
    expect(new Set(versions).size).toBe(contents.length);
  });
});

describe('a macro that is carried out', () => {
  it('does everything it says, each on what those before it left', () => {
    const content = {
      assignee: 'me',
      kind: 'incident',
      priority: 'urgent',
      reply: { en: '{{requester.name}}, {{reference}} is due {{due.first-response}}. {{agent}}' },
      note: 'asked about {{subject}}',
      status: 'pending',
      waitingFor: 'third-party',
    };
    const events = carried(content);
    expect(events.map(({ type }) => type)).toEqual([
      'Assigned',
      'KindChanged',
      'PriorityChanged',
      'StatusChanged',
      'AgentReplied',
      'NoteAdded',
    ]);
    expect(events[2]).toMatchObject({ reason: 'macro Ask for the serial number' });
    expect(events[4]).toMatchObject({
      messageId: 'msg_r',
      text: 'Ana, 123-456-782 is due Monday, 5 January 2026 at 09:00 (UTC). max',
    });
    expect(events[5]).toMatchObject({ messageId: 'msg_n', text: 'asked about The printer is on fire' });
    expect(events.reduce(evolve, aTicket())).toMatchObject({ status: 'pending', waitingFor: 'third-party', assignee: 'max' });
  });
  it('resolves after it has answered', () => {
    const events = carried({ reply: { en: 'Done.' }, status: 'resolved' });
    expect(events.map(({ type }) => type)).toEqual(['AgentReplied', 'StatusChanged']);
    expect(events.reduce(evolve, aTicket()).clocks.map(({ state }) => state)).toEqual(['met', 'met']);
  });
  it('appends nothing where all is so already', () => {
    expect(carried({ assignee: null, priority: 'normal', kind: 'request', status: 'open' })).toEqual([]);
  });
  it('speaks the ticket’s language, else the contract’s first, else English', () => {
    const all = { en: 'en', fr: 'fr', zh: 'zh' };
    expect(replyIn(all, 'zh', ['fr'])).toBe('zh');
    expect(replyIn({ en: 'en', fr: 'fr' }, 'zh', ['fr'])).toBe('fr');
    expect(replyIn({ en: 'en' }, 'zh', ['fr'])).toBe('en');
    expect(replyIn({ zh: 'zh' }, 'en', ['fr'])).toBeUndefined();
  });
  it('is refused where it has no reply that the customer reads, or says when something is due that is not', () => {
    expect(() => carried({ reply: { zh: '你好' } })).toThrow(
      expect.objectContaining({
        code: 'conflict',
        field: 'macro',
        message: "has no reply in en, the ticket's language",
      }),
    );
    expect(() => carried({ reply: { en: '{{due.complaint}}' } })).toThrow(/says \{\{due.complaint\}\}, and nothing is due/);
  });
  it('is refused as a whole where one thing cannot be done', () => {
    const resolved = changeStatus(aTicket(), { to: 'resolved' }, contract, at).reduce(evolve, aTicket());
    expect(() => carried({ assignee: 'me', status: 'pending' }, resolved)).toThrow('a ticket cannot go from resolved to pending');
  });
});
