import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditIn } from '../../../shared/audit/audit.dynamo.ts';
import { audited, auditItem } from '../../../shared/audit/audit.ts';
import type { Macro } from '../../../shared/macros/macro.ts';
import { macrosIn } from '../../../shared/macros/macros.dynamo.ts';
import { Overtaken } from '../../../shared/tickets/tickets.ts';
import { minutesLater, monday } from '../../support/builders.ts';
import { startTable, type Table, tableName } from '../../support/table.ts';

let table: Table;
let macros: ReturnType<typeof macrosIn>;
beforeEach(async () => {
  table = await startTable();
  macros = macrosIn(table.client, tableName);
});
afterEach(() => table.stop());

const aMacro = (id: string, version = 'v1'): Macro => ({
  id,
  version,
  name: id,
  kind: 'incident',
  savedAt: monday.toISOString(),
  savedBy: 'eva',
});
const entry = (about: string, at = monday) => audited({ action: 'macro.saved', about }, { id: 'eva', role: 'manager' }, at);

describe('macros', () => {
  it('are kept with all they say, and listed in pages', async () => {
    for (const id of ['c', 'a', 'b']) await macros.save(aMacro(id), undefined, []);
    expect(await macros.find('a')).toEqual(aMacro('a'));
    expect(await macros.find('x')).toBeUndefined();
    const first = await macros.list(2);
    expect(first).toEqual({ macros: [aMacro('a'), aMacro('b')], next: 'b' });
    expect(await macros.list(2, first.next)).toEqual({ macros: [aMacro('c')], next: undefined });
    expect(await macros.count()).toBe(3);
  });
  it('take the place only of what was read, with what is written about it or not at all', async () => {
    await macros.save(aMacro('a'), undefined, [auditItem(entry('a'))]);
    await expect(macros.save(aMacro('a', 'v2'), undefined, [auditItem(entry('a'))])).rejects.toThrow(Overtaken);
    await expect(macros.save(aMacro('a', 'v3'), aMacro('a', 'v2'), [])).rejects.toThrow(Overtaken);
    await expect(macros.delete(aMacro('a', 'v2'), [])).rejects.toThrow(Overtaken);
    expect(await table.items('audit')).toHaveLength(1);
    await macros.save(aMacro('a', 'v2'), aMacro('a'), []);
    await macros.delete(aMacro('a', 'v2'), []);
    expect(await macros.find('a')).toBeUndefined();
  });
});

describe('the audit', () => {
  it('lists who did what on a day, oldest first, in pages', async () => {
    const audit = auditIn(table.client, tableName);
    const entries = [0, 5, 10].map((minutes) => entry(`macro-${minutes}`, minutesLater(minutes)));
    for (const each of entries.toReversed()) await audit.record(each);
    await audit.record(entry('the day after', minutesLater(24 * 60)));
    const first = await audit.list('2026-01-05', 2);
    expect(first.entries).toEqual(entries.slice(0, 2));
    expect(await audit.list('2026-01-05', 2, first.next)).toEqual({ entries: entries.slice(2), next: undefined });
    expect((await audit.list('2026-01-04', 2)).entries).toEqual([]);
  });
  it('keeps two that are done at the same moment', async () => {
    const audit = auditIn(table.client, tableName);
    await audit.record(entry('one'));
    await audit.record(entry('two'));
    expect((await audit.list('2026-01-05', 10)).entries).toHaveLength(2);
  });
});
