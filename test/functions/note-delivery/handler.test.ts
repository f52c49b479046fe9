import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHandler } from '../../../functions/note-delivery/handler.ts';
import { putContract } from '../../../shared/contracts/contracts.dynamo.ts';
import { outboxIn } from '../../../shared/notices/outbox.dynamo.ts';
import { open } from '../../../shared/tickets/decide.ts';
import { ring } from '../../../shared/tickets/ring.ts';
import { asOurs, bounced, delivered, inSns, noticeId, samples, sesMessageId, taken } from '../../shared/notices/ses-events.ts';
import { aContract, anOpening, byCustomer, minutesLater, ticketId } from '../../support/builders.ts';
import { aQueueEvent, context, failedIds } from '../../support/lambda-events.ts';
import { aWork } from '../../support/recorders.ts';
import { startTable, type Table, tableName } from '../../support/table.ts';

let table: Table;
beforeEach(async () => {
  table = await startTable();
  await table.tickets.append(ticketId, [open(anOpening(), aContract(), byCustomer())]);
  await outboxIn(table.client, tableName, table.now).claim(
    { ticketId, noticeId },
    { kind: 'reply', recipient: 'ana@customer.example' },
  );
});
afterEach(() => table.stop());

function noting() {
  const { work, lines, messages, values } = aWork();
  const handler = createHandler({
    work,
    outbox: outboxIn(table.client, tableName, table.now),
    tickets: table.tickets,
    contracts: table.contracts,
    now: table.now,
  });
  return {
    lines,
    undelivered: () => values('EscalationsUndelivered').length,
    messages,
    note: async (...events: unknown[]) => failedIds(await handler(aQueueEvent(...events.map(inSns)), context)),
  };
}
const notice = async () => (await table.items('notice'))[0]!;
const failures = async () =>
  (await table.historyOf(ticketId)).flatMap(({ event }) => (event.type === 'DeliveryFailed' ? [event] : []));

describe('note-delivery', () => {
  it('notes that SES took a mail, should nobody have done so', async () => {
    expect(await noting().note(taken())).toEqual([]);
    expect(await notice()).toMatchObject({ state: 'sent', sesMessageId, takenAt: '2026-01-05T08:00:01.000Z' });
    expect(await failures()).toEqual([]);
  });
  it('notes once when one batch says of a mail that it was taken and that it arrived', async () => {
    const { note } = noting();
    const sent = table.watch();
    expect(await note(taken(), delivered())).toEqual([]);
    expect(sent.filter(({ input }) => /delivery|takenAt/.test(String(input.UpdateExpression)))).toHaveLength(1);
    expect(await notice()).not.toHaveProperty('takenAt');
    expect(await notice()).toMatchObject({ state: 'sent', delivery: 'delivered' });
  });
  it('writes one note on the notice and one in the ledger when the sending is noted already', async () => {
    const { note } = noting();
    await note(taken());
    const sent = table.watch();
    await note(delivered());
    expect(sent.map(({ command }) => command)).toEqual(['UpdateCommand', 'UpdateCommand']);
  });
  it('puts a bounce on the ticket and on the notice', async () => {
    expect(await noting().note(bounced())).toEqual([]);
    expect(await notice()).toMatchObject({ delivery: 'bounced' });
    expect(await failures()).toMatchObject([
      { recipients: ['ana@customer.example'], permanent: true, at: '2026-01-05T08:00:09.000Z', by: { kind: 'system' } },
    ]);
  });
  it('appends the same feedback once, in one batch and over batches, and another feedback again', async () => {
    const { note } = noting();
    expect(await note(bounced(), bounced())).toEqual([]);
    expect(await note(bounced())).toEqual([]);
    expect(await failures()).toHaveLength(1);
    await note(bounced('feedback-2'));
    expect(await failures()).toHaveLength(2);
  });
  it('passes over feedback about a ticket and a notice that are not there', async () => {
    const lost = bounced();
    lost.mail.tags.ticket = ['tkt_none'];
    const before = await table.items();
    expect(await noting().note(lost)).toEqual([]);
    expect(await table.items()).toEqual(before);
  });
  it('logs what is not about a notice and is done with it', async () => {
    const { note, messages } = noting();
    expect(await note('Successfully validated SNS topic for Amazon SES event publishing.')).toEqual([]);
    expect(messages()).toEqual(['not about a notice']);
  });
  it('reports one bad message of three and does the others', async () => {
    expect(await noting().note(bounced(), { eventType: 'Open' }, delivered())).toEqual(['m2']);
    expect(await notice()).toMatchObject({ delivery: 'delivered' });
  });
  it('leaves no address in the log', async () => {
    const { note, lines } = noting();
    await note(bounced(), { eventType: 'Bounce', mail: 'ana@customer.example' });
    expect(lines).toHaveLength(1);
    expect(JSON.stringify(lines)).not.toContain('ana@');
  });
});

describe('a warning that bounces', () => {
  const warning = '2-warning-1';
  const aboutTheWarning = (event: ReturnType<typeof bounced>) => {
    event.mail.tags.notice = [warning];
    return event;
  };
  const since = async () => (await table.historyOf(ticketId)).slice(2).map(({ event }) => event);
  beforeEach(async () => {
    await putContract(table.client, tableName, aContract());
    table.at.time = minutesLater(120);
    const opened = (await table.tickets.find(ticketId))!;
    await table.tickets.append(opened, ring(opened, aContract(), table.now()));
    await outboxIn(table.client, tableName, table.now).claim(
      { ticketId, noticeId: warning },
      { kind: 'warning', recipient: 'duty@desk.example' },
    );
  });

  it('is on the ticket together with the next step, in one append, and is counted', async () => {
    const { note, undelivered } = noting();
    const sent = table.watch();
    expect(await note(aboutTheWarning(bounced()))).toEqual([]);
    expect(await since()).toMatchObject([
      { type: 'DeliveryFailed', permanent: true },
      { type: 'Escalated', step: 'breach', to: ['lead@desk.example'], because: 'undelivered' },
    ]);
    expect(sent.filter(({ command }) => command === 'TransactWriteCommand')).toHaveLength(1);
    expect(undelivered()).toBe(1);
  });
  it('takes that step once, however often SES says so', async () => {
    const { note, undelivered } = noting();
    await note(aboutTheWarning(bounced()), aboutTheWarning(bounced()));
    await note(aboutTheWarning(bounced()));
    expect((await since()).map(({ type }) => type)).toEqual(['DeliveryFailed', 'Escalated']);
    expect(undelivered()).toBe(1);
  });
  it('for now only is no reason to go on: SES tries again', async () => {
    const { note, undelivered } = noting();
    const event = aboutTheWarning(bounced());
    const detail = event as unknown as { bounce: { bounceType: string } };
    detail.bounce.bounceType = 'Transient';
    await note(event);
    expect((await since()).map(({ type }) => type)).toEqual(['DeliveryFailed']);
    expect(undelivered()).toBe(0);
  });
});

describe.skipIf(samples.length === 0)('each event of SES’s documentation that we ask for', () => {
  const asked = samples.filter(([name]) => /^event-(bounce|complaint|delivery|delivery-delay|reject|send)$/.test(name));
  it.each(asked)('%s, as if about a mail of ours, marks it as sent', async (_, event) => {
    expect(await noting().note(asOurs(event))).toEqual([]);
    expect(await notice()).toMatchObject({ state: 'sent', sesMessageId: event.mail.messageId });
  });
});
