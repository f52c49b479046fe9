import type { SchedulerClient } from '@aws-sdk/client-scheduler';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { createHandler as createKeepClocks } from '../../functions/keep-clocks/handler.ts';
import { createHandler as createReclockTickets } from '../../functions/reclock-tickets/handler.ts';
import { contractsIn } from '../../shared/contracts/contracts.dynamo.ts';
import type { Work } from '../../shared/lambda/work.ts';
import { affectedTicketsIn } from '../../shared/reclocking/affected-tickets.dynamo.ts';
import { pageQueueIn } from '../../shared/reclocking/page-queue.sqs.ts';
import { reclockingsIn } from '../../shared/reclocking/reclocking.dynamo.ts';
import { alarmsIn } from '../../shared/sla/alarms.scheduler.ts';
import { ticketsIn } from '../../shared/tickets/tickets.dynamo.ts';
import type { Json } from '../support/cloud.ts';
import { aQueueEvent, aStreamEvent, context, failedIds } from '../support/lambda-events.ts';
import { memoryTable } from './memory-table.ts';

export const tableName = 'bench';
const streamBatch = 100;

/** A client that takes everything, counted by name. */
function countingClient<Client>(calls: Record<string, number>, service: string, took: (operation: string, input: Json) => void) {
  const send = async (command: { constructor: { name: string }; input: Json }) => {
    const operation = command.constructor.name.replace('Command', '');
    calls[`${service} ${operation}`] = (calls[`${service} ${operation}`] ?? 0) + 1;
    took(operation, command.input);
    return {};
  };
  return { send } as unknown as Client;
}

const expectNone = (failed: string[]) => {
  if (failed.length > 0) throw new Error(`failed: ${failed.join(' ')}`);
};

/** reclock-tickets and keep-clocks as they are deployed, on a table, a scheduler and a queue that are only memory. */
export function memoryService(clock: { time: number }) {
  type Change = Parameters<typeof aStreamEvent>[0];
  let changes: Change[] = [];
  const calls: Record<string, number> = {};
  const schedules = new Set<string>();
  const requests: Json[] = [];
  const now = () => new Date(clock.time);
  const { dynamo, find, stored } = memoryTable(calls, (before, after) => {
    if (after.kind === 'ticket' || after.kind === 'reclocking') changes.push({ ...(before && { before }), after });
  });
  const sqs = countingClient<SQSClient>(calls, 'SQS', (_, { MessageBody }) => requests.push(JSON.parse(MessageBody)));
  const scheduler = countingClient<SchedulerClient>(calls, 'Scheduler', (operation, { Name }) =>
    operation === 'CreateSchedule' ? schedules.add(Name) : schedules.delete(Name),
  );
  const raise = (message: string, error: unknown) => {
    throw new Error(message, { cause: error });
  };
  const log = { info: () => undefined, warn: () => undefined, error: raise };
  const work: Work = { functionName: 'bench', log, meter: () => undefined };
  const tickets = ticketsIn(dynamo, tableName, () => undefined);
  const settings = { scheduleGroup: 'g', roleArn: 'r', queueArn: 'q', queueUrl: 'alarms', deadLetterQueueArn: 'd' };
  const keepClocks = createKeepClocks({
    work,
    alarms: alarmsIn(scheduler, sqs, settings, now),
    askForPage: pageQueueIn(sqs, 'pages', now),
  });
  const reclockTickets = createReclockTickets({
    work,
    now,
    tickets,
    jobs: reclockingsIn(dynamo, tableName),
    affected: affectedTicketsIn(dynamo, tableName),
    freshContracts: () => contractsIn(dynamo, tableName, now),
    pause: async (milliseconds) => {
      clock.time += milliseconds;
    },
  });
  return {
    dynamo,
    tickets,
    find,
    stored,
    schedules,
    calls,
    now,
    /** Pages that were asked for. */
    requests,
    readPage: async (request: Json) => expectNone(failedIds(await reclockTickets(aQueueEvent(request), context))),
    /** Hands over to keep-clocks what was written, as the stream would. */
    follow: async () => {
      const all = changes;
      changes = [];
      for (let i = 0; i < all.length; i += streamBatch)
        expectNone(failedIds(await keepClocks(aStreamEvent(...all.slice(i, i + streamBatch)), context)));
    },
  };
}
