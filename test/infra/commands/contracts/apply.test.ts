import { afterEach, beforeEach, expect, it } from 'vitest';
import { applyTo } from '../../../../infra/commands/contracts/apply.ts';
import type { Contract } from '../../../../shared/contracts/contract.ts';
import { calendarsIn, putContract, readContracts, replaceContract } from '../../../../shared/contracts/contracts.dynamo.ts';
import { aCalendar, aContract, minutesLater, monday } from '../../../support/builders.ts';
import { startTable, type Table, tableName } from '../../../support/table.ts';

let table: Table;
beforeEach(async () => {
  table = await startTable({ time: monday });
});
afterEach(() => table.stop());

const office = (version: string, closed: string[] = []) => ({ office: { ...aCalendar({ closed }), version } });
const gold = (overrides: Record<string, unknown> = {}) =>
  aContract({ id: 'ctr_gold', default: false, mailboxes: ['gold'], calendars: office('v1'), ...overrides });
const apply = (...contracts: Contract[]) => applyTo(table.client, tableName, [aContract(), ...contracts], monday);
const stored = async () => (await readContracts(table.client, tableName)).map(({ id, version }) => `${id} ${version}`);

it('what is new is written, what is the same is left, line by line', async () => {
  expect(await apply(gold())).toEqual({ lines: ['ctr_test version 1: applied', 'ctr_gold version 1: applied'], reclocked: [] });
  const before = await table.items();
  expect(await apply(gold())).toEqual({
    lines: ['ctr_test version 1: there already', 'ctr_gold version 1: there already'],
    reclocked: [],
  });
  expect(await table.items()).toEqual(before);
});

it('other holidays are put in the place of those that were known; what receipts were counted on stays', async () => {
  await apply(gold());
  const { lines, reclocked } = await apply(gold({ calendars: office('v2', ['2026-01-06']) }));
  expect(lines[1]).toBe('ctr_gold version 1: there already; replaced: calendars');
  expect(reclocked).toMatchObject([{ contractId: 'ctr_gold', contractVersion: 1 }]);
  const [contract] = await readContracts(table.client, tableName);
  expect(contract?.calendars.office).toMatchObject({ version: 'v2', calendar: { closed: ['2026-01-06'] } });
  expect(await calendarsIn(table.client, tableName)('v1')).toMatchObject({ closed: [] });
});

it('an amendment for open tickets is written beside the version before it, and said to concern them', async () => {
  await apply(gold());
  const amendment = gold({ version: 2, effectiveFrom: '2026-02-01T00:00:00Z', amendsOpenTickets: true });
  const { reclocked } = await apply(gold(), amendment);
  expect(reclocked).toMatchObject([{ contractId: 'ctr_gold', contractVersion: 2 }]);
  expect(await stored()).toEqual(['ctr_gold 1', 'ctr_gold 2', 'ctr_test 1']);
});

it('what was written by somebody who stopped before the job began is started by the next', async () => {
  await apply(gold());
  await replaceContract(table.client, tableName, gold({ calendars: office('v2', ['2026-01-06']) }), table.at.time);
  const again = () => apply(gold({ calendars: office('v2', ['2026-01-06']) }));
  expect((await again()).reclocked).toMatchObject([{ contractId: 'ctr_gold', contractVersion: 1 }]);
  expect((await again()).reclocked).toEqual([]);
});

it('of what may not be applied nothing is, and every reason is said', async () => {
  await apply(gold());
  const before = await table.items();
  const silver = aContract({ id: 'ctr_silver', default: false, mailboxes: ['silver'] });
  const past = gold({ version: 2, effectiveFrom: minutesLater(-1).toISOString().replace('.000', '') });
  await expect(apply(silver, gold({ name: 'Rewritten' }), past)).rejects.toThrow(
    /ctr_gold: version 1 is applied already and says something else \(name\): write version 3\nctr_gold: version 2 would take effect at 2026-01-05T07:59:00Z/,
  );
  expect(await table.items()).toEqual(before);
});

it('a version that somebody else writes meanwhile is left to them', async () => {
  const send = table.client.send.bind(table.client);
  let reads = 0;
  table.client.send = (async (command: { constructor: { name: string } }) => {
    const answer = await send(command as never);
    if (command.constructor.name === 'QueryCommand' && reads++ === 0)
      await putContract(table.client, tableName, aContract({ name: 'Theirs' }));
    return answer;
  }) as typeof table.client.send;
  expect((await apply()).lines).toEqual(['ctr_test version 1: there already, written by somebody else just now']);
  expect(await readContracts(table.client, tableName)).toMatchObject([{ name: 'Theirs' }]);
});
