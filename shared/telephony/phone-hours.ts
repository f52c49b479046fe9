import { type Contract, calendarOf } from '../contracts/contract.ts';
import { serviceHours } from '../sla/service-hours.ts';

export type PhoneHours = { isOpen: true } | { isOpen: false; opensAt: Date | undefined };

/** Whether calls under this contract are put through now, and else when they are again. The contract says so, not Connect's own hours. */
export function phoneHoursOf(contract: Contract, now: Date): PhoneHours {
  if (contract.phoneHours === undefined) return { isOpen: true };
  const hours = serviceHours(calendarOf(contract, contract.phoneHours).calendar);
  const second = Math.floor(now.getTime() / 1000);
  if (hours.isOpen(second)) return { isOpen: true };
  const next = hours.from(second).next().value;
  return { isOpen: false, opensAt: next && new Date(next.from * 1000) };
}
