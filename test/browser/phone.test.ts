import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Stage, startStage } from '../support/cloud.ts';
import { launchBrowser, openPage, overflow, picture, skipNote, skipped, tabTo } from './browser.ts';

describe.skipIf(skipped)(`the page of calls${skipNote}`, () => {
  let stage: Stage;
  let browser: Browser;
  beforeAll(async () => {
    // Wednesday, 10:00 in Paris.
    [stage, browser] = await Promise.all([startStage({ startAt: new Date('2026-03-04T09:00:00Z') }), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await stage?.stop();
  });

  it('lets somebody call, wait, press keys and be answered, by keyboard alone', async () => {
    const { page, incidents } = await openPage(browser);
    await page.goto(`${stage.http}/_local/phone`);
    await tabTo(page, '#dial button');
    await page.keyboard.press('Enter');
    await page.locator('#standing', { hasText: 'In the queue, until somebody answers.' }).waitFor();
    await page.getByText('Votre demande est enregistrée').waitFor();
    await tabTo(page, '[data-act*="PT30S"]');
    await page.keyboard.press('Enter');
    await page.getByText('Pour être rappelé').waitFor();
    await picture(page, 'phone-offer');
    await tabTo(page, '[data-act*="answer"]');
    await page.keyboard.press('Enter');
    await page.locator('#standing', { hasText: 'An agent speaks with the caller.' }).waitFor();
    await tabTo(page, '[data-act*="hangUp"]');
    await page.keyboard.press('Enter');
    await page.locator('#standing', { hasText: 'Ended.' }).waitFor();
    expect(incidents).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('fits a phone in %s', async (colorScheme) => {
    const { page, incidents } = await openPage(browser, { viewport: { width: 390, height: 800 }, colorScheme });
    await page.goto(`${stage.http}/_local/phone`);
    await page.locator('#transcript li').first().waitFor();
    expect(await overflow(page)).toBe(0);
    await picture(page, `phone-${colorScheme}-390`);
    expect(incidents).toEqual([]);
  });
});
