import { describe, expect, it } from 'vitest';
import { aMail, read } from './an-email.ts';

const quote = 'On 3 May 2024 at 10:12, Desk <support@guichet.example> wrote:\n> It works?\n';
const messageOf = async (headers: string[], body: string) => (await read(aMail(headers, body))).inbound.message;

describe('what a message shows first', () => {
  it('is what is new in an answer, with the whole text beside it', async () => {
    const message = await messageOf([], `It does.\n\n${quote}`);
    expect(message.visible).toBe('It does.');
    expect(message.text).toContain('> It works?');
  });
  it('is the text where nothing is quoted, or nothing is new', async () => {
    expect((await messageOf([], 'It does not.')).visible).toBeUndefined();
    expect((await messageOf([], quote)).visible).toBeUndefined();
  });
  it('is found in HTML without a text part', async () => {
    const html = '<p>It does.</p><div id="appendonsend"></div><hr><p>It works?</p>';
    const message = await messageOf(['Content-Type: text/html'], html);
    expect([message.visible, message.text]).toEqual(['It does.', 'It does.\n\nIt works?']);
  });
  it('is everything in a forward, and says whose mail it was', async () => {
    const old =
      '-----Original Message-----\nFrom: Bo Ek <bo@x.example>\nSent: 3 May 2024 10:12\nTo: Ana\nSubject: Fire\n\nIt burns.';
    const message = await messageOf(['Subject: FW: Fire'], `Please help.\n\n${old}`);
    expect(message.visible).toBeUndefined();
    expect(message.forwarded).toEqual({
      from: { address: 'bo@x.example', name: 'Bo Ek' },
      date: '3 May 2024 10:12',
      subject: 'Fire',
    });
    expect((await messageOf(['Subject: RE: Fire'], `Please help.\n\n${old}`)).visible).toBe('Please help.');
  });
});
