import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { putContract } from '../../shared/contracts/contracts.dynamo.ts';
import { keys } from '../../shared/dynamo/table.ts';
import { startReclocking } from '../../shared/reclocking/reclocking.dynamo.ts';
import { reclocking, reclockingId, ticketsPerPage } from '../../shared/reclocking/reclocking.ts';
import { open } from '../../shared/tickets/decide.ts';
import { aCalendar, aContract, anOpening, byCustomer, minutesLater, ticketIdNumber } from '../support/builders.ts';
import type { Json } from '../support/cloud.ts';
import { memoryService, tableName } from './memory-service.ts';

/** What counting so many open tickets again took: our own code on this machine, with neither a network nor a service behind its calls. */
export interface ReclockingBench {
  tickets: number;
  pages: number;
  passes: number;
  /** Both functions, one after the other, as fast as they can. */
  seconds: number;
  ticketsPerSecond: number;
  pace: number;
  /** By the functions' own clock, which their pauses move. */
  minutesAtPace: number;
  /** Tickets that have not the new terms in the end, and those without exactly the one schedule they wait for. */
  wrong: number;
  callsPerTicket: Record<string, number>;
  /** Memory that a page with work takes: early and late in the first pass, with garbage and with what it writes into the table. */
  pageMebibytes: { early: number; late: number };
}

const terms = (within: string) => ({
  timeZone: 'Europe/Paris',
  calendars: { desk: aCalendar() },
  targets: [
    { clock: 'first-response', within },
    { clock: 'resolution', within: '40 business hours' },
  ],
});
const version1 = aContract(terms('8 business hours'));
const version2 = aContract({ version: 2, amendsOpenTickets: true, ...terms('4 business hours') });
const version = { contractId: version2.id, contractVersion: version2.version };

const round = (n: number, digits = 2) => Number(n.toFixed(digits));
const mebibytes = () => process.memoryUsage().heapUsed / 1024 ** 2;

/** Amends a contract with business hours that has so many open tickets. */
export async function benchReclocking(count: number): Promise<ReclockingBench> {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc');
  const clock = { time: minutesLater(10).getTime() };
  const service = memoryService(clock);
  for (const contract of [version1, version2]) await putContract(service.dynamo, tableName, contract);
  for (let n = 0; n < count; n++) {
    await service.tickets.append(ticketIdNumber(n), [open(anOpening(), version1, byCustomer(minutesLater(n % 10)))]);
    if (n % 1000 === 999) await service.follow();
  }
  await service.follow();
  for (const name of Object.keys(service.calls)) delete service.calls[name];

  const theJob = () => reclocking.parse(service.find(keys.reclocking(reclockingId(version))));
  const used: number[] = [];
  let milliseconds = 0;
  const timed = async (work: () => Promise<void>) => {
    const began = performance.now();
    await work();
    milliseconds += performance.now() - began;
  };
  const start = clock.time;
  await startReclocking(service.dynamo, tableName, version, service.now());
  await timed(service.follow);
  for (let request = service.requests.shift(); request; request = service.requests.shift()) {
    const { pass, pace, position, readyAt } = theJob();
    clock.time = Math.max(clock.time, Date.parse(readyAt ?? '') || 0);
    const isMeasured = pass === 1 && [1, Math.floor(count / ticketsPerPage(pace))].includes(position);
    if (isMeasured) collectGarbage();
    const before = mebibytes();
    await timed(() => service.readPage(request));
    if (isMeasured) used.push(mebibytes() - before);
    await timed(service.follow);
  }
  const { state, position, pass, pace } = theJob();
  if (state !== 'done') throw new Error('the job came to no end');
  return {
    tickets: count,
    pages: position - 1,
    passes: pass,
    seconds: round(milliseconds / 1000, 1),
    ticketsPerSecond: Math.round((count * 1000) / milliseconds),
    pace,
    minutesAtPace: round((clock.time - start) / 60_000, 1),
    wrong: wrongOnes(service.stored(), service.schedules, count),
    callsPerTicket: Object.fromEntries(Object.entries(service.calls).map(([name, calls]) => [name, round(calls / count, 3)])),
    pageMebibytes: { early: round(used[0] ?? 0, 1), late: round(used.at(-1) ?? 0, 1) },
  };
}

function wrongOnes(tickets: Iterable<Json>, schedules: ReadonlySet<string>, count: number): number {
  let right = 0;
  for (const { id, alarmAt, contractVersion } of tickets) {
    const hasItsSchedule = schedules.has(`${id}.${alarmAt.replace(/[^0-9T]/g, '')}`);
    if (contractVersion === 2 && hasItsSchedule) right++;
  }
  return count - right + Math.abs(schedules.size - count);
}

/** The same in words, which say what was measured and what was not. */
export function reclockingInWords(bench: ReclockingBench): string {
  const { tickets, pages, passes, seconds, ticketsPerSecond, pace, minutesAtPace, wrong, pageMebibytes } = bench;
  return [
    `${tickets} open tickets of an amended contract: counted again in ${passes} passes and ${pages} pages, ${wrong} wrong`,
    `  our own code, reclock-tickets and keep-clocks one after the other: ${seconds} s, ${ticketsPerSecond} tickets a second; table, queue and`,
    '  scheduler were only memory, so this is neither the network nor AWS',
    `  at the pace of ${pace} a second, which keeps Scheduler's quotas: ${minutesAtPace} minutes by the functions' own pauses, without the way`,
    '  from page to page',
    `  a page takes ${pageMebibytes.early} MiB early and ${pageMebibytes.late} MiB late in the first pass, garbage included; these calls per ticket`,
  ].join('\n');
}
