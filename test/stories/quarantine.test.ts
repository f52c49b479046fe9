import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putContract } from '../../shared/contracts/contracts.dynamo.ts';
import { aContract } from '../support/builders.ts';
import { type Stage, startStage } from '../support/cloud.ts';
import { lines, take } from '../support/taken.ts';

/** Mails in the name of customers whose domains disown them: SES says so of every mail with this subject. */
const forged = 'Change our bank account';
let stage: Stage;
beforeAll(async () => {
  stage = await startStage({ verdicts: ({ raw }) => (raw.includes(forged) ? { dmarc: 'FAIL' } : {}) });
  const table = stage.cloud.app.byType('AWS::DynamoDB::GlobalTable')[0]!;
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(stage.account), {
    marshallOptions: { removeUndefinedValues: true },
  });
  for (const unverifiedMail of ['accept', 'flag', 'quarantine'])
    await putContract(
      client,
      table.name,
      aContract({
        id: `ctr_${unverifiedMail}`,
        default: false,
        mailboxes: [],
        customers: { domains: [`${unverifiedMail}.example`] },
        unverifiedMail,
      }),
    );
  await stage.advance('PT2M');
});
afterAll(() => stage.stop());

let n = 0;
const aMail = (from: string, subject = forged) =>
  lines(`From: ${from}`, `Subject: ${subject}`, `Message-ID: <${++n}@forger.example>`, '', 'Please.');
const send = (from: string, subject?: string, to?: string) =>
  take(stage, aMail(from, subject), { from, ...(to === undefined ? {} : { to }) });

describe('a mail that its sender’s domain disowns', () => {
  it('is the customer’s own where the contract accepts it', async () => {
    const { row, ticket, events } = await send('ana@accept.example');
    expect([row.outcome, ticket.contractId]).toEqual(['ticket', 'ctr_accept']);
    expect(events[0].message).not.toHaveProperty('unverified');
  });

  it('is taken in and marked where the contract flags it, under nobody’s contract', async () => {
    const { row, ticket, events } = await send('ana@flag.example');
    expect([row.outcome, ticket.contractId]).toEqual(['ticket', 'ctr_standard']);
    expect(events[0].message).toMatchObject({ unverified: true });
  });

  it('waits in quarantine where the contract says so: no ticket, nothing sent; released, it is like any other', async () => {
    const { row, sent } = await send('ana@quarantine.example');
    expect(row).toMatchObject({ outcome: 'quarantined', reason: 'sender not verified' });
    expect(row).not.toHaveProperty('ticketId');
    expect(sent).toEqual([]);

    const path = `/mails/${row.receivedAt.slice(0, 10)}/${row.sesMessageId}/release`;
    expect(await stage.api('POST', path)).toMatchObject({ status: 202 });
    await stage.settle();
    const released = (await stage.ledger()).find(({ sesMessageId }) => sesMessageId === row.sesMessageId);
    expect(released).toMatchObject({ outcome: 'ticket', releasedBy: 'ana' });
    const { ticket } = await stage.ticket(released.ticketId);
    expect(ticket).toMatchObject({
      subject: forged,
      contractId: 'ctr_quarantine',
      requester: { address: 'ana@quarantine.example' },
    });
    expect(await stage.outbox('ana@quarantine.example')).toHaveLength(1);

    expect(await stage.api('POST', path)).toMatchObject({ status: 200, body: { mail: { ticketId: ticket.id } } });
    await stage.settle();
    expect(await stage.outbox('ana@quarantine.example')).toHaveLength(1);
  });

  it('that answers by the signed address is on its ticket, marked', async () => {
    const { ticket, sent } = await send('bob@quarantine.example', 'Honest question');
    const to = sent[0]?.headers['reply-to'];
    const { row, events } = await send('bob@quarantine.example', `Re: ${forged}`, to);
    expect(row).toMatchObject({ outcome: 'reply', ticketId: ticket.id });
    expect(events.at(-1)).toMatchObject({ type: 'CustomerReplied', message: { unverified: true } });
  });

  it('that was never in quarantine cannot be released', async () => {
    const { row } = await send('ana@flag.example', 'Honest');
    const path = `/mails/${row.receivedAt.slice(0, 10)}/${row.sesMessageId}/release`;
    expect(await stage.api('POST', path)).toMatchObject({ status: 409 });
  });

  it('leaves no work behind: no function failed and no message was given up', async () => {
    expect(stage.cloud.denials).toEqual([]);
  });
});

describe('a customer who answers from another address', () => {
  it('by the signed address is taken in and takes part from then on, whichever address they write from', async () => {
    const { ticket, sent } = await send('carl@work.example', 'No toner');
    const first = await send('carl@home.example', 'Re: No toner', sent[0]?.headers['reply-to']);
    expect(first.row).toMatchObject({ outcome: 'reply', ticketId: ticket.id });
    expect(first.ticket.participants).toEqual(expect.arrayContaining(['carl@work.example', 'carl@home.example']));
    const second = await send('carl@home.example', sent[0]!.subject);
    expect(second.row).toMatchObject({ outcome: 'reply', ticketId: ticket.id });
  });
});
