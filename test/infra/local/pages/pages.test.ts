import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createPages } from '../../../../infra/local/pages/pages.ts';

const pages = createPages();
const get = (url: string) => pages.handle({ method: 'GET', url });
const bodyOf = (url: string) => get(url)?.body.toString() ?? '';
const folder = join(import.meta.dirname, '../../../../infra/local/pages');
const sources = readdirSync(folder).filter((file) => /\.(html|js)$/.test(file));

describe('the pages of the local cloud', () => {
  it.each(['/', '/_local/sign-in', '/_local/charts', '/_local/phone'])('%s may run only scripts of its own origin', (url) => {
    const page = get(url);
    expect(page?.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page?.headers['content-security-policy']).toContain("script-src 'self';");
    expect(page?.headers['content-security-policy']).not.toContain('unsafe');
  });

  it.each(['/', '/_local/sign-in', '/_local/charts', '/_local/phone'])(
    '%s finds every style, script and import that it asks for',
    (url) => {
      const asked = [...bodyOf(url).matchAll(/(?:src|href)="(\/_local\/assets\/[^"]+)"/g)].map(([, path = '']) => path);
      expect(asked.length).toBeGreaterThan(1);
      for (const path of asked) {
        expect(get(path), path).toBeDefined();
        for (const [, imported] of bodyOf(path).matchAll(/^import .* from '\.\/([^']+)'/gm))
          expect(get(`/_local/assets/${imported}`), `${path} imports ${imported}`).toBeDefined();
      }
    },
  );

  it('serves nothing else: no source, no path out of the folder, no other method', () => {
    for (const url of ['/_local/assets/pages.ts', '/_local/assets/../pages.ts', '/_local/assets/%2e%2e/pages.ts', '/tickets'])
      expect(get(url)).toBeUndefined();
    expect(pages.handle({ method: 'POST', url: '/' })).toBeUndefined();
  });

  it.each(sources)('%s has no inline script, handler or style, and never writes markup', (file) => {
    const source = readFileSync(join(folder, file), 'utf8');
    expect(source).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(/);
    if (file.endsWith('.html')) expect(source).not.toMatch(/\son\w+=|\sstyle=|<script(?![^>]+src=)|<style/);
  });
});
