import type { Work } from '../lambda/work.ts';
import type { Report } from '../webhooks/deliver.ts';

/** Counts and logs what became of webhooks. */
export const measureWebhooks = ({ log, meter }: Pick<Work, 'log' | 'meter'>): Report => ({
  delivered: ({ subscriptionId, ticketId }, secondsLate) => {
    meter('WebhooksDelivered', 1, {}, { subscriptionId, ticketId });
    meter('WebhookDelay', secondsLate, {}, { subscriptionId, ticketId });
  },
  failed: ({ subscriptionId, ticketId }, sequence, failure) => {
    meter('WebhooksFailed', 1, {}, { subscriptionId, ticketId });
    log.warn('webhook not taken', { subscriptionId, ticketId, sequence, failure });
  },
  setAside: ({ subscriptionId, ticketId }, sequence) => {
    log.warn('webhook set aside', { subscriptionId, ticketId, sequence });
  },
});
