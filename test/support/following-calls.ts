import { createHandler } from '../../functions/follow-call/handler.ts';
import { createHandler as createReconciler } from '../../functions/reconcile-calls/handler.ts';
import type { DescribedContact } from '../../shared/telephony/contact-centre.ts';
import type { FollowingDesk } from '../../shared/telephony/follow-call.ts';
import { aQueueEvent, context, failedIds } from './lambda-events.ts';
import { aWork } from './recorders.ts';

const iso = (at: number) => new Date(at).toISOString();

/** The one that our flows lead to. */
export const queueId = 'q1';

export interface Known {
  queuedAt?: number;
  connectedAt?: number;
  endedAt?: number;
}
/** A contact event as Connect puts it, as far as we read it. Instants are milliseconds. */
export const anEvent = (eventType: string, began: number, { queuedAt, connectedAt, endedAt }: Known = {}, more = {}) => ({
  detail: {
    eventType,
    contactId: 'c1',
    channel: 'VOICE',
    initiationMethod: 'INBOUND',
    initiationTimestamp: iso(began),
    ...(queuedAt === undefined ? {} : { queueInfo: { queueArn: `arn:x/queue/${queueId}`, enqueueTimestamp: iso(queuedAt) } }),
    ...(connectedAt === undefined
      ? {}
      : { agentInfo: { agentArn: 'arn:x/agent/ana', connectedToAgentTimestamp: iso(connectedAt) } }),
    ...(endedAt === undefined ? {} : { disconnectTimestamp: iso(endedAt) }),
    ...more,
  },
});

/** follow-call and reconcile-calls on the same table, with a Connect that knows these contacts. `throttled` is refused. */
export function followingCalls(
  itsDesk: Omit<FollowingDesk, 'centre' | 'log' | 'queueId'>,
  described: Record<string, DescribedContact> = {},
) {
  const { work, lines, values } = aWork();
  const attributes: Record<string, Record<string, string>> = {};
  const asked: string[] = [];
  const centre = {
    describe: async (id: string) => {
      asked.push(id);
      if (id === 'throttled') throw new Error('ThrottlingException');
      return described[id];
    },
    setAttributes: async (id: string, given: Record<string, string>) => {
      attributes[id] = given;
    },
  };
  const desk = { ...itsDesk, queueId, centre, log: work.log };
  return {
    asked,
    attributes,
    lines,
    failures: () => values('WorkFailed').length,
    follow: async (...events: unknown[]) => failedIds(await createHandler({ work, desk })(aQueueEvent(...events), context)),
    reconcile: () => createReconciler({ work, desk })({}, context),
  };
}
