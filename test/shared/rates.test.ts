import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countingIn, givingBackIn } from '../../shared/rates/rate.dynamo.ts';
import type { Counting } from '../../shared/rates/rate.ts';
import { monday } from '../support/builders.ts';
import { startTable, type Table, tableName } from '../support/table.ts';

let table: Table;
let count: Counting;
beforeEach(async () => {
  table = await startTable({ time: new Date(monday.getTime() + 20_500) });
  count = countingIn(table.client, tableName, table.now);
});
afterEach(() => table.stop());

const rate = (who = 'ana') => ({ purpose: 'test', who, most: 3, windowSeconds: 60 });

describe('counting', () => {
  it('has room for the last that is allowed, and says after how many seconds there is room for one more', async () => {
    expect([await count(rate()), await count(rate()), await count(rate())]).toEqual([undefined, undefined, undefined]);
    expect(await count(rate())).toBe(40);
  });
  it('begins anew with the next window', async () => {
    for (let i = 0; i < 4; i++) await count(rate());
    table.at.time = new Date(monday.getTime() + 60_000);
    expect(await count(rate())).toBeUndefined();
  });
  it('counts each by itself, and lets exactly so many through who come at once', async () => {
    const all = await Promise.all(Array.from({ length: 10 }, () => count(rate())));
    expect(all.filter((each) => each === undefined)).toHaveLength(3);
    expect(await count(rate('max'))).toBeUndefined();
  });
  it('gives back what was counted, in the window in which it was, and never more than that', async () => {
    const giveBack = givingBackIn(table.client, tableName);
    const countedAt = table.now();
    for (let i = 0; i < 3; i++) await count(rate());
    await giveBack(rate(), new Date(monday.getTime() + 60_000));
    expect(await count(rate())).toBe(40);
    await giveBack(rate(), countedAt);
    expect([await count(rate()), await count(rate())]).toEqual([undefined, 40]);
    for (let i = 0; i < 5; i++) await giveBack(rate(), countedAt);
    const free = [];
    for (let i = 0; i < 4; i++) free.push(await count(rate()));
    expect(free).toEqual([undefined, undefined, undefined, 40]);
  });
  it('keeps nobody’s name', async () => {
    await count(rate('ana@customer.example'));
    expect(JSON.stringify(await table.items('rate'))).not.toContain('ana');
  });
});
