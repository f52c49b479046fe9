import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keys } from '../../shared/dynamo/table.ts';
import { command } from '../support/command.ts';
import { type Customers, customersAt } from './contracts/customers.ts';

/** Why is this due then? Every due time that a ticket ever had can be counted again from the table alone. */
let desk: Customers;
let client: DynamoDBClient;
beforeAll(async () => {
  // A Friday before a bridge: lunch, weekend, holiday and pauses all go into the receipts.
  desk = await customersAt('Europe/Paris', '2026-05-22T11:30');
  client = new DynamoDBClient(desk.stage.account);
});
afterAll(async () => {
  client.destroy();
  await desk.stage.stop();
});

const receipts = (...args: string[]) => command('receipts', ['verify', ...args, '--local'], desk.stage);

describe('receipts', () => {
  it('of everything that happened to a ticket are right', async () => {
    const ticket = await desk.writes('paul@lefebvre.example', 'Reçus');
    await desk.sets(ticket, 'priority', { priority: 'high' });
    await desk.answers(ticket);
    await desk.until('2026-05-26T10:00');
    await desk.sets(ticket, 'status', { status: 'open' });
    await desk.sets(ticket, 'kind', { kind: 'incident' });
    const { code, out } = await receipts(ticket.id);
    expect([code, out.trim().split('\n').at(-1)]).toEqual([0, '6 receipts counted again, 0 wrong']);
    expect(out).toMatch(/resolution 1, 18 business hours from 2026-05-22T09:30:\d\dZ, due 2026-05-2\dT\d\d:\d\d:\d\dZ: right/);
    expect((await receipts(ticket.reference.replace(/(\d{3})(?=\d)/g, '$1-'))).out).toBe(out);
  });

  it('of all tickets are right, whatever their contract', async () => {
    const customers = ['anais@datasure.example', 'noc@nomadia.example', 'li@beifang-yun.example', 'stranger@customer.example'];
    for (const from of customers) await desk.writes(from, from);
    const { code, out } = await receipts('--all');
    expect([code, out.trim()]).toEqual([0, expect.stringMatching(/^\d\d receipts counted again, 0 wrong$/)]);
  });

  it('that somebody has changed are found', async () => {
    const dynamo = DynamoDBDocumentClient.from(client);
    const [ticket] = await desk.stage.tickets();
    const TableName = desk.stage.cloud.app.byType('AWS::DynamoDB::GlobalTable')[0]!.name;
    const { Item } = await dynamo.send(new GetCommand({ TableName, Key: keys.event(ticket.id, 1) }));
    const [clock, ...others] = Item!.event.clocks;
    const due = new Date(Date.parse(clock.receipt.due) + 1000).toISOString().replace('.000', '');
    const event = { ...Item!.event, clocks: [{ ...clock, receipt: { ...clock.receipt, due } }, ...others] };
    await dynamo.send(new PutCommand({ TableName, Item: { ...Item, event } }));
    const { code, out } = await receipts(ticket.id);
    expect(code).toBe(1);
    expect(out).toContain(`WRONG\n  due: the receipt says ${due}, counting again gives ${clock.receipt.due}`);
  });

  it('are asked for by a ticket or all of them, on one table', async () => {
    for (const args of [[], ['tkt_1', '--all']])
      expect(await receipts(...args)).toMatchObject({ code: 1, err: expect.stringContaining('usage: receipts verify') });
    expect(await command('receipts', ['verify', '--all'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('say which table'),
    });
    expect(await receipts('123456789')).toMatchObject({ code: 1, err: 'there is no ticket 123456789\n' });
  });
});
