import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putForm, readForms } from '../../shared/forms/forms.dynamo.ts';
import { type Json, type Stage, startStage } from '../support/cloud.ts';
import { launchBrowser, openPage, overflow, picture, skipNote, skipped, tabTo } from './browser.ts';

/** What a customer sees of a form and of the page of their request. */
describe.skipIf(skipped)(`a form in a browser${skipNote}`, () => {
  let stage: Stage;
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser();
    stage = await startStage({ startAt: new Date('2026-01-05T08:00:00Z') });
  });
  afterAll(async () => {
    await browser?.close();
    await stage?.stop();
  });

  const newest = async (): Promise<Json> => {
    await stage.settle();
    return (await stage.tickets()).sort((a, b) => (a.openedAt < b.openedAt ? 1 : -1))[0];
  };
  const fillIn = async (page: Page, values: Record<string, string>) => {
    for (const [name, value] of Object.entries(values)) await page.locator(`[name=${name}]`).fill(value);
  };

  it.each([
    ['light', 1280, 'in-app?lang=fr'],
    ['dark', 375, 'in-app?lang=en'],
    ['light', 375, 'after-sales?lang=zh'],
    ['dark', 375, 'contact'],
  ] as const)('fits, %s at %i pixels: %s', async (colorScheme, width, path) => {
    const { page, incidents } = await openPage(browser, { colorScheme, viewport: { width, height: 812 } });
    await page.goto(`${stage.http}/forms/${path}`);
    await page.locator('#files').waitFor();
    expect(await overflow(page)).toBe(0);
    await picture(page, `form-${path.replace('?lang=', '-')}-${colorScheme}-${width}`);
    expect(incidents).toEqual([]);
    await page.context().close();
  });

  it('is filled in and sent by keyboard alone, without script, at phone width', async () => {
    const { page } = await openPage(browser, { javaScriptEnabled: false, viewport: { width: 375, height: 812 } });
    await page.goto(`${stage.http}/forms/contact`);
    await stage.advance('PT4S');
    expect(await page.locator('#files').isVisible()).toBe(false);
    await page.locator('noscript p').waitFor();
    const typeInto = async (name: string, text: string) => {
      for (let press = 0; press < 40 && (await page.locator(`[name=${name}]:focus`).count()) === 0; press++)
        await page.keyboard.press('Tab');
      await page.keyboard.type(text);
    };
    await typeInto('name', 'Ana');
    await typeInto('message', 'It burns.');
    await typeInto('consent', ' ');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').getByRole('link').allTextContents()).toEqual([
      'Your email address: must be filled in',
      'Subject: must be filled in',
    ]);
    expect(await page.locator('[name=message]').inputValue()).toBe('It burns.');
    expect(await page.locator('[name=consent]').isChecked()).toBe(true);
    await picture(page, 'form-problems');
    await typeInto('email', 'ana@customer.example');
    await typeInto('subject', 'Fire');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Thank you' }).waitFor();
    expect(await overflow(page)).toBe(0);
    await picture(page, 'form-thanks');
    expect(await newest()).toMatchObject({ subject: 'Fire', channel: 'form' });
    await page.context().close();
  });

  it('uploads files, keeps what was typed over a reload, and forgets it once it is sent', async () => {
    const { page, incidents } = await openPage(browser);
    await page.goto(`${stage.http}/forms/contact?lang=fr`);
    await fillIn(page, { email: 'bea@customer.example', subject: 'Photo', message: 'Voir la photo.' });
    await page.reload();
    expect(await page.locator('[name=message]').inputValue()).toBe('Voir la photo.');
    const file = (name: string, mimeType: string) => ({ name, mimeType, buffer: Buffer.alloc(50_000, 'x') });
    await page.locator('#attachments').setInputFiles([file('a.png', 'image/png'), file('page.html', 'text/html')]);
    await page.getByText('envoyé', { exact: true }).waitFor();
    await page.getByText('doit être d’un type que ce formulaire accepte').waitFor();
    await page.getByRole('button', { name: 'Retirer a.png' }).waitFor();
    await picture(page, 'form-uploads');
    await page.getByRole('checkbox').check();
    await stage.advance('PT4S');
    await page.getByRole('button', { name: 'Envoyer', exact: true }).click();
    await page.getByRole('heading', { name: 'Merci' }).waitFor();
    const ticket = await newest();
    const { events } = await stage.ticket(ticket.id);
    expect(events[0].message.attachments).toMatchObject([{ name: 'a.png', size: 50_000 }]);
    await page.goto(`${stage.http}/forms/contact?lang=fr`);
    expect(await page.locator('[name=message]').inputValue()).toBe('');
    expect(incidents).toEqual([]);
    await page.context().close();
  });

  it('shows in a page of an origin that it names as high as it is, and in no other', async () => {
    const { page } = await openPage(browser);
    const { server, address } = await servePage(
      `<h1>Host</h1><script src="${stage.http}/forms/contact/embed.js" async></script>`,
    );
    const [table] = stage.cloud.app.byType('AWS::DynamoDB::GlobalTable');
    const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient(stage.account), {
      marshallOptions: { removeUndefinedValues: true },
    });
    const [contact] = (await readForms(dynamo, table?.name ?? '')).filter(({ id }) => id === 'contact');
    // The contact form names no origins: the browser shows nothing of it.
    await page.goto(address);
    await page.locator('iframe').waitFor();
    expect(await page.locator('iframe').getAttribute('title')).toBe('Contact us');
    expect(await page.frameLocator('iframe').locator('form').count()).toBe(0);
    await putForm(dynamo, table?.name ?? '', { ...contact!, origins: [new URL(address).origin] });
    await stage.advance('PT2M');
    await page.goto(address);
    await page.frameLocator('iframe').getByRole('button', { name: 'Send' }).waitFor();
    await page.waitForFunction('document.querySelector("iframe").clientHeight > 700');
    expect(await overflow(page)).toBe(0);
    await picture(page, 'form-embedded');
    await page.context().close();
    server.close();
  });

  it('leads to the page of the request, where a message is added by keyboard', async () => {
    const { page, incidents } = await openPage(browser, { viewport: { width: 375, height: 812 } });
    await stage.mail({ from: 'cleo@customer.example', subject: 'The roof leaks', text: 'Water everywhere.' });
    await stage.settle();
    const ticket = await newest();
    await stage.api('POST', `/tickets/${ticket.id}/replies`, { text: 'Which room is it?' });
    await stage.settle();
    const [mail] = await stage.outbox('cleo@customer.example');
    await page.goto(/http\S+\/requests\/\S+/.exec(mail?.text ?? '')?.[0] ?? '');
    await page.getByText('We have answered and are waiting for you.').waitFor();
    await page.getByText('Which room is it?').waitFor();
    await tabTo(page, '#text');
    await page.keyboard.type('The kitchen.');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('Thank you.').waitFor();
    await page.locator('article', { hasText: 'The kitchen.' }).waitFor();
    expect(await overflow(page)).toBe(0);
    await picture(page, 'request');
    expect(incidents).toEqual([]);
    await page.context().close();
  });
});

/** A page on an origin of its own. */
function servePage(html: string): Promise<{ server: Server; address: string }> {
  const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(`<!doctype html>${html}`));
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () =>
      resolve({ server, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` }),
    ),
  );
}
