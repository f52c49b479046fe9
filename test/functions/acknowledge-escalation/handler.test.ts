import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { agentReply } from '../../../shared/tickets/decide.ts';
import { acknowledge, ring } from '../../../shared/tickets/ring.ts';
import { byAgent, minutesLater, ticketId } from '../../support/builders.ts';
import { aWarnedTicket, button, contract, link, pressedAt, tokenOf, visiting } from './a-warned-ticket.ts';

let here: Awaited<ReturnType<typeof aWarnedTicket>>;
beforeEach(async () => {
  here = await aWarnedTicket();
});
afterEach(() => here.table.stop());

describe('pressing the button', () => {
  it('puts it on the ticket in the name of whom the mail was for, at the moment of pressing', async () => {
    const { press, lines } = here;
    const { status, body } = await press(tokenOf());
    expect([status, body]).toEqual([200, expect.stringContaining('Thank you. The ticket now says that you have taken note.')]);
    expect(body).not.toContain(button);
    expect((await here.events()).at(-1)).toEqual({
      type: 'EscalationAcknowledged',
      at: pressedAt.toISOString(),
      recordedAt: here.table.now().toISOString(),
      by: { kind: 'staff', address: 'duty@desk.example' },
      clock: 'first-response',
      cycle: 1,
      step: '50%',
    });
    expect(lines).toMatchObject([{ message: 'escalation acknowledged', ticketId, step: '50%' }]);
    expect(JSON.stringify(lines)).not.toContain('duty@');
  });

  it('twice, or by two people of one step, notes it once and says when it was', async () => {
    const { press, look } = here;
    await press(tokenOf());
    for (const page of [
      await press(tokenOf()),
      await press(tokenOf({ address: 'second@desk.example' })),
      await look(tokenOf()),
    ]) {
      expect(page.status).toBe(200);
      expect(page.body).toContain('This was taken note of on Monday, 5 January 2026 at 10:05 (UTC).');
      expect(page.body).not.toContain(button);
    }
    expect((await here.events()).filter(({ type }) => type === 'EscalationAcknowledged')).toHaveLength(1);
  });

  it('ten times at once notes it once', async () => {
    const { press } = here;
    const pages = await Promise.all(Array.from({ length: 10 }, () => press(tokenOf())));
    expect(pages.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect((await here.events()).filter(({ type }) => type === 'EscalationAcknowledged')).toHaveLength(1);
  });

  it('after the promise was kept appends nothing and says so kindly', async () => {
    await here.append((ticket) =>
      agentReply(ticket, { messageId: 'msg_2', text: 'Hello' }, contract, byAgent(minutesLater(122))),
    );
    const before = await here.table.items();
    const { body } = await here.press(tokenOf());
    expect(body).toContain('<dd dir="auto">done in time</dd>');
    expect(body).toContain('there is nothing left to take note of');
    expect(await here.table.items()).toEqual(before);
  });

  it('of a promise that is broken is noted all the same: it is still waited for', async () => {
    await here.append((ticket) => ring(ticket, contract, minutesLater(241)));
    const { press } = here;
    const { body } = await press(tokenOf({ step: 'breach', address: 'lead@desk.example' }));
    expect(body).toContain('<dd dir="auto">overdue</dd>');
    expect((await here.events()).at(-1)).toMatchObject({ type: 'EscalationAcknowledged', step: 'breach' });
  });

  it.each([
    ['a cycle that is long past', { cycle: 9 }],
    ['a step that the contract no longer has', { step: '75%' }],
    ['a step that was not taken', { step: 'breach' }],
  ])('for %s appends nothing', async (_, overrides) => {
    const { status, body } = await here.press(tokenOf(overrides));
    expect([status, body]).toEqual([200, expect.stringContaining('there is nothing left to take note of')]);
    expect(await here.events()).toHaveLength(2);
  });

  it('shows what an agent acknowledged by the API', async () => {
    await here.append((ticket) => acknowledge(ticket, link, byAgent(minutesLater(121))));
    expect((await here.look(tokenOf())).body).toContain('This was taken note of on Monday, 5 January 2026 at 10:01 (UTC).');
  });
});

describe('a link that was altered or made up', () => {
  const flipped = () => {
    const token = tokenOf();
    return `${token.slice(0, 50)}${token[50] === 'A' ? 'B' : 'A'}${token.slice(51)}`;
  };
  it.each([
    ['altered', flipped()],
    ['cut', tokenOf().slice(0, -4)],
    ['none', ''],
    ['missing', undefined],
  ])('(%s) is not found, in every language, and nothing is read for it', async (_, token) => {
    const unread = { find: () => Promise.reject(new Error('read')), append: () => Promise.reject(new Error('written')) };
    const { look, press, lines } = visiting(unread);
    for (const { status, body, headers } of [await look(token), await press(token)]) {
      expect(status).toBe(404);
      for (const text of ['This link leads nowhere.', 'Ce lien ne mène nulle part.', '此链接无效。'])
        expect(body).toContain(text);
      expect(headers['content-type']).toBe('text/html; charset=utf-8');
    }
    expect(lines).toEqual([]);
  });

  it('is the same page as for a ticket that is not there', async () => {
    const { look, press } = here;
    const elsewhere = tokenOf({ ticketId: `${ticketId.slice(0, -1)}9` });
    expect(await look(elsewhere)).toEqual(await look('x'));
    expect((await press(elsewhere)).status).toBe(404);
  });
});
