import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { calendarsIn, putContract, readContracts, replaceContract } from '../../../shared/contracts/contracts.dynamo.ts';
import { keys } from '../../../shared/dynamo/table.ts';
import { canonicalCalendar } from '../../../shared/sla/count.ts';
import { aCalendar, aContract, monday } from '../../support/builders.ts';
import { startTable, type Table, tableName } from '../../support/table.ts';

let table: Table;
beforeEach(async () => {
  table = await startTable({ time: monday });
});
afterEach(() => table.stop());

const put = (overrides: Record<string, unknown> = {}) => putContract(table.client, tableName, aContract(overrides));
const replace = (overrides: Record<string, unknown> = {}) => replaceContract(table.client, tableName, aContract(overrides));
const later = (milliseconds: number) => {
  table.at.time = new Date(table.at.time.getTime() + milliseconds);
};
const names = async () => (await table.contracts.all()).map(({ id, version, name }) => `${id} ${version} ${name}`);
const office = (version: string, closed: string[] = []) => ({ office: { ...aCalendar({ closed }), version } });

describe('a version of a contract', () => {
  it('is written once and never by the same way again', async () => {
    expect(await put({ name: 'First' })).toBe(true);
    expect(await put({ name: 'Changed without a new version' })).toBe(false);
    expect(await put({ version: 2, name: 'Second' })).toBe(true);
    expect(await names()).toEqual(['ctr_test 1 First', 'ctr_test 2 Second']);
  });
  it('that is written twice at once is written once', async () => {
    expect((await Promise.all([put(), put()])).sort()).toEqual([false, true]);
  });
  it('comes back as it was written', async () => {
    const contract = aContract({
      calendars: office('v1', ['2026-01-01']),
      entitlement: [{ state: 'in-notice', from: '2026-01-01T00:00:00Z' }],
      roles: { duty: [{ people: ['duty@desk.example'] }] },
      teams: { incident: 'technical' },
    });
    await putContract(table.client, tableName, contract);
    expect(await readContracts(table.client, tableName)).toEqual([contract]);
  });
  it('that is there may be replaced, one that is not may not', async () => {
    await expect(replace()).rejects.toThrow('conditional request failed');
    await put();
    const entitlement = [{ state: 'suspended', from: '2026-01-01T00:00:00Z', reason: 'Unpaid' }];
    await replace({ entitlement });
    expect(await readContracts(table.client, tableName, true)).toEqual([aContract({ entitlement })]);
  });
});

describe('the calendars of contracts', () => {
  const find = (version: string) => calendarsIn(table.client, tableName)(version);
  it('are kept by their version, also when the contract has another one by now', async () => {
    await put({ calendars: office('v1') });
    await replace({ calendars: office('v2', ['2026-01-06']) });
    expect(await find('v1')).toMatchObject({ timeZone: 'Europe/Paris', closed: [] });
    expect(await find('v2')).toMatchObject({ closed: ['2026-01-06'] });
    expect(await table.items('calendar')).toHaveLength(2);
  });
  it('are never rewritten', async () => {
    await put({ calendars: office('v1') });
    await put({ version: 2, calendars: office('v1', ['2026-01-06']) });
    expect(await find('v1')).toMatchObject({ closed: [] });
  });
  it('are there before any contract that names them', async () => {
    const sent = table.watch();
    await put({ calendars: office('v1') });
    expect(sent.map(({ input }) => input.Item)).toMatchObject([{ kind: 'calendar' }, { kind: 'contract' }]);
  });
  it('are found for clock time too, which no contract writes down', async () => {
    expect(await find('always')).toEqual({ kind: 'always' });
    expect(await find('v9')).toBeUndefined();
  });
  it('have the digest of what they say in whatever order the table gives back their dates', () => {
    const dates = { '2026-01-04': ['09:00-18:00'], '2026-02-14': ['10:00-11:00'] };
    const { calendar: one } = aContract({ calendars: { office: aCalendar({ special: dates }) } }).calendars.office!;
    const special = Object.fromEntries(Object.entries(dates).reverse());
    const { calendar: other } = aContract({ calendars: { office: aCalendar({ special }) } }).calendars.office!;
    expect(canonicalCalendar(other)).toBe(canonicalCalendar(one));
  });
});

describe('the contracts in memory', () => {
  it('are read once a minute, to the millisecond', async () => {
    await put();
    await table.contracts.all();
    await put({ version: 2 });
    const sent = table.watch();
    later(59_999);
    expect(await names()).toHaveLength(1);
    expect(sent).toEqual([]);
    later(1);
    expect(await names()).toHaveLength(2);
    expect(sent).toHaveLength(1);
  });
  it('are not remembered as none: whoever applies the first ones is heard at once', async () => {
    expect(await table.contracts.all()).toEqual([]);
    await put();
    expect(await names()).toHaveLength(1);
  });
  it('that cannot be parsed are an error, not fewer contracts', async () => {
    await put();
    await table.put({ ...keys.contract('ctr_bad', 1), kind: 'contract', contract: { id: 'ctr_bad' } });
    await expect(table.contracts.all()).rejects.toThrow();
  });
});

describe('the contract of a ticket', () => {
  it('is the version under which it was opened, whatever came after', async () => {
    await put({ name: 'First' });
    await put({ version: 2, name: 'Second' });
    expect(await table.contracts.of({ contractId: 'ctr_test', contractVersion: 1 })).toMatchObject({ name: 'First' });
  });
  it('is found at once when it was applied within this minute', async () => {
    await put();
    await table.contracts.all();
    await put({ version: 2 });
    expect(await table.contracts.of({ contractId: 'ctr_test', contractVersion: 2 })).toMatchObject({ version: 2 });
  });
  it('that is not there is an error which names it', async () => {
    await put();
    await expect(table.contracts.of({ contractId: 'ctr_test', contractVersion: 9 })).rejects.toThrow(
      'contract ctr_test version 9 is missing',
    );
  });
});
