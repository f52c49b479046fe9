import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Tickets } from '../tickets/tickets.ts';
import type { LateNotices } from './late-notices.ts';
import { leaseSeconds } from './outbox.ts';

export function lateNoticesIn(sqs: SQSClient, queueUrl: string, tickets: Pick<Tickets, 'event'>): LateNotices {
  return {
    defer: async ({ ticketId, sequence }, seconds = leaseSeconds) => {
      const MessageBody = JSON.stringify({ ticketId, sequence });
      await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody, DelaySeconds: seconds }));
    },
    find: async ({ ticketId, sequence }) => {
      const recorded = await tickets.event(ticketId, sequence);
      if (!recorded) throw new Error(`event ${sequence} of ${ticketId} is not there`);
      return recorded;
    },
  };
}
