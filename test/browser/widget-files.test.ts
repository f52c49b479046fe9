import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Stage, startStage } from '../support/cloud.ts';
import { launchBrowser, openPage, picture, skipNote, skipped, type WatchedPage } from './browser.ts';

/** Files in the chat on a page: chosen, put into the bucket by the page, sent with a message, fetched again. */
describe.skipIf(skipped)(`files in the chat on a page${skipNote}`, () => {
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

  const opened = async (language = 'en'): Promise<WatchedPage> => {
    const watched = await openPage(browser);
    // The chat speaks the language of its page.
    const speak = `document.documentElement && (document.documentElement.lang = '${language}')`;
    await watched.page.addInitScript(`new MutationObserver(() => ${speak}).observe(document, { childList: true }); ${speak}`);
    await watched.page.goto(`${stage.http}/chat/demo`);
    await watched.page.locator('guichet-chat button.toggle').click();
    await watched.page.locator('guichet-chat[data-state=online]').waitFor({ state: 'attached' });
    return watched;
  };
  const log = (page: Page) => page.getByRole('log');
  const files = (page: Page) => page.locator('guichet-chat ul.files li');
  const choose = (page: Page, ...chosen: { name: string; size?: number; mimeType?: string }[]) =>
    page
      .locator('guichet-chat input[type=file]')
      .setInputFiles(
        chosen.map(({ name, size = 4, mimeType = 'text/plain' }) => ({ name, mimeType, buffer: Buffer.alloc(size, 'x') })),
      );

  it('go with the message by keyboard alone, to the agents and back to the visitor', async () => {
    const { page, incidents } = await opened();
    const choosing = page.waitForEvent('filechooser');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.shadowRoot.activeElement.ariaLabel')).toBe('Attach files');
    await page.keyboard.press('Enter');
    const buffer = Buffer.from('not really a picture');
    await (await choosing).setFiles({ name: 'fire\u202e.png', mimeType: 'image/png', buffer });
    await files(page).getByText('Attached').waitFor();
    await picture(page, 'widget-file');
    await page.keyboard.type('Look at this.');
    await page.keyboard.press('Enter');
    await log(page).getByText('Your reference is').waitFor();
    expect(await files(page).count()).toBe(0);
    const [ticket] = (await stage.everyTicket()).filter(({ subject }) => subject === 'Look at this.');
    const { events } = await stage.ticket(ticket.id);
    expect(events[0].message.attachments).toMatchObject([{ name: 'fire.png', type: 'image/png', size: buffer.length }]);
    const { body } = await stage.api('GET', `/tickets/${ticket.id}/attachments/${events[0].message.id}/1`);
    expect(await (await fetch(body.url)).text()).toBe(buffer.toString());
    const downloading = page.waitForEvent('download');
    await log(page).getByRole('button', { name: 'Download fire.png' }).click();
    expect((await downloading).suggestedFilename()).toBe('fire.png');
    expect(incidents).toEqual([]);
    await page.context().close();
  });

  it('without a word go by their names; what is too large, too many, refused or taken away stays behind', async () => {
    const { page } = await opened();
    const many = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({ name: `${name}.txt` }));
    await choose(page, { name: 'large.bin', size: 6.5 * 1024 * 1024 + 1 }, { name: 'run.exe' });
    await files(page).getByText('Larger than 6.5 MB').waitFor();
    await files(page).getByText('has an ending that is not taken').waitFor();
    for (const name of ['large.bin', 'run.exe']) await page.getByRole('button', { name: `Remove ${name}` }).click();
    await choose(page, ...many);
    await files(page).getByText('At most 5 files go with a message').waitFor();
    await expect.poll(() => files(page).getByText('Attached').count()).toBe(5);
    await page.getByRole('button', { name: 'Remove b.txt' }).click();
    await page.getByRole('button', { name: 'Send' }).click();
    await log(page).getByText('a.txt, c.txt, d.txt, e.txt').waitFor();
    expect(await files(page).allInnerTexts()).toEqual([expect.stringContaining('f.txt')]);
    await page.context().close();
  });

  it('hold a message back while they are on their way, and are sent again when the connection is back', async () => {
    const { page } = await opened('fr');
    let isBroken = true;
    await page.route(/attachments\//, async (route) => (isBroken ? route.abort() : route.continue()));
    await choose(page, { name: 'preuve.txt' });
    await files(page).getByText('Non transmis.').waitFor();
    isBroken = false;
    await page.context().setOffline(true);
    await page.locator('guichet-chat[data-state=offline]').waitFor({ state: 'attached' });
    await choose(page, { name: 'suite.txt' });
    await page.getByLabel('Votre message').fill('Voici.');
    await page.keyboard.press('Enter');
    await page.getByText('Vos fichiers sont en cours de transmission.').waitFor();
    expect(await page.getByLabel('Votre message').inputValue()).toBe('Voici.');
    await page.context().setOffline(false);
    await expect.poll(() => files(page).getByText('Joint', { exact: true }).count(), { timeout: 15_000 }).toBe(2);
    await page.keyboard.press('Enter');
    await log(page).getByRole('button', { name: 'Télécharger preuve.txt' }).waitFor();
    await log(page).getByRole('button', { name: 'Télécharger suite.txt' }).waitFor();
    await page.context().close();
  });
});
