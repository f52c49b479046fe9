import type { Browser, Page, WebSocketRoute } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Json, type Stage, startStage } from '../support/cloud.ts';
import { launchBrowser, openPage, skipNote, skipped } from './browser.ts';

/** The chat on a page, against a chat that says what real ones say when something goes wrong. */
describe.skipIf(skipped)(`the chat on a page, when the chat does not take what it asks${skipNote}`, () => {
  let stage: Stage;
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
    stage = await startStage();
  });
  afterAll(async () => {
    await browser?.close();
    await stage?.stop();
  });

  const started = (token = 'one') => ({ type: 'started', session: 's', token, language: 'en', isOpen: true });
  const resumed = (token: string, n = 0, more = {}) => ({ type: 'resumed', session: 's', token, n, isOpen: true, ...more });
  const taken = ({ n, clientId }: Json) => {
    const at = new Date().toISOString();
    return { type: 'taken', n, clientId, ticketId: 'tkt_1', reference: '123456782', sequence: n, at };
  };
  const failed = { message: 'Internal server error', connectionId: 'c', requestId: 'r' };
  const error = (code: string, field: string, more = {}) => ({ type: 'error', code, field, rule: 'no', ...more });

  /** A page whose chat answers by `answer`; `asked` has all that it was asked, `connections` how many there were. */
  const opened = async (answer: (message: Json, connection: number) => object | undefined) => {
    const { page } = await openPage(browser);
    const asked: Json[] = [];
    const sockets: WebSocketRoute[] = [];
    await page.context().routeWebSocket(/\/chat/, (socket) => {
      const connection = sockets.push(socket);
      socket.onMessage((text) => {
        const message: Json = JSON.parse(String(text));
        asked.push(message);
        const told = answer(message, connection);
        if (told) socket.send(JSON.stringify(told));
      });
    });
    const open = async (on: Page = page) => {
      await on.goto(`${stage.http}/chat/demo`);
      await on.getByRole('button', { name: 'Open the chat' }).click();
    };
    await open();
    const of = (action: string) => asked.filter((each) => each.action === action);
    return { page, asked, sockets, of, open };
  };
  const online = (page: Page) => page.locator('guichet-chat[data-state=online]').waitFor({ state: 'attached' });
  const say = async (page: Page, text: string) => {
    await page.getByLabel('Your message').fill(text);
    await page.keyboard.press('Enter');
  };
  const sending = (page: Page) => page.getByRole('log').getByText('Sending …');

  it('comes back on another connection when its first word fails, or comes too often', async () => {
    const { page, of } = await opened(({ action }, connection) => {
      if (action !== 'start') return undefined;
      if (connection === 1) return failed;
      return connection === 2 ? error('too-many', 'action', { retryAfterSeconds: 1 }) : started();
    });
    await online(page);
    expect(of('start')).toHaveLength(3);
    await page.context().close();
  });

  it('starts anew when its token does not hold, and keeps what was written', async () => {
    const { page, sockets, of } = await opened(({ action, ...more }, connection) => {
      if (action === 'start') return started(`token ${connection}`);
      if (action === 'resume') return error('too-many', 'token');
      return action === 'say' && connection > 1 ? taken(more) : undefined;
    });
    await online(page);
    await say(page, 'Kept.');
    await expect.poll(() => of('say').length).toBe(1);
    await sockets[0]?.close();
    await expect.poll(() => of('say').length, { timeout: 10_000 }).toBe(2);
    expect(of('resume')).toEqual([{ action: 'resume', token: 'token 1' }]);
    expect(of('start')).toHaveLength(2);
    await expect.poll(() => sending(page).count()).toBe(0);
    await page.context().close();
  });

  it('comes back with the newest token, and says again what a connection that is over did not take', async () => {
    const { page, of } = await opened(({ action, ...more }, connection) => {
      if (action === 'start') return started('first');
      if (action === 'resume') return resumed(`after ${more.token}`);
      if (action !== 'say') return undefined;
      if (connection === 3) return taken(more);
      const { clientId } = more;
      return connection === 1 ? error('gone', 'connection', { clientId }) : error('conflict', 'action', { clientId });
    });
    await online(page);
    await say(page, 'Not lost.');
    await expect.poll(() => of('say').length, { timeout: 10_000 }).toBe(3);
    expect(of('resume').map(({ token }) => token)).toEqual(['first', 'after first']);
    expect(new Set(of('say').map(({ clientId }) => clientId)).size).toBe(1);
    await expect.poll(() => sending(page).count()).toBe(0);
    await page.context().close();
  });

  it('asks for history, and for answers by mail, until it is told of them', async () => {
    const { page, sockets, of } = await opened(({ action, ...more }, connection) => {
      if (action === 'start') return started();
      if (action === 'say') return taken(more);
      if (action === 'resume') return resumed('two', 1, { ticketId: 'tkt_1', reference: '123456782' });
      if (action === 'history') return of('history').length === 1 ? failed : { type: 'history', ticketId: 'tkt_1', upTo: 1 };
      return action === 'leave' && connection > 1 ? { type: 'left', wants: 'mail' } : undefined;
    });
    await online(page);
    await say(page, 'By mail, please.');
    await page.getByRole('button', { name: 'Get the answer by e-mail' }).click();
    await page.getByLabel('Your e-mail address').fill('bus@customer.example');
    await page.getByRole('button', { name: 'Answer me there' }).click();
    await expect.poll(() => of('leave').length).toBe(1);
    await sockets[0]?.close();
    await page.getByText('We will answer you at bus@customer.example.').waitFor();
    await expect.poll(() => of('history').length, { timeout: 10_000 }).toBe(2);
    await page.context().close();
  });

  it('keeps what was written in either of two windows when they change hands', async () => {
    const { page, sockets, of, open } = await opened(({ action, ...more }, connection) => {
      if (action === 'start') return started();
      if (action === 'resume') return resumed(`token ${connection}`);
      return action === 'say' && connection > 2 ? taken(more) : undefined;
    });
    await online(page);
    const second = await page.context().newPage();
    await open(second);
    await online(second);
    sockets[0]?.send(JSON.stringify({ type: 'replaced' }));
    await page.locator('guichet-chat[data-state=elsewhere]').waitFor({ state: 'attached' });
    await say(page, 'From the first.');
    await say(second, 'From the second.');
    await page.getByRole('button', { name: 'Continue here' }).click();
    await expect.poll(() => new Set(of('say').map(({ text }) => text)).size, { timeout: 10_000 }).toBe(2);
    await expect.poll(() => sending(page).count()).toBe(0);
    expect(of('resume').at(-1)?.token).toBe('token 2');
    await page.context().close();
  });
});
