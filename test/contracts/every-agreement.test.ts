import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contractFor } from '../../shared/contracts/in-force.ts';
import { monday } from '../support/builders.ts';
import { sharedData } from '../support/shared-data.ts';
import { contracts, due } from './agreements.ts';

describe('the agreements that ship', () => {
  it('are the eleven, and one for everybody else', () => {
    const others = contracts.filter((each) => !each.default).map(({ id }) => id.slice(4));
    expect(others).toHaveLength(11);
    const page = sharedData('contracts.md');
    if (page) for (const id of others) expect(readFileSync(page, 'utf8')).toContain(`| ${id} |`);
  });
  it('can each be written to at an address of its own, and each knows its customers by their domain', () => {
    for (const { id, mailboxes, customers } of contracts.filter((each) => !each.default)) {
      expect([mailboxes.length, customers.domains.length], id).toEqual([1, 1]);
      expect(contractFor(contracts, { mailboxes }, monday).id).toBe(id);
      expect(contractFor(contracts, { mailboxes: ['support'], address: `ana@${customers.domains[0]}` }, monday).id).toBe(id);
    }
  });
  it('name nobody of us at an address that takes customers’ mail', () => {
    const mailboxes = contracts.flatMap((each) => each.mailboxes);
    const people = contracts.flatMap(({ roles, ladder }) => [
      ...ladder.flatMap(({ to }) => to),
      ...Object.values(roles).flatMap((role) => role.flatMap((each) => each.people)),
    ]);
    expect(people.filter((each) => mailboxes.includes(each.split('@')[0]!))).toEqual([]);
  });
  it('each tell somebody of a promise in danger and of a broken one', () => {
    for (const { id, ladder } of contracts) {
      expect(
        ladder.map(({ at }) => at),
        id,
      ).toContain('breach');
      expect(ladder[0]?.at, id).toMatch(/%|before/);
    }
  });
});

describe('standard: round the clock for everybody', () => {
  it('promises a first response in four hours, a solution in three days, and less when it is urgent', () => {
    expect(due('standard', '2026-03-29T00:30:00Z')).toEqual({
      'first-response': '2026-03-29 04:30:00',
      resolution: '2026-04-01 00:30:00',
    });
    expect(due('standard', '2026-03-29T00:30:00Z', { priority: 'urgent' })).toEqual({
      'first-response': '2026-03-29 01:30:00',
      resolution: '2026-03-29 08:30:00',
    });
  });
});
