import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const executablePath = process.env.GUICHET_CHROMIUM ?? '/usr/bin/chromium';
const missing = !existsSync(executablePath);

/** Without a browser these tests are skipped, by a name that says so; with GUICHET_REQUIRE_BROWSER=1 they fail instead. */
export const skipped = missing && process.env.GUICHET_REQUIRE_BROWSER !== '1';
export const skipNote = skipped ? ` (skipped: no Chromium at ${executablePath}; GUICHET_CHROMIUM names another)` : '';

/** It can reach this machine only. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath, args: ['--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1'] });
}

export interface WatchedPage {
  page: Page;
  /** Errors of scripts, refusals of the content security policy, and dialogs, which none of our pages opens. */
  incidents: string[];
}

export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const incidents: string[] = [];
  page.on('pageerror', (error) => incidents.push(error.message));
  page.on('dialog', (dialog) => {
    incidents.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    // A token that has run out is answered with 401 and renewed; the browser reports the answer all the same.
    if (message.type() === 'error' && !message.text().includes('status of 401')) incidents.push(message.text());
  });
  return { page, incidents };
}

/** The whole page as a picture in artefacts/, for people to look at. */
export async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: path.join(import.meta.dirname, '../../artefacts', `${name}.png`), fullPage: true });
}

/** How many pixels wider the page is than the window. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

/** Presses Tab until the element that this selector finds has the focus, as someone without a mouse would. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  const mostPresses = 80;
  for (let press = 0; press < mostPresses; press++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)) return;
  }
  throw new Error(`${selector} cannot be reached by the Tab key`);
}
