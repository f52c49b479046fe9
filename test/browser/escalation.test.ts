import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Customers, customersAt } from '../stories/contracts/customers.ts';
import type { Json } from '../support/cloud.ts';
import { launchBrowser, openPage, overflow, picture, skipNote, skipped, tabTo } from './browser.ts';

/** What somebody sees who was mailed about a broken promise, and what an agent sees of it. */
describe.skipIf(skipped)(`an escalation in a browser${skipNote}`, () => {
  let desk: Customers;
  let browser: Browser;
  let ticket: Json;
  let link: string;

  beforeAll(async () => {
    browser = await launchBrowser();
    desk = await customersAt('Europe/Paris', '2026-05-22T16:59');
    ticket = await desk.writes('noc@nomadia.example', 'Plus de <b>réseau</b>');
    const waiting = await desk.writes('paul@lefebvre.example', 'Imprimante en panne');
    await desk.answers(waiting);
    await desk.until('2026-05-22T21:05');
    const mails = await desk.stage.outbox('director@guichet.example');
    link = /http\S+\/escalations\/\S+/.exec(mails.at(-1)?.text ?? '')?.[0] ?? '';
  });
  afterAll(async () => {
    await browser?.close();
    await desk?.stage.stop();
  });

  const acknowledgedAt = async () =>
    (await desk.now(ticket)).clocks[0].steps.find(({ name }: Json) => name === 'breach').acknowledgedAt;
  const heading = async (page: Page) => page.getByRole('heading', { level: 1 }).textContent();

  it.each([
    ['light', 1280],
    ['dark', 390],
  ] as const)('the page behind its link fits, %s at %i pixels, and changes nothing', async (colorScheme, width) => {
    const { page, incidents } = await openPage(browser, { colorScheme, viewport: { width, height: 844 } });
    await page.goto(link);
    expect(await heading(page)).toBe(`Ticket ${ticket.reference.replace(/(\d{3})(?=\d)/g, '$1-')}`);
    await page.getByText('Plus de <b>réseau</b>').waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('fr');
    expect(await overflow(page)).toBe(0);
    await picture(page, `escalation-${colorScheme}-${width}`);
    expect([incidents, await acknowledgedAt()]).toEqual([[], undefined]);
    await page.context().close();
  });

  it('takes note by keyboard alone, and says so when it is opened again', async () => {
    const { page, incidents } = await openPage(browser, { viewport: { width: 390, height: 844 } });
    await page.goto(link);
    await tabTo(page, 'button');
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('Merci.').waitFor();
    expect(await acknowledgedAt()).toMatch(/^2026-05-22T19:0/);
    await page.goto(link);
    await page.getByRole('status').waitFor();
    expect(await page.getByRole('button').count()).toBe(0);
    await picture(page, 'escalation-noted');
    expect(incidents).toEqual([]);
    await page.context().close();
  });

  it('an altered link leads nowhere, in three languages', async () => {
    const { page } = await openPage(browser);
    const answer = await page.goto(`${link.slice(0, -2)}xx`);
    expect([answer?.status(), await page.locator('p[lang]').count()]).toEqual([404, 3]);
    await page.context().close();
  });

  it('an agent sees each promise with the words of the contract, and what stands still', async () => {
    const { page, incidents } = await openPage(browser);
    await page.goto(`${desk.stage.http}/_local/sign-in`);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.locator('#tickets *').first().waitFor();
    await page.getByLabel('Show').selectOption('pending');
    await page.locator('.open-ticket', { hasText: 'Imprimante' }).click();
    const clocks = page.locator('#ticket-clocks');
    await clocks.getByText('stands still').waitFor();
    await clocks.getByText('45 business hours from').waitFor();
    await clocks.getByText('office, by ctr_generic-fr version 1; stood still from').waitFor();
    expect(await overflow(page)).toBe(0);
    await picture(page, 'ticket-promises');
    expect(incidents).toEqual([]);
    await page.context().close();
  });
});
