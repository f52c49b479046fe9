import { randomBytes } from 'node:crypto';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Json, type Stage, startStage } from '../support/cloud.ts';

/** Files both ways: a customer gets what an agent attached, an agent gets what a customer attached, byte for byte. */
let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

let count = 0;
/** A ticket by a mail, with this file if one is given. */
async function aTicket(file?: { name: string; type: string; content: Buffer }): Promise<Json> {
  const subject = `Files ${++count}`;
  const from = `success+${count}@simulator.amazonses.com`;
  const lines = [
    `From: Ana <${from}>`,
    'To: support@guichet.example',
    `Subject: ${subject}`,
    `Message-ID: <files-${count}@customer.example>`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'See the file.',
    ...(file
      ? [
          '--b',
          `Content-Type: ${file.type}`,
          `Content-Disposition: attachment; filename="${file.name}"`,
          'Content-Transfer-Encoding: base64',
          '',
          file.content.toString('base64').replace(/.{76}/g, '$&\r\n'),
        ]
      : []),
    '--b--',
    '',
  ];
  await stage.raw(lines.join('\r\n'), { from });
  await stage.settle();
  return (await stage.tickets()).find((ticket) => ticket.subject === subject);
}

const announce = (ticket: Json, file: { name: string; type: string; size: number }) =>
  stage.api('POST', `/tickets/${ticket.id}/attachments`, file);
const put = ({ url, headers }: { url: string; headers: Record<string, string> }, content: Uint8Array, more = {}) =>
  fetch(url, { method: 'PUT', headers: { ...headers, ...more }, body: Buffer.from(content) });

async function attach(ticket: Json, name: string, type: string, content: Uint8Array): Promise<string> {
  const { body } = await announce(ticket, { name, type, size: content.length });
  expect((await put(body.upload, content)).status).toBe(200);
  return body.attachment.id;
}

async function answer(ticket: Json, attachments: string[]) {
  const reply = await stage.api('POST', `/tickets/${ticket.id}/replies`, { text: 'Here you are.', attachments });
  await stage.settle();
  return reply;
}
const lastMail = async (ticket: Json) => {
  const mail = (await stage.outbox(ticket.requester.address)).at(-1);
  // The outbox shows a mail's first characters as text; the bytes are base64 throughout, so nothing of them is lost.
  return PostalMime.parse(Buffer.from(mail!.raw, 'latin1'));
};
const bytesOf = (attachment: { content: ArrayBuffer | Uint8Array | string } | undefined) =>
  Buffer.from(attachment!.content as ArrayBuffer);

describe('an agent’s answer', () => {
  it('brings its files to the customer, byte for byte and under their names', async () => {
    const ticket = await aTicket();
    const picture = randomBytes(300_001);
    const text = Buffer.from('one\ntwo\r\nthree\r\u0000é');
    const mail = Buffer.from('From: x@y.example\nSubject: enclosed\n\nHello\n');
    const ids = [
      await attach(ticket, 'Plan d’accès – été.png', 'image/png', picture),
      await attach(ticket, 'log.txt', 'text/plain', text),
      await attach(ticket, 'enclosed.eml', 'message/rfc822', mail),
    ];
    expect((await answer(ticket, ids)).status).toBe(200);
    const { attachments, inReplyTo, text: body } = await lastMail(ticket);
    expect(attachments.map(({ filename }) => filename)).toEqual(['Plan d’accès – été.png', 'log.txt', 'enclosed.eml']);
    expect(attachments.map((each) => bytesOf(each).equals([picture, text, mail][attachments.indexOf(each)]!))).toEqual([
      true,
      true,
      true,
    ]);
    expect(body).toContain('Here you are.');
    expect(inReplyTo).toBe(`<files-${count}@customer.example>`);
  });

  it('shows in the timeline with its files and with what became of its mail, and can be fetched again', async () => {
    const ticket = await aTicket();
    await answer(ticket, [await attach(ticket, 'a.bin', 'application/zip', Buffer.from('zip'))]);
    const reply = (await stage.ticket(ticket.id)).events.find(({ type }) => type === 'AgentReplied');
    expect(reply).toMatchObject({ attachments: [{ name: 'a.bin', size: 3 }], delivery: { state: 'delivered' } });
    const { body } = await stage.api('GET', `/tickets/${ticket.id}/attachments/${reply.messageId}/1`);
    expect(await (await fetch(body.url)).text()).toBe('zip');
  });

  it('does not go out without a file that it names', async () => {
    const ticket = await aTicket();
    const { body } = await announce(ticket, { name: 'a.txt', type: 'text/plain', size: 5 });
    expect(await answer(ticket, [body.attachment.id])).toMatchObject({
      status: 400,
      body: { field: 'attachments.0', detail: 'has not been uploaded yet' },
    });
    const other = await aTicket();
    const theirs = await attach(other, 'b.txt', 'text/plain', Buffer.from('b'));
    expect(await answer(ticket, [theirs])).toMatchObject({ status: 400, body: { field: 'attachments.0' } });
  });
});

describe('the address of an upload', () => {
  it('takes exactly the file that was announced, once, until it expires', async () => {
    const ticket = await aTicket();
    const announced = async () => (await announce(ticket, { name: 'a.txt', type: 'text/plain', size: 5 })).body.upload;
    const upload = await announced();
    expect((await put(upload, Buffer.from('larger'))).status).toBe(403);
    expect((await put(upload, Buffer.from('less'))).status).toBe(403);
    expect((await put(upload, Buffer.from('right'), { 'content-type': 'text/html' })).status).toBe(403);
    expect((await fetch(upload.url)).status).toBe(403);
    expect((await put({ ...upload, url: upload.url.replace('/att_', '/att_0') }, Buffer.from('right'))).status).toBe(403);
    expect((await put(upload, Buffer.from('right'))).status).toBe(200);
    expect((await put(upload, Buffer.from('other'))).status).toBe(412);
    const late = await announced();
    await stage.advance('PT16M');
    expect((await put(late, Buffer.from('right'))).status).toBe(403);
  });
});

describe('a file that a customer attached', () => {
  it('is fetched through the API, byte for byte, and only ever as a download', async () => {
    const content = randomBytes(50_000);
    const ticket = await aTicket({ name: 'page.html', type: 'text/html', content });
    const [opened] = (await stage.ticket(ticket.id)).events;
    const path = `/tickets/${ticket.id}/attachments/${opened.message.id}`;
    const { status, body } = await stage.api('GET', `${path}/1`);
    expect({ status, body }).toMatchObject({ status: 200, body: { attachment: { name: 'page.html', size: content.length } } });
    const got = await fetch(body.url);
    expect(Buffer.from(await got.arrayBuffer()).equals(content)).toBe(true);
    expect(got.headers.get('content-type')).toBe('application/octet-stream');
    expect(got.headers.get('content-disposition')).toMatch(/^attachment; filename="page.html"/);
    for (const other of [`${path}/0`, `${path}/2`, `${path}/x`, `/tickets/${ticket.id}/attachments/msg_none/1`])
      expect((await stage.api('GET', other)).status).toBe(404);
    await stage.advance('PT16M');
    expect((await fetch(body.url)).status).toBe(403);
  });
});
