import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formPage } from '../../../shared/forms/form-page.ts';
import { words } from '../../../shared/forms/words/by-language.ts';
import { pageResponse } from '../../../shared/lambda/html-pages.ts';
import { acceptedLanguages, wantsPage } from '../../../shared/lambda/public-routes.ts';
import { aForm } from './a-form.ts';

const form = aForm({ consent: { en: 'Yes', fr: 'Oui' }, attachments: { most: 1, bytesEach: 1, types: ['image/png'] } });
const shown = (typed: Record<string, unknown>, language: 'en' | 'fr' = 'en') =>
  formPage(form, {
    language,
    token: 'token',
    uploadOrigin: 'https://bucket.example',
    refused: { typed, problems: [{ field: 'story', rule: 'too-long', limit: 100 }], status: 400 },
  }).content;
/** Tags of a page, without what is in quotation marks. */
const tags = (html: string) => [...html.matchAll(/<[^>"]*(?:"[^"]*"[^>"]*)*>/g)].map(([tag]) => tag.replace(/"[^"]*"/g, '""'));

describe('the page of a form', () => {
  it('has the same tags whatever somebody typed: nothing of it is markup', () => {
    const plain = tags(shown({ place: 'a', story: 'a', email: 'a' }));
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('', '"><script>', '</textarea><img>', "' onx='"),
        (text, hostile) => {
          const typed = `a${hostile}${text}`.replaceAll('\n', ' ');
          expect(tags(shown({ place: typed, story: typed, email: typed }))).toEqual(plain);
        },
      ),
    );
  });
  it('ties each problem and hint to its field', () => {
    const html = shown({ story: 'x' }, 'fr');
    expect(html).toContain('aria-describedby="story-problem" aria-invalid="true"');
    expect(html).toContain('<p class="problem" id="story-problem">doit avoir 100 caractères au plus</p>');
    expect(html).toContain('<a href="#story">Récit : doit avoir 100 caractères au plus</a>');
  });
  it('gives back what was typed, to the character', () => {
    const html = shown({ story: '\n\n  <two> & "three"\r\nfour', urgent: 'on', level: 'low', consent: true });
    expect(html).toContain('>\n\n\n  &lt;two&gt; &amp; &quot;three&quot;\nfour</textarea>');
    expect(html).toContain('<option value="low" selected>');
    expect(html.match(/ checked>/g)).toHaveLength(1);
    expect(html).toMatch(/name="consent"[^>]*checked/);
  });
  it('names its own style and script by their digests, and no other', () => {
    const { headers = {} } = pageResponse(formPage(form, { language: 'en', token: 't', uploadOrigin: undefined }));
    const policy = String(headers['content-security-policy']);
    expect(policy).not.toMatch(/unsafe|\*/);
    expect(policy.match(/'sha256-[^']+'/g)).toHaveLength(2);
  });
  it('says every rule in every language, with its number where it has one', () => {
    for (const { rules } of Object.values(words))
      for (const say of Object.values(rules)) expect(say(7)).toMatch(/^(?!.*(?:undefined|NaN|\$\{)).+$/);
  });
});

describe('what a browser says of itself', () => {
  it.each([
    ['text/html,application/xhtml+xml,*/*;q=0.8', true],
    ['application/json, text/html', false],
    ['text/html, application/json', true],
    ['*/*', false],
    [undefined, false],
  ])('%s wants a page: %s', (accept, expected) =>
    expect(wantsPage({ headers: accept === undefined ? {} : { accept } })).toBe(expected),
  );
  it('names languages best first', () => {
    const of = (header: string) => acceptedLanguages({ headers: { 'accept-language': header } });
    expect(of('de;q=0.1, zh-Hans-CN, fr;q=0.8, en;q=0')).toEqual(['zh-hans-cn', 'fr', 'de']);
    expect([of(''), of(';;,,q=x')]).toEqual([[], expect.any(Array)]);
  });
});
