import { describe, expect, it } from 'vitest';
import { customerSubject, headerText, staffSubject } from '../../../shared/notices/header-text.ts';

const reference = '123456782';
const toCustomer = (subject: string) => customerSubject({ subject, reference }, 'en');

describe('subjects', () => {
  it.each(['x'.repeat(300), '🦆'.repeat(200), `${'y'.repeat(170)}🦆🦆🦆🦆🦆🦆`])('are cut at 200 characters: %s', (subject) => {
    const cut = toCustomer(subject);
    expect(cut.length).toBeLessThanOrEqual(200);
    expect(cut).toMatch(/… \[#123-456-782\]$/);
    expect(cut.isWellFormed()).toBe(true);
    expect(staffSubject('123-456-782: resolution missed', subject).length).toBeLessThanOrEqual(200);
  });

  it('are whole up to 200 characters', () => {
    const longest = 'x'.repeat(200 - 'Re:  [#123-456-782]'.length);
    expect(toCustomer(longest)).toBe(`Re: ${longest} [#123-456-782]`);
    expect(toCustomer(`${longest}x`)).toHaveLength(200);
    expect(toCustomer(`${longest}x`)).toContain('x… [#');
  });

  it('are one line without characters that reorder it', () => {
    expect(toCustomer('a\r\nBcc: eve@evil.example\u2028b\u0000c\t \u202ed\ud800')).toBe(
      'Re: a Bcc: eve@evil.example b c d\ufffd [#123-456-782]',
    );
  });

  it('of mails to our people do without the ticket’s own when it has none', () => {
    expect(staffSubject('123-456-782: resolution missed', 'Re: ')).toBe('[Guichet] 123-456-782: resolution missed');
  });

  it('keep emoji that are joined of several', () => {
    expect(headerText('🧑‍🚒 您好 مرحبا', 200)).toBe('🧑‍🚒 您好 مرحبا');
  });
});
