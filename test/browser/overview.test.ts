import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Stage, startStage } from '../support/cloud.ts';
import { launchBrowser, openPage, overflow, picture, skipNote, skipped, tabTo, type WatchedPage } from './browser.ts';

/** The local cloud's own pages, as someone sees them who has just started it. One story, in order. */
describe.skipIf(skipped)(`the pages of the local cloud${skipNote}`, () => {
  let stage: Stage;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;
  beforeAll(async () => {
    browser = await launchBrowser();
    stage = await startStage();
    watched = await openPage(browser);
    page = watched.page;
  });
  afterAll(async () => {
    await browser?.close();
    await stage?.stop();
  });

  const hostile = `<img src=x onerror="window.harmed=true;alert(1)">`;
  const ticketOf = (subject: string) => page.locator('.open-ticket', { hasText: subject });
  const seen = (selector: string, text: string) => page.locator(selector, { hasText: text }).first().waitFor();
  const show = (status: string) => page.getByLabel('Show').selectOption(status);
  const signIn = async (on: Page) => {
    await on.goto(`${stage.http}/_local/sign-in`);
    await on.getByRole('button', { name: 'Sign in', exact: true }).click();
    await on.locator('#who', { hasText: 'ana (agent)' }).waitFor();
    await on.locator('#tickets *').first().waitFor();
  };

  it('tell a newcomer how to send a first mail and where to, and to sign in for the rest', async () => {
    await page.goto(stage.http);
    await seen('#tickets', 'Sign in to see and answer tickets.');
    await seen('#addresses', 'support@guichet.example');
    expect(await page.locator('#command').textContent()).toContain(`smtp://127.0.0.1:${stage.cloud.ports.smtp}`);
    await page.locator('#tickets').getByRole('link').click();
    await page.getByLabel('ana, agent').check();
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await seen('#who', 'ana (agent)');
    await seen('#tickets', 'No open tickets.');
  });

  it('show a mail as a ticket with its promises, and take the answer', async () => {
    await stage.mail({ from: 'Ana <ana@customer.example>', subject: 'The printer is on fire', text: 'Please help.' });
    await stage.settle();
    await page.getByRole('button', { name: 'Refresh' }).click();
    await ticketOf('The printer is on fire').click();
    await seen('#ticket-clocks li', 'first response');
    expect(await page.locator('#ticket-clocks .badge').allTextContents()).toEqual(['running', 'running']);
    await seen('#ticket .entry', 'Please help.');
    await page.getByLabel('Reply or note').fill('We are on our way.');
    await page.getByRole('button', { name: 'Send reply' }).click();
    await seen('#ticket-facts', 'pending');
    expect(await page.locator('#ticket-clocks .badge').allTextContents()).toEqual(['met', 'running']);
    expect(await page.getByLabel('Reply or note').inputValue()).toBe('');
    await page.locator('#outbox > .entry').first().click();
    await seen('#outbox > .entry >> nth=0', 'We are on our way.');
  });

  it('list tickets by status', async () => {
    await seen('#tickets', 'No open tickets.');
    await show('pending');
    await ticketOf('The printer is on fire').waitFor();
    await page.getByRole('button', { name: 'Resolve' }).click();
    await seen('#tickets', 'No pending tickets.');
    await show('resolved');
    await ticketOf('The printer is on fire').waitFor();
    await show('open');
  });

  it('change the priority only with a reason, which stays in the history', async () => {
    await stage.mail({ from: 'ben@customer.example', subject: 'No toner', text: 'None left.' });
    await stage.settle();
    await page.getByRole('button', { name: 'Refresh' }).click();
    await ticketOf('No toner').click();
    await seen('#ticket-title', 'No toner');
    await page.getByLabel('Priority').selectOption('urgent');
    await page.getByRole('button', { name: 'Change priority' }).click();
    expect(await page.evaluate('document.activeElement.id')).toBe('priority-reason');
    await page.getByLabel('because').fill('a fair tomorrow');
    await page.getByRole('button', { name: 'Change priority' }).click();
    await seen('#ticket-facts', 'urgent');
    await seen('#ticket .entry', 'normal → urgent · a fair tomorrow');
    expect(await page.getByLabel('because').inputValue()).toBe('');
    expect(await page.getByLabel('Priority').inputValue()).toBe('urgent');
  });

  it('keep what someone is writing while the ticket changes under them', async () => {
    await page.getByLabel('Reply or note').fill('half a sent');
    await stage.advance('PT50M');
    await seen('#ticket .entry', 'first response, 80%');
    expect(await page.getByLabel('Reply or note').inputValue()).toBe('half a sent');
    expect(await page.evaluate('document.activeElement.id')).toBe('ticket-text');
  });

  it('let time pass at a click, and show the escalation that comes of it', async () => {
    await page.getByRole('button', { name: '+4 hours' }).click();
    await seen('#clock-status', 'There; everything due has happened.');
    await seen('#outbox .entry', 'first response missed – No toner');
    await seen('#ticket-clocks .badge', 'late');
    await seen('.open-ticket .badge', 'late');
    await seen('#offset', 'ahead of the real time');
  });

  it('show what a stranger wrote as text, and run none of it', async () => {
    await stage.mail({
      from: { name: hostile, address: 'eve@customer.example' } as never,
      subject: `${hostile}<script>window.harmed=true</script>`,
      text: `<script>window.harmed=true;alert(2)</script>${hostile}`,
    });
    await stage.settle();
    await page.getByRole('button', { name: 'Refresh' }).click();
    await ticketOf('onerror').click();
    await seen('#ticket-title', hostile);
    await seen('#ticket .entry .text', '<script>window.harmed=true;alert(2)</script>');
    for (const details of await page.locator('#ticket details, #outbox details').all())
      await details.evaluate('(each) => { each.open = true; }');
    await seen('#outbox .entry', hostile);
    expect(await page.evaluate('window.harmed')).toBeUndefined();
    expect(await page.locator('main img, main script').count()).toBe(0);
  });

  it('draw every widget of the deployed dashboard, attainment among them, and the alarms', async () => {
    await page.getByRole('link', { name: 'Dashboards' }).click();
    const widget = (title: string) => page.locator('.widget', { has: page.getByRole('heading', { name: title, exact: true }) });
    await expect.poll(() => widget('Promises kept (%)').locator('.number').textContent()).toMatch(/^\d/);
    expect(await page.locator('#dashboards .problem').allTextContents()).toEqual([]);
    expect(await page.locator('#problem').textContent()).toBe('');
    const board = (await stage.local('GET', '/_local/dashboards/Guichet-local')).body.widgets;
    const [drawn, shown] = ['timeSeries', 'singleValue'].map((view) =>
      board.filter((each: { view?: string }) => each.view === view),
    );
    await expect.poll(() => page.locator('.widget canvas').count()).toBe(drawn.length);
    expect(await page.locator('.widget .number').count()).toBe(shown.length);
    const { alarms } = (await stage.local('GET', '/_local/alarms')).body;
    await seen('#alarms summary', 'are fine');
    expect(await page.locator('#alarms .alarm').count()).toBe(alarms.length);
    expect(await page.locator('#broken').isHidden()).toBe(true);
  });

  it('can be used without a mouse: sign in, open, answer', async () => {
    const other = await openPage(browser);
    const { keyboard } = other.page;
    await other.page.goto(stage.http);
    await tabTo(other.page, 'a[href="/_local/sign-in"]');
    await keyboard.press('Enter');
    await other.page.locator('#choices input').first().waitFor();
    await tabTo(other.page, '#choices input');
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    await other.page.locator('#who', { hasText: 'bruno' }).waitFor();
    await other.page.locator('.open-ticket').first().waitFor();
    await tabTo(other.page, '.open-ticket');
    await keyboard.press('Enter');
    await other.page.locator('#ticket-title:focus').waitFor();
    await tabTo(other.page, '#ticket-text');
    await keyboard.type('Typed.');
    await tabTo(other.page, '#send-reply');
    await keyboard.press('Enter');
    await other.page.locator('#ticket-facts', { hasText: 'pending' }).waitFor();
    await other.page.locator('#send-reply:focus').waitFor();
    expect(other.incidents).toEqual([]);
    await other.page.context().close();
  });

  it.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 390],
    ['dark', 390],
  ] as const)('fit the window, %s at %i pixels', async (colorScheme, width) => {
    const small = await openPage(browser, { colorScheme, viewport: { width, height: 844 } });
    await signIn(small.page);
    await small.page.getByLabel('Show').selectOption('pending');
    await small.page.locator('.open-ticket').first().click();
    await small.page.locator('#ticket-title').waitFor();
    expect(await overflow(small.page)).toBe(0);
    await picture(small.page, `overview-${colorScheme}-${width}`);
    await small.page.goto(`${stage.http}/_local/charts`);
    await small.page.locator('.widget canvas').first().waitFor();
    expect(await overflow(small.page)).toBe(0);
    await picture(small.page, `charts-${colorScheme}-${width}`);
    await small.page.goto(`${stage.http}/_local/sign-in`);
    await small.page.locator('#choices input').first().waitFor();
    expect(await overflow(small.page)).toBe(0);
    expect(small.incidents).toEqual([]);
    await small.page.context().close();
  });

  it('met no error of a script, no refusal and no dialog in all of this', () => {
    expect(watched.incidents).toEqual([]);
  });
});
