import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contractFor } from '../../../shared/contracts/contract.ts';
import { putContract } from '../../../shared/contracts/contracts.dynamo.ts';
import { keys } from '../../../shared/dynamo/table.ts';
import { aContract, monday } from '../../support/builders.ts';
import { startTable, type Table, tableName } from '../../support/table.ts';

let table: Table;
beforeEach(async () => {
  table = await startTable({ time: monday });
});
afterEach(() => table.stop());

const put = (overrides: Record<string, unknown> = {}) => putContract(table.client, tableName, aContract(overrides));
const later = (milliseconds: number) => {
  table.at.time = new Date(table.at.time.getTime() + milliseconds);
};
const names = async () => (await table.contracts.all()).map(({ id, version, name }) => `${id} ${version} ${name}`);

describe('applying a contract', () => {
  it('writes each version once and never rewrites it', async () => {
    expect(await put({ name: 'First' })).toBe(true);
    expect(await put({ name: 'Changed without a new version' })).toBe(false);
    expect(await put({ version: 2, name: 'Second' })).toBe(true);
    expect(await names()).toEqual(['ctr_test 1 First', 'ctr_test 2 Second']);
  });
  it('twice at once writes it once', async () => {
    expect((await Promise.all([put(), put()])).sort()).toEqual([false, true]);
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
    expect(contractFor(await table.contracts.all(), ['support'])).toMatchObject({ name: 'Second' });
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

describe('the contract of a new message', () => {
  const gold = aContract({ id: 'ctr_gold', default: false, mailboxes: ['gold', 'vip'] });
  it('is the one that has the mailbox, else the default', () => {
    expect(contractFor([aContract(), gold], ['vip']).id).toBe('ctr_gold');
    expect(contractFor([aContract(), gold], ['nobody']).id).toBe('ctr_test');
    expect(contractFor([aContract(), gold], []).id).toBe('ctr_test');
  });
  it('is the newest version, also when that gave up the mailbox', () => {
    const without = { ...gold, version: 2, mailboxes: ['vip'] };
    expect(contractFor([gold, without, aContract()], ['gold']).id).toBe('ctr_test');
    expect(contractFor([without, gold, aContract()], ['vip']).version).toBe(2);
  });
  it('is missing, with an error, when there is no default: the message must wait', () => {
    expect(() => contractFor([gold], ['nobody'])).toThrow('apply the contracts');
  });
});
