import { parseArgs } from 'node:util';
import { type DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { calendarsIn } from '../../shared/contracts/contracts.dynamo.ts';
import type { Calendar } from '../../shared/sla/calendar.ts';
import type { Clock } from '../../shared/sla/clock.ts';
import { replay } from '../../shared/sla/replay.ts';
import { recordedEvent, type TicketEvent } from '../../shared/tickets/ticket-events.ts';
import { ticketsIn } from '../../shared/tickets/tickets.dynamo.ts';
import { tableOptions, tableUsage, theTable } from './the-table.ts';

/**
 * `npm run receipts -- verify TICKET` counts every receipt that a ticket ever had again, with other code than the one that wrote it;
 * `verify --all` does so for every ticket. Exits 1 when one does not agree.
 */
const usage = `usage: receipts verify (TICKET | --all), with ${tableUsage}; TICKET is an id or a reference`;

/** One receipt that was stored, and what is wrong with it. */
interface Verdict {
  ticketId: string;
  sequence: number;
  clock: Clock;
  problems: string[];
}

async function run(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { ...tableOptions, all: { type: 'boolean' } },
  });
  const [verb, ticket] = positionals;
  if (verb !== 'verify' || (ticket === undefined) !== (values.all === true)) throw new Error(usage);
  const { dynamo, tableName } = await theTable(values);
  const events = ticket === undefined ? everyEvent(dynamo, tableName) : eventsOf(ticket, dynamo, tableName);
  let receipts = 0;
  let wrong = 0;
  for await (const verdict of verdicts(events, calendarsIn(dynamo, tableName))) {
    receipts++;
    if (verdict.problems.length > 0) wrong++;
    if (verdict.problems.length > 0 || ticket !== undefined) console.log(lineOf(verdict));
  }
  console.log(`${receipts} receipts counted again, ${wrong} wrong`);
  if (wrong > 0) process.exitCode = 1;
}

interface Recorded {
  ticketId: string;
  sequence: number;
  event: TicketEvent;
}

async function* eventsOf(ticket: string, dynamo: DynamoDBDocumentClient, tableName: string): AsyncGenerator<Recorded> {
  const tickets = ticketsIn(dynamo, tableName, () => undefined);
  const found = ticket.startsWith('tkt_')
    ? await tickets.find(ticket)
    : await tickets.findByReference(ticket.replaceAll('-', ''));
  if (!found) throw new Error(`there is no ticket ${ticket}`);
  let after: number | undefined = 0;
  while (after !== undefined) {
    const page: Awaited<ReturnType<typeof tickets.history>> = await tickets.history(found.id, after);
    yield* page.events;
    after = page.next;
  }
}

/** Reads the whole table: what it costs grows with it. */
async function* everyEvent(dynamo: DynamoDBDocumentClient, tableName: string): AsyncGenerator<Recorded> {
  const events = {
    TableName: tableName,
    FilterExpression: '#kind = :event',
    ExpressionAttributeNames: { '#kind': 'kind' },
    ExpressionAttributeValues: { ':event': 'event' },
  };
  for await (const { Items = [] } of paginateScan({ client: dynamo }, events)) yield* Items.map(recordedEvent);
}

async function* verdicts(
  events: AsyncIterable<Recorded>,
  find: (version: string) => Promise<Calendar | undefined>,
): AsyncGenerator<Verdict> {
  const known = new Map<string, Calendar | undefined>();
  for await (const { ticketId, sequence, event } of events) {
    for (const clock of 'clocks' in event ? event.clocks : []) {
      for (const { calendarVersion } of clock.receipt.segments)
        if (!known.has(calendarVersion)) known.set(calendarVersion, await find(calendarVersion));
      yield { ticketId, sequence, clock, problems: replay(clock.receipt, (version) => known.get(version)) };
    }
  }
}

function lineOf({ ticketId, sequence, clock, problems }: Verdict): string {
  const { target, start, due = 'not fixed' } = clock.receipt;
  const what = `${ticketId} event ${sequence}: ${clock.metric} ${clock.cycle}, ${target} from ${start}, due ${due}`;
  return problems.length === 0 ? `${what}: right` : `${what}: WRONG\n${problems.map((problem) => `  ${problem}`).join('\n')}`;
}

try {
  await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
