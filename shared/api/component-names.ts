import * as z from 'zod/mini';
import { auditEntry } from '../audit/audit.ts';
import { kind, language, priority } from '../contracts/vocabulary.ts';
import { channel } from '../intake/channels.ts';
import { attachment, message, requester } from '../intake/inbound-message.ts';
import { macro } from '../macros/macro.ts';
import { clock, clockMetric } from '../sla/clock.ts';
import { step } from '../sla/ladder.ts';
import { receipt } from '../sla/receipt.ts';
import { actor } from '../tickets/event-base.ts';
import { status, ticket } from '../tickets/ticket.ts';
import { ticketSummary } from '../tickets/ticket-queue.ts';
import { webhookPayloads } from '../webhooks/events.ts';
import { delivery, mailRow, noticeRow, timelineEvent } from './agents/answers.ts';
import { claim } from './agents/contacts.ts';
import { requestAnswer } from './customer-requests.ts';
import { requestState } from './partners.ts';
import { gatewayRefusal, problem } from './problem.ts';

/** What has a name of its own in the description, wherever it stands. Anything else is written out where it stands. */
export const named = z.registry<{ id: string }>();

/** What every webhook has. */
const { ticket: webhookTicket, promises: webhookPromises } = webhookPayloads['ticket.opened'].shape.data.shape;

const names = {
  Actor: actor,
  Attachment: attachment,
  AuditEntry: auditEntry,
  Channel: channel,
  Claim: claim,
  Clock: clock,
  ClockMetric: clockMetric,
  Delivery: delivery,
  GatewayRefusal: gatewayRefusal,
  Kind: kind,
  Language: language,
  Macro: macro,
  MailRow: mailRow,
  Message: message,
  Notice: noticeRow,
  Priority: priority,
  Problem: problem,
  Receipt: receipt,
  Request: requestAnswer.shape.request,
  Requester: requester,
  RequestState: requestState,
  Status: status,
  Step: step,
  Ticket: ticket,
  TicketSummary: ticketSummary,
  TimelineEvent: timelineEvent,
  WebhookPromises: webhookPromises,
  WebhookTicket: webhookTicket,
};

for (const [id, schema] of Object.entries(names)) named.add(schema, { id });
