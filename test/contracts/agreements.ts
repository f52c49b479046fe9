import { join } from 'node:path';
import { readFolder } from '../../infra/commands/contracts/read-folder.ts';
import type { Facts } from '../../shared/contracts/target.ts';
import type { Clock } from '../../shared/sla/clock.ts';
import { promisedAtOpening } from '../../shared/tickets/promises.ts';

/** The agreements that ship. */
export const folder = join(import.meta.dirname, '..', '..', 'contracts');
export const contracts = await readFolder(folder);

export function named(id: string) {
  const found = contracts.find((each) => each.id === `ctr_${id}`);
  if (!found) throw new Error(`there is no contract ${id}`);
  return found;
}

/** What wall clocks of the contract show: `2026-01-05 13:30:00`. */
export const shown = (iso: string | undefined, timeZone: string) =>
  iso && new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(new Date(iso));

/** When each clock is due that starts with a request received at `at`. */
export function due(id: string, at: string, facts: Partial<Facts> = {}): Record<string, string | undefined> {
  const contract = named(id);
  const of: Facts = { channel: 'email', ...contract.newTickets, ...facts };
  const entry = ({ metric, dueAt }: Clock) => [metric, shown(dueAt, contract.timeZone)];
  return Object.fromEntries(promisedAtOpening(contract, of, new Date(at)).map(entry));
}
