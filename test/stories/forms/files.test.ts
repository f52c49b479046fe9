import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Stage, startStage } from '../../support/cloud.ts';
import { contact, type FormClient, formsOf } from './form-client.ts';

/** Files that customers send with a form, up to the bucket and the agent. */
let stage: Stage;
let forms: FormClient;
beforeAll(async () => {
  stage = await startStage({ startAt: new Date('2026-01-05T08:00:00Z') });
  forms = formsOf(stage);
});
afterAll(() => stage.stop());

const announce = (token: string, file: Record<string, unknown> = {}, form = 'contact') =>
  forms.post(`/forms/${form}/attachments`, { token, name: 'a.png', type: 'image/png', size: 10, ...file });
const send = (token: string, attachments: string[]) =>
  forms.send('contact', { token, fields: contact(), consent: true, attachments });
const mostBytes = 5_242_880;

describe('files of a request', () => {
  it('reach the agent byte for byte, and one that is other than it says is marked', async () => {
    const token = await forms.ripeToken('contact');
    const picture = randomBytes(100_000);
    const ids = [
      await forms.attach('contact', token, 'Plan – été.png', 'image/png', picture),
      await forms.attach('contact', token, 'invoice.pdf', 'application/pdf', Buffer.from('MZ\u0001\u0000\u0002 a program')),
    ];
    const { status, body } = await send(token, ids);
    expect(status).toBe(201);
    const { ticket, events } = await forms.ticketOf(body.ticket.reference);
    expect(events[0].message.attachments).toMatchObject([
      { name: 'Plan – été.png', type: 'image/png', size: 100_000 },
      { name: 'invoice.pdf', dangerous: 'disguised' },
    ]);
    const { body: file } = await stage.api('GET', `/tickets/${ticket.id}/attachments/${events[0].message.id}/1`);
    expect(Buffer.from(await (await fetch(file.url)).arrayBuffer()).equals(picture)).toBe(true);
  });

  it('are named only once they are there, each once, and only with the token that they were announced with', async () => {
    const token = await forms.ripeToken('contact');
    const { body } = await announce(token);
    expect(await send(token, [body.attachment.id])).toMatchObject({ status: 400, body: { field: 'attachments.0' } });
    const id = await forms.attach('contact', token, 'b.png', 'image/png', Buffer.from('b'));
    expect(await send(token, [id, id])).toMatchObject({ status: 400, body: { field: 'attachments.1' } });
    const other = await forms.ripeToken('contact');
    expect(await send(other, [id])).toMatchObject({ status: 400, body: { field: 'attachments.0' } });
    expect((await send(token, [id])).status).toBe(201);
  });

  it('are as many as the form says, also when all are announced at once', async () => {
    const token = await forms.ripeToken('contact');
    const answers = await Promise.all(Array.from({ length: 5 }, () => announce(token)));
    expect([201, 400].map((wanted) => answers.filter(({ status }) => status === wanted).length)).toEqual([3, 2]);
    expect(answers.find(({ status }) => status === 400)?.body).toMatchObject({
      field: 'attachments',
      detail: 'must be at most 3',
    });
  });

  it.each([
    [{ size: mostBytes + 1 }, 'size'],
    [{ size: 0 }, 'size'],
    [{ type: 'text/html' }, 'type'],
    [{ name: '../a.png' }, 'name'],
    [{ name: 'x'.repeat(151) }, 'name'],
    [{ token: 'made-up' }, 'token'],
  ])('%o is refused by name', async (file, field) => {
    const { token } = await forms.token('contact');
    expect(await announce(token, file)).toMatchObject({ status: 400, body: { field } });
  });

  it('may be as large as the form says, and are put exactly so', async () => {
    const { token } = await forms.token('contact');
    const { status, body } = await announce(token, { size: mostBytes });
    expect(status).toBe(201);
    const put = (bytes: number) =>
      fetch(body.upload.url, { method: 'PUT', headers: body.upload.headers, body: Buffer.alloc(bytes) });
    expect([(await put(mostBytes + 1)).status, (await put(mostBytes)).status]).toEqual([403, 200]);
  });
});

describe('a file that nothing names', () => {
  it('is gone two days later, at the midnight after that; those that are named stay, of customers and of agents', async () => {
    const orphan = (await announce(await forms.ripeToken('contact'))).body;
    const stored = async (url: string) =>
      (await fetch(url, { method: 'PUT', headers: orphan.upload.headers, body: '0123456789' })).status;
    expect(await stored(orphan.upload.url)).toBe(200);
    const token = await forms.ripeToken('contact');
    const { body } = await send(token, [await forms.attach('contact', token, 'c.png', 'image/png', Buffer.from('c'))]);
    const { ticket, events } = await forms.ticketOf(body.ticket.reference);
    const { body: own } = await stage.api('POST', `/tickets/${ticket.id}/attachments`, {
      name: 'd.txt',
      type: 'text/plain',
      size: 1,
    });
    await fetch(own.upload.url, { method: 'PUT', headers: own.upload.headers, body: 'd' });
    await stage.api('POST', `/tickets/${ticket.id}/replies`, { text: 'See.', attachments: [own.attachment.id] });
    await stage.advance('P3D');
    const reply = (await stage.ticket(ticket.id)).events.find(({ type }) => type === 'AgentReplied');
    for (const messageId of [events[0].message.id, reply.messageId]) {
      const { body: file } = await stage.api('GET', `/tickets/${ticket.id}/attachments/${messageId}/1`);
      expect((await fetch(file.url)).status).toBe(200);
    }
    const [bucket] = stage.cloud.app
      .byType('AWS::S3::Bucket')
      .filter(({ properties }) => 'LifecycleConfiguration' in properties && 'CorsConfiguration' in properties);
    const { S3Client, ListObjectsV2Command } = await import('@aws-sdk/client-s3');
    const s3 = new S3Client({ ...stage.account, forcePathStyle: true });
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket?.name, Prefix: 'attachments/forms/' }));
    const keys = Contents.map(({ Key }) => Key);
    expect(keys.some((key) => key?.endsWith(orphan.attachment.id))).toBe(false);
    expect(keys).toContain(events[0].message.attachments[0].key);
  });
});
