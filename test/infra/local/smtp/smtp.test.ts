import { connect } from 'node:net';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IncomingMail } from '../../../../infra/local/ses/received-mail.ts';
import { maximumReceivedBytes, mostReceivedRecipients, type Smtp, startSmtp } from '../../../../infra/local/smtp/smtp.ts';
import { aStage, type Stage } from '../gateway/test-cloud.ts';

let stage: Stage;
let smtp: Smtp;
let received: IncomingMail[];
let fail: Error | undefined;

beforeEach(async () => {
  stage = aStage();
  received = [];
  fail = undefined;
  const receiving = {
    accepts: (address: string) => address.endsWith('@desk.example'),
    receive: (mail: IncomingMail) => {
      if (fail) throw fail;
      received.push(mail);
      return `id${received.length}`;
    },
  };
  smtp = await startSmtp({ port: 0, receiving, activity: stage.activity, onError: stage.onError });
});

afterEach(() => smtp.stop());

const transport = (options = {}) => createTransport({ host: '127.0.0.1', port: smtp.port, ignoreTLS: true, ...options });
const send = (mail: SendMailOptions) => transport().sendMail(mail);
const sendRaw = (
  raw: Buffer | string,
  to: string | string[] = 'support@desk.example',
  from: string | false = 'ana@customer.example',
) => send({ envelope: { from: from || '', to }, raw });

/** Plays lines to the server, each after an answer, and gives all the answers. */
function converse(...lines: string[]): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const socket = connect(smtp.port, '127.0.0.1');
    const answers: string[] = [];
    socket.setEncoding('utf8');
    socket.on('error', reject);
    socket.on('data', (chunk: string) => {
      if (!/^\d{3} .*\r\n$/m.test(chunk.slice(chunk.lastIndexOf('\n', chunk.length - 2) + 1))) return;
      answers.push(chunk);
      const next = lines.shift();
      if (next === undefined) socket.end(() => resolve(answers));
      else socket.write(`${next}\r\n`);
    });
  });
}

describe('a mail', () => {
  it('is handed on byte for byte with its envelope before it is acknowledged', async () => {
    const raw = Buffer.concat([
      Buffer.from('Subject: x\r\n\r\n.leading dot\r\n..two\r\n'),
      Buffer.from([0xff, 0x80, 0xe9]),
      Buffer.from('\r\nend\r\n'),
    ]);
    const { response } = await sendRaw(raw, ['a@desk.example', 'b@desk.example']);
    expect(response).toMatch(/^250 .*OK id1$/);
    expect(received).toEqual([
      {
        from: 'ana@customer.example',
        recipients: ['a@desk.example', 'b@desk.example'],
        raw,
        helo: expect.any(String),
        clientAddress: '127.0.0.1',
      },
    ]);
  });

  it('may come from nobody, as bounces do', async () => {
    await sendRaw('Subject: bounce\r\n\r\n', 'support@desk.example', false);
    expect(received[0]?.from).toBe('');
  });

  it('may have addresses and headers in UTF-8', async () => {
    await send({ from: 'zoé@customer.example', to: 'zoé@desk.example', subject: '你好', text: 'grüße' });
    expect(received[0]).toMatchObject({ from: 'zoé@customer.example', recipients: ['zoé@desk.example'] });
  });

  it('is put off when it cannot be stored', async () => {
    fail = new Error('no such bucket');
    await expect(sendRaw('x')).rejects.toMatchObject({ responseCode: 451 });
    expect(stage.errors).toEqual([{ error: fail, label: 'mail from <ana@customer.example>' }]);
    fail = undefined;
    await sendRaw('x');
    expect(received).toHaveLength(1);
  });

  it('that breaks off leaves nothing behind', async () => {
    await converse('EHLO x', 'MAIL FROM:<a@b.example>', 'RCPT TO:<support@desk.example>', 'DATA');
    await stage.activity.idle();
    expect(received).toEqual([]);
  });
});

describe('limits', () => {
  it('a mail may have 40 MB, announced by SIZE or not, and not one byte more', async () => {
    const most = Buffer.alloc(maximumReceivedBytes, 'x'.repeat(70).concat('\r\n'));
    most.write('\r\n', most.length - 2);
    await sendRaw(most);
    expect(received[0]?.raw.length).toBe(maximumReceivedBytes);
    const larger = Buffer.concat([Buffer.from('x'), most]);
    await expect(sendRaw(larger)).rejects.toMatchObject({ responseCode: 552 });
    expect(received).toHaveLength(1);
    const [, hello, announced] = await converse('EHLO x', `MAIL FROM:<a@b.example> SIZE=${maximumReceivedBytes + 1}`, 'QUIT');
    expect(hello).toContain(`SIZE ${maximumReceivedBytes}`);
    expect(announced).toMatch(/^552/);
  });

  it('a mail may have a hundred recipients; the sender must send to the next one separately', async () => {
    const people = Array.from({ length: mostReceivedRecipients + 1 }, (_, index) => `p${index}@desk.example`);
    const { accepted, rejected } = await sendRaw('x', people);
    expect(accepted).toHaveLength(100);
    expect(rejected).toEqual(['p100@desk.example']);
    expect(received[0]?.recipients).toHaveLength(100);
  });
});

it('refuses recipients that no rule covers, and takes the others', async () => {
  await expect(sendRaw('x', 'nobody@x.example')).rejects.toMatchObject({
    responseCode: 550,
    response: expect.stringContaining('5.1.1'),
  });
  const { rejected } = await sendRaw('x', ['nobody@x.example', 'support@desk.example']);
  expect(rejected).toEqual(['nobody@x.example']);
  expect(received.map(({ recipients }) => recipients)).toEqual([['support@desk.example']]);
});

it('offers 8BITMIME and SMTPUTF8, no sign-in and no TLS', async () => {
  const [, hello = ''] = await converse('EHLO x', 'QUIT');
  expect(hello).toContain('8BITMIME');
  expect(hello).toContain('SMTPUTF8');
  expect(hello).not.toMatch(/AUTH|STARTTLS/);
});

it('takes hundreds of mails on a few connections', async () => {
  const pool = transport({ pool: true, maxConnections: 5, maxMessages: Number.POSITIVE_INFINITY });
  const envelope = { from: 'ana@customer.example', to: 'support@desk.example' };
  await Promise.all(
    Array.from({ length: 300 }, (_, index) => pool.sendMail({ envelope, raw: `Subject: ${index}\r\n\r\n${'x'.repeat(2000)}` })),
  );
  pool.close();
  expect(received).toHaveLength(300);
});

it('stops at once with clients still connected', async () => {
  const socket = connect(smtp.port, '127.0.0.1');
  await new Promise((resolve) => socket.once('data', resolve));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  const started = performance.now();
  await smtp.stop();
  await closed;
  expect(performance.now() - started).toBeLessThan(1000);
});
