import { describe, expect, it } from 'vitest';
import { unknownSender } from '../../../../shared/intake/email/addresses.ts';
import { aMail, bytes, read, sample } from './an-email.ts';

const text = (part: Uint8Array | undefined) => Buffer.from(part ?? []).toString();

describe('readEmail', () => {
  it('reads an ordinary 8-bit mail', async () => {
    const { inbound, files, problems } = await read(sample('plain-8bit'));
    expect(inbound).toMatchObject({
      channel: 'email',
      sourceId: 'd6iitobk75ur44p8kdnnp7g2n800',
      recipients: ['support@guichet.example'],
      subject: 'Drucker im 2. Stock druckt nicht',
      nature: 'person',
      natureReason: undefined,
      references: [],
      failedDelivery: undefined,
      language: 'de',
      message: {
        from: { address: 'ana.silva@kunde.example', name: 'Ana Silva' },
        to: [{ address: 'support@guichet.example', name: 'Support' }],
        cc: [{ address: 'buero@kunde.example', name: 'Büro' }],
        text: 'Guten Tag,\n\nseit heute früh druckt der Drucker im 2. Stock nicht mehr.\n\nGrüße\nAna Silva',
        textCut: false,
        attachments: [],
        attachmentsCut: false,
        rawKey: 'in/d6iitobk75ur44p8kdnnp7g2n800',
        rfcMessageId: '4f1c.2026@kunde.example',
        sentAt: '2026-01-05T08:12:30.000Z',
      },
    });
    expect(inbound.message.id).toMatch(/^msg_[0-9a-z]{26}$/);
    expect({ files, problems }).toEqual({ files: [], problems: [] });
  });

  it('reads quoted-printable, encoded words and references that stand close together', async () => {
    const { inbound } = await read(sample('quoted-printable'));
    expect(inbound.subject).toBe('Accès refusé');
    expect(inbound.message.from.name).toBe('Chloé Petit');
    expect(inbound.message.text).toBe("Bonjour, l'accès au portail m'est refusé depuis ce matin, et cette ligne continue.");
    expect(inbound.references).toEqual([
      'our-2@eu-west-1.amazonses.com',
      'our-1@eu-west-1.amazonses.com',
      'first-0@client.example',
    ]);
  });

  it('takes files apart from the text, under safe names, an enclosed message whole', async () => {
    const { inbound, files } = await read(sample('base64-with-files'));
    const { id, attachments } = inbound.message;
    expect(inbound.message.text).toBe('服务器无法连接。');
    expect(attachments).toEqual([
      { name: 'rapport.pdf', type: 'application/pdf', size: 9, key: `attachments/${id}/1-rapport.pdf` },
      { name: '报告.csv', type: 'text/csv', size: 8, key: `attachments/${id}/2-_.csv` },
      { name: 'Enclosed.eml', type: 'message/rfc822', size: expect.any(Number), key: `attachments/${id}/3-Enclosed.eml` },
    ]);
    expect(files.map(({ key }) => key)).toEqual(attachments.map(({ key }) => key));
    expect(files.map(({ content }) => content.length)).toEqual(attachments.map(({ size }) => size));
    expect(text(files[0]?.content)).toBe('%PDF-1.4\n');
    expect(text(files[2]?.content)).toContain('Enclosed words.');
  });

  it('makes text from a mail that has only HTML', async () => {
    const { inbound } = await read(sample('html-only'));
    expect(inbound.message.text).toBe(
      [
        'Hello & good morning,\n',
        'the portal (https://portal.example/login) shows: <error>\n',
        '- first\n- second\n',
        'Code 42\n',
        '> what you wrote',
      ].join('\n'),
    );
  });

  it('reads what is there without Message-ID, and names no id', async () => {
    const { inbound } = await read(sample('no-message-id'));
    expect(inbound.message.rfcMessageId).toBeUndefined();
    expect(inbound.message.sentAt).toBeUndefined();
    expect(inbound.message.text).toBe('Without a Message-ID.');
  });

  it('takes the sender from Reply-To, Sender or the envelope where From names none', async () => {
    expect((await read(sample('no-from'))).inbound.message.from).toEqual({ address: 'desk@client.example', name: 'Desk' });
    expect((await read(sample('no-sender-at-all'))).inbound.message.from).toEqual({ address: 'bounce-address@sender.example' });
    const nobody = await read(sample('no-sender-at-all'), { envelopeFrom: '', isNullSender: true });
    expect(nobody.inbound.message.from).toEqual({ address: unknownSender });
    expect(nobody.problems).toEqual(['no-sender']);
  });

  it.each([
    ['one From with one address', ['From: Ana <ana@client.example>'], 'pass'],
    ['an unquoted comma in its name', ['From: Client, Ana <ana@client.example>'], 'pass'],
    ['no From', ['From: ', 'Reply-To: ana@client.example', 'Sender: ana@client.example'], 'fail'],
    ['two addresses', ['From: ana@client.example, eve@elsewhere.example'], 'fail'],
    ['two of which one is none', ['From: ana@client.example, eve@else@where'], 'fail'],
    ['two From fields', ['From: ana@client.example', 'From: eve@elsewhere.example'], 'fail'],
  ])('lets the notification vouch for one From address alone: %s', async (_, headers, sender) => {
    const { inbound } = await read(aMail(headers));
    expect(inbound.verdicts.sender).toBe(sender);
    expect(inbound.message.from.address).toBe('ana@client.example');
  });

  it('never throws for an unknown charset and reads 8-bit headers as Windows-1252', async () => {
    const { inbound } = await read(sample('wrong-charset'));
    expect(inbound.subject).toBe('Avaría en línea');
    expect(inbound.message.from).toEqual({ address: 'jose@client.example', name: 'José' });
    expect(inbound.message.text).toBe('No funciona la impresión.');
  });

  it('lets no line break out of decoded names, subjects and file names', async () => {
    const { inbound } = await read(sample('header-injection'));
    const { from, to, attachments, rfcMessageId } = inbound.message;
    const lines = [inbound.subject, from.name, to[0]?.name, attachments[0]?.name, attachments[0]?.key, rfcMessageId];
    for (const line of lines) expect(line).not.toMatch(/[\p{Cc}\u2028-\u202e]/u);
    expect(inbound.subject).toBe('Hello Bcc: victim@x.example bodygpj.exe');
    expect(attachments[0]?.name).toBe('a b.exe');
    expect(rfcMessageId).toBe('inject-1@client.example');
  });

  it('takes verdicts from the notification alone, whatever headers say', async () => {
    const verdicts = { spam: 'fail', virus: 'fail', sender: 'pass' } as const;
    const { inbound } = await read(sample('forged-verdicts'), { verdicts, spf: 'fail', dkim: 'fail', dmarc: 'fail' });
    expect(inbound.verdicts).toEqual(verdicts);
  });

  it('reads what it can of malformed MIME', async () => {
    const { inbound } = await read(sample('malformed'));
    expect(inbound.subject).toBe('Broken MIME');
    expect(inbound.message.text).toContain('Hello');
  });

  it('takes a mail without any header for text, and says so', async () => {
    const { inbound, problems } = await read(bytes('no header here\n\njust words\n'), { envelopeFrom: 'x@y.example' });
    expect(inbound.message.text).toBe('no header here\n\njust words');
    expect(problems).toEqual(['malformed']);
  });

  it('gives the same ids for the same SES message and others for another', async () => {
    const raw = sample('base64-with-files');
    const first = await read(raw);
    expect((await read(raw)).inbound).toEqual(first.inbound);
    expect((await read(raw, { sesMessageId: 'other' })).inbound.message.id).not.toBe(first.inbound.message.id);
  });

  it('digests body, subject and sender, and not what relays add', async () => {
    const digestOf = async (raw: Uint8Array) => (await read(raw)).inbound.contentDigest;
    const plain = await digestOf(aMail());
    expect(await digestOf(aMail(['Received: from elsewhere', 'X-Relay: 2']))).toBe(plain);
    expect(await digestOf(aMail([], 'Other.'))).not.toBe(plain);
    expect(await digestOf(aMail(['Content-Type: text/plain; charset=utf-7']))).not.toBe(plain);
    expect(await digestOf(aMail(['Content-Transfer-Encoding: base64']))).not.toBe(plain);
    expect(await digestOf(aMail(['Subject: Other']))).not.toBe(plain);
    expect(await digestOf(aMail(['From: other@client.example']))).not.toBe(plain);
  });

  it('prefers HTML to an empty text part', async () => {
    const parts = '--b\nContent-Type: text/plain\n\n \n--b\nContent-Type: text/html\n\n<p>Words</p>\n--b--';
    const { inbound } = await read(aMail(['Content-Type: multipart/alternative; boundary=b'], parts));
    expect(inbound.message.text).toBe('Words');
  });

  it('ignores dates that no mail has', async () => {
    for (const date of ['yesterday', 'Mon, 1 Jan 1969 00:00:00 +0000', 'Mon, 1 Jan 9999 00:00:00 +0000', ''])
      expect((await read(aMail([`Date: ${date}`]))).inbound.message.sentAt).toBeUndefined();
  });
});
