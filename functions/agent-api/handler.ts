import type { Audit } from '../../shared/audit/audit.ts';
import type { Admissions } from '../../shared/chat/admissions.ts';
import type { Now } from '../../shared/clock.ts';
import type { Contacts } from '../../shared/contacts/contact.ts';
import type { Contracts } from '../../shared/contracts/contract.ts';
import type { MailLedger } from '../../shared/intake/mail-ledger.ts';
import type { Release } from '../../shared/intake/release-mail.ts';
import { httpApi } from '../../shared/lambda/http.ts';
import type { Log } from '../../shared/lambda/log.ts';
import type { Macros } from '../../shared/macros/macro.ts';
import type { Outbox } from '../../shared/notices/outbox.ts';
import type { OutgoingFiles, Uploads } from '../../shared/notices/outgoing-files.ts';
import type { Counting } from '../../shared/rates/rate.ts';
import type { TicketQueue } from '../../shared/tickets/ticket-queue.ts';
import type { Tickets } from '../../shared/tickets/tickets.ts';
import type { Subscribing } from '../../shared/webhooks/subscribing.ts';
import { audit } from './routes/audit.ts';
import { chat } from './routes/chat.ts';
import { contacts } from './routes/contacts.ts';
import { files } from './routes/files.ts';
import { macros } from './routes/macros.ts';
import { mails } from './routes/mails.ts';
import { merging } from './routes/merging.ts';
import { subscriptions } from './routes/subscriptions.ts';
import { ticketChanging, ticketReading } from './routes/tickets.ts';
import { type ApiEvent, serving } from './serve.ts';

export interface Dependencies {
  log: Log;
  tickets: Tickets;
  queue: TicketQueue;
  ledger: MailLedger;
  contracts: Contracts;
  contacts: Contacts;
  macros: Macros;
  audit: Audit;
  outbox: Pick<Outbox, 'list'>;
  uploads: Uploads;
  files: Omit<OutgoingFiles, 'withFiles'>;
  release: Release;
  admissions: Admissions;
  counting: Counting;
  subscribing: Subscribing;
  now: Now;
}

export function createHandler(dependencies: Dependencies) {
  const serve = serving(dependencies.counting);
  const routes = [ticketReading, ticketChanging, merging, macros, files, contacts, mails, audit, subscriptions, chat].flatMap(
    (room) => room(serve, dependencies),
  );
  return httpApi<ApiEvent>(dependencies.log, Object.fromEntries(routes));
}
