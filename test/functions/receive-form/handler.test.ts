import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { provedBy } from '../../../functions/receive-form/challenge.ts';
import { putContract } from '../../../shared/contracts/contracts.dynamo.ts';
import { formFileKey } from '../../../shared/forms/form-files.ts';
import { aForm, typed } from '../../shared/forms/a-form.ts';
import { aContract } from '../../support/builders.ts';
import { tableName } from '../../support/table.ts';
import { aFormFunction } from './a-form-function.ts';

let here: Awaited<ReturnType<typeof aFormFunction>>;
beforeEach(async () => {
  here = await aFormFunction();
});
afterEach(() => here.table.stop());

const ticketsIn = async () => here.table.items('ticket');

describe('a submission', () => {
  it('opens a ticket and answers its promises and its link; nothing of it is in the log', async () => {
    const { status, body } = await here.send();
    expect([status, body]).toEqual([
      201,
      {
        ticket: { reference: expect.stringMatching(/^\d{9}$/), formatted: expect.stringMatching(/^\d{3}-\d{3}-\d{3}$/) },
        promises: [
          { clock: 'first-response', dueAt: '2026-01-05T12:30:00Z', text: expect.stringContaining('We will answer by') },
          { clock: 'resolution', dueAt: '2026-01-06T08:30:00Z', text: expect.stringContaining('We will resolve') },
        ],
        statusUrl: expect.stringMatching(/^https:\/\/support\.example\/requests\/[\w-]+$/),
      },
    ]);
    expect(JSON.stringify(here.lines)).not.toContain('ana@');
  });

  it('takes kind and priority from what was chosen, then from the form, then from the contract', async () => {
    await here.send({ fields: typed({ level: 'high' }) });
    await here.send({ fields: typed({ level: 'low' }) });
    const kinds = (await ticketsIn()).map(({ ticketKind, priority }) => `${String(ticketKind)} ${String(priority)}`);
    expect(kinds.sort((a, b) => a.localeCompare(b))).toEqual(['question normal', 'request high']);
  });

  it('of a form whose contract has ended is under the default one, never under that of the typed address', async () => {
    const domains = { customers: { domains: ['customer.example'], addresses: [], phones: [], accounts: [] } };
    await putContract(here.table.client, tableName, aContract({ id: 'ctr_vip', default: false, mailboxes: ['vip'], ...domains }));
    const ended = aForm({ id: 'ended', contract: 'ctr_gone' });
    const other = await aFormFunction(ended);
    await putContract(
      other.table.client,
      tableName,
      aContract({ id: 'ctr_vip', default: false, mailboxes: ['vip'], ...domains }),
    );
    expect((await other.send()).status).toBe(201);
    expect((await other.table.items('ticket'))[0]).toMatchObject({ contractId: 'ctr_test' });
    await other.table.stop();
  });

  it('that fails on our side is told nothing of why, and can be sent again with the same token', async () => {
    let isDown = true;
    const whole = { ...here.tickets };
    here.tickets.append = (...given) => {
      if (isDown) throw new Error('DynamoDB is down for ana@customer.example');
      return whole.append(...given);
    };
    const token = here.token();
    const failed = await here.send({ token });
    expect([failed.status, JSON.stringify(failed.body)]).toEqual([500, expect.not.stringContaining('DynamoDB')]);
    const page = await here.call('POST /forms/{form}', 'token=x', {
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
    });
    expect(page.status).toBe(400);
    isDown = false;
    expect((await here.send({ token })).status).toBe(201);
    expect(JSON.stringify(here.lines)).not.toContain('ana@');
  });

  it('is counted by network only once everything about it is right', async () => {
    const once = await aFormFunction(aForm({ submissionsPerHour: 1 }));
    for (let n = 0; n < 3; n++) expect((await once.send({ fields: typed({ email: 'x' }) })).status).toBe(400);
    expect((await once.send({}, { ip: '2001:db8::1' })).status).toBe(201);
    const refused = await once.send({}, { ip: '2001:db8::2' });
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, '1800']);
    expect((await once.send({}, { ip: '2001:db8:0:1::1' })).status).toBe(201);
    await once.table.stop();
  });

  it('may announce as many files as the requests of its network could have, and no more in the hour', async () => {
    const attachments = { most: 2, bytesEach: 10, types: ['image/png'] };
    const files = await aFormFunction(aForm({ submissionsPerHour: 2, attachments }));
    const announce = () =>
      files.call('POST /forms/{form}/attachments', { token: files.token(), name: 'a.png', type: 'image/png', size: 3 });
    for (let n = 0; n < 4; n++) expect((await announce()).status).toBe(201);
    const refused = await announce();
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, '1800']);
    await files.table.stop();
  });

  it('by a form that takes no files refuses them, and announces none', async () => {
    expect(await here.send({ attachments: ['att_1'] })).toMatchObject({ status: 400, body: { field: 'attachments' } });
    const file = { token: here.token(), name: 'a.png', type: 'image/png', size: 1 };
    expect(await here.call('POST /forms/{form}/attachments', file)).toMatchObject({
      status: 400,
      body: { field: 'attachments' },
    });
  });

  it('claims its files only when all of them are there', async () => {
    const files = await aFormFunction(aForm({ attachments: { most: 2, bytesEach: 10, types: ['image/png'] } }));
    const token = files.token();
    const announce = async () =>
      (await files.call('POST /forms/{form}/attachments', { token, name: 'a.png', type: 'image/png', size: 3 })).body;
    const [first, second] = [await announce(), await announce()];
    const keyOf = ({ upload }: { upload: { url: string } }) => upload.url.replace('https://bucket.example/', '');
    expect(keyOf(first)).toMatch(/^attachments\/forms\/[\w-]+\/att_\w+$/);
    expect(formFileKey('n', 'att_1')).toBe('attachments/forms/n/att_1');
    files.bucket.set(keyOf(first), Buffer.from('MZ\u0000'));
    const attachments = [first.attachment.id, second.attachment.id];
    expect(await files.send({ token, attachments })).toMatchObject({ status: 400, body: { field: 'attachments.1' } });
    expect(files.claimed).toEqual([]);
    files.bucket.set(keyOf(second), Buffer.from('abc'));
    expect((await files.send({ token, attachments })).status).toBe(201);
    expect(files.claimed).toEqual([keyOf(first), keyOf(second)]);
    await files.table.stop();
  });
});

describe('a challenge', () => {
  const challenge = { siteKey: 'site', script: 'https://proof.example/api.js', verifyUrl: 'https://proof.example/siteverify' };
  it('is asked for on the page, and nothing is taken without its proof', async () => {
    const asked: string[] = [];
    const proving = await aFormFunction(aForm({ challenge }), async (_, response) => {
      asked.push(response);
      return response === 'proof';
    });
    const { body, headers } = await proving.call('GET /forms/{form}');
    expect(body).toContain('data-sitekey="site"');
    expect(headers['content-security-policy']).toMatch(/script-src 'sha256-[^']+' https:\/\/proof\.example;/);
    expect(await proving.send({ challenge: 'none' })).toMatchObject({ status: 400, body: { field: 'challenge' } });
    expect((await proving.send({ challenge: 'proof' })).status).toBe(201);
    expect(asked).toEqual(['none', 'proof']);
    await proving.table.stop();
  });
  it('lets nothing through where the stage has no secret for it', async () => {
    await expect(provedBy(undefined)(challenge, 'x', '192.0.2.1')).rejects.toThrow('CHALLENGE_SECRET_ARN');
  });
});
