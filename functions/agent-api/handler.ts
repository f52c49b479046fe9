import type { Admissions } from '../../shared/chat/admissions.ts';
import type { Now } from '../../shared/clock.ts';
import type { Contracts } from '../../shared/contracts/contract.ts';
import type { MailLedger } from '../../shared/intake/mail-ledger.ts';
import type { Release } from '../../shared/intake/release-mail.ts';
import { httpApi } from '../../shared/lambda/http.ts';
import type { Log } from '../../shared/lambda/log.ts';
import type { Outbox } from '../../shared/notices/outbox.ts';
import type { OutgoingFiles, Uploads } from '../../shared/notices/outgoing-files.ts';
import type { Counting } from '../../shared/rates/rate.ts';
import type { TicketQueue } from '../../shared/tickets/ticket-queue.ts';
import type { Tickets } from '../../shared/tickets/tickets.ts';
import { chat } from './routes/chat.ts';
import { files } from './routes/files.ts';
import { mails } from './routes/mails.ts';
import { ticketChanging, ticketReading } from './routes/tickets.ts';
import { type ApiEvent, serving } from './serve.ts';

export interface Dependencies {
  log: Log;
  tickets: Tickets;
  queue: TicketQueue;
  ledger: MailLedger;
  contracts: Contracts;
  outbox: Pick<Outbox, 'list'>;
  uploads: Uploads;
  files: Omit<OutgoingFiles, 'withFiles'>;
  release: Release;
  admissions: Admissions;
  counting: Counting;
  now: Now;
}

export function createHandler(dependencies: Dependencies) {
  const serve = serving(dependencies.counting);
  const routes = [ticketReading, ticketChanging, files, mails, chat].flatMap((room) => room(serve, dependencies));
  return httpApi<ApiEvent>(dependencies.log, Object.fromEntries(routes));
}
