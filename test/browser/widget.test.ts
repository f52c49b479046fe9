import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anAgent } from '../support/chat.ts';
import { type Json, type Stage, startStage } from '../support/cloud.ts';
import { launchBrowser, openPage, overflow, picture, skipNote, skipped, tabTo, type WatchedPage } from './browser.ts';

/** The chat on a page, as its visitor meets it. Its elements are in an open shadow tree, which Playwright looks into. */
describe.skipIf(skipped)(`the chat on a page${skipNote}`, () => {
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

  const opened = async (options: BrowserContextOptions = {}): Promise<WatchedPage> => {
    const watched = await openPage(browser, options);
    await watched.page.goto(`${stage.http}/chat/demo`);
    await watched.page.locator('guichet-chat button.toggle').waitFor();
    return watched;
  };
  const state = (page: Page, wanted: string) => page.locator(`guichet-chat[data-state=${wanted}]`).waitFor({ state: 'attached' });
  const log = (page: Page) => page.getByRole('log');
  const say = async (page: Page, text: string) => {
    await page.getByLabel('Your message').fill(text);
    await page.keyboard.press('Enter');
  };
  /** The ticket that begins with these words, once it is there. */
  const ticketOf = async (subject: string): Promise<Json> => {
    await expect
      .poll(async () => (await stage.everyTicket()).some((each) => each.subject === subject), { timeout: 10_000 })
      .toBe(true);
    return (await stage.everyTicket()).find((each) => each.subject === subject);
  };
  const answer = (id: string, text: string) => stage.api('POST', `/tickets/${id}/replies`, { text });

  it('is a conversation by keyboard alone: open, write, be answered, close, come back to where the focus was', async () => {
    const { page, incidents } = await opened();
    await tabTo(page, 'guichet-chat');
    await page.keyboard.press('Enter');
    await state(page, 'online');
    await log(page).getByText('Hello, how can we help?').waitFor();
    await page.keyboard.type('The printer is on fire.');
    await page.keyboard.press('Enter');
    await log(page)
      .getByText(/Your reference is \d{3}-\d{3}-\d{3}\. We will answer by /)
      .waitFor();
    const { id } = await ticketOf('The printer is on fire.');
    const agent = await anAgent(stage);
    await agent.ask({ action: 'watch', ticketId: id }, 'watching');
    agent.send({ action: 'typing', ticketId: id });
    await page.getByText('Somebody is typing').waitFor();
    await agent.ask({ action: 'reply', ticketId: id, clientId: 'r1', text: 'Have you tried water?' }, 'replied');
    await log(page).getByText('Have you tried water?').waitFor();
    expect(await agent.next('seen')).toMatchObject({ sequence: 2 });
    agent.send({ action: 'seen', ticketId: id, sequence: 1 });
    await log(page).getByText('Seen').waitFor();
    await picture(page, 'widget-conversation');
    await page.keyboard.press('Escape');
    expect(await page.evaluate('document.activeElement.shadowRoot?.activeElement?.className')).toBe('toggle');
    await answer(id, 'Still there?');
    await page.getByRole('button', { name: 'Open the chat (1 new)' }).waitFor();
    await page.keyboard.press('Enter');
    await log(page).getByText('Still there?').waitFor();
    expect(incidents).toEqual([]);
    await agent.close();
    await page.context().close();
  });

  it('keeps what is written without a connection, says so, and sends it once when there is one again', async () => {
    const { page, incidents } = await opened({ colorScheme: 'dark' });
    await page.getByRole('button', { name: 'Open the chat' }).click();
    await state(page, 'online');
    await say(page, 'Before the tunnel.');
    await log(page).getByText('Your reference is').waitFor();
    const { id } = await ticketOf('Before the tunnel.');
    await page.context().setOffline(true);
    await state(page, 'offline');
    await say(page, 'In the tunnel, one.');
    await say(page, 'In the tunnel, two.');
    expect(await log(page).getByText('Sending …').count()).toBe(2);
    await page.getByText('No connection.').waitFor();
    await picture(page, 'widget-offline-dark');
    await answer(id, 'Said meanwhile.');
    await page.context().setOffline(false);
    await state(page, 'online');
    await log(page).getByText('Said meanwhile.').waitFor();
    await expect.poll(() => log(page).getByText('Sending …').count()).toBe(0);
    const { events } = await stage.ticket(id);
    const said = events.flatMap(({ message, text }) => message?.text ?? text ?? []);
    expect(said).toEqual(['Before the tunnel.', 'Said meanwhile.', 'In the tunnel, one.', 'In the tunnel, two.']);
    expect(incidents.filter((each) => !each.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);

    await page.reload();
    await state(page, 'online');
    await page.getByRole('button', { name: 'Open the chat' }).click();
    await log(page).getByText('In the tunnel, two.').waitFor();
    expect(await log(page).locator('.one.own').count()).toBe(3);
    await page.context().close();
  });

  it('fills a phone of 375 pixels, and hands over to mail', async () => {
    const { page, incidents } = await opened({ viewport: { width: 375, height: 667 }, hasTouch: true });
    await page.getByRole('button', { name: 'Open the chat' }).tap();
    await state(page, 'online');
    await say(page, 'From the bus.');
    await log(page).getByText('Your reference is').waitFor();
    expect(await overflow(page)).toBe(0);
    const box = await page.locator('guichet-chat .panel').boundingBox();
    expect(box).toMatchObject({ x: 0, y: 0, width: 375, height: 667 });
    await page.getByRole('button', { name: 'Get the answer by e-mail' }).tap();
    await page.getByLabel('Your e-mail address').fill('bus@customer.example');
    await picture(page, 'widget-phone');
    await page.getByRole('button', { name: 'Answer me there' }).tap();
    await page.getByText('We will answer you at bus@customer.example.').waitFor();
    const { id } = await ticketOf('From the bus.');
    await answer(id, 'To your mail.');
    await stage.settle();
    expect((await stage.outbox('bus@customer.example')).map(({ text }) => text.includes('To your mail.'))).toEqual([true]);
    expect(incidents).toEqual([]);
    await page.context().close();
  });

  it('shows hostile and foreign texts as text, from right to left where they are, on a page that is', async () => {
    const { page, incidents } = await opened();
    await page.evaluate('document.documentElement.dir = "rtl"');
    await page.getByRole('button', { name: 'Open the chat' }).click();
    await state(page, 'online');
    const hostile = '<img src=x onerror="alert(1)"><script>alert(2)</script>';
    await say(page, hostile);
    await log(page).getByText(hostile).waitFor();
    const { id } = await ticketOf(hostile);
    await answer(id, '<b>bold</b> javascript:alert(3)\n\u202eأهلا وسهلا');
    await log(page).getByText('<b>bold</b>').waitFor();
    await say(page, 'مرحبا، الطابعة تحترق');
    await log(page).getByText('مرحبا').waitFor();
    expect(await page.locator('guichet-chat img, guichet-chat b').count()).toBe(0);
    const box = await page.locator('guichet-chat .panel').boundingBox();
    expect(box?.x).toBeLessThan(40);
    await picture(page, 'widget-right-to-left');
    expect(incidents).toEqual([]);
    await page.context().close();
  });

  it('goes on in one window at a time, and comes back to the other when asked to', async () => {
    const { page } = await opened();
    await page.getByRole('button', { name: 'Open the chat' }).click();
    await state(page, 'online');
    await say(page, 'Two windows.');
    await log(page).getByText('Your reference is').waitFor();
    const second = await page.context().newPage();
    await second.goto(`${stage.http}/chat/demo`);
    await state(second, 'online');
    await state(page, 'elsewhere');
    await page.getByRole('button', { name: 'Continue here' }).click();
    await state(page, 'online');
    await state(second, 'elsewhere');
    await page.context().close();
  });
});
