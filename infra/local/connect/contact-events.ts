import type { EventBus } from '../eventbridge/event-bus.ts';
import type { Call, Contact } from './contact.ts';

export type ContactEventType =
  | 'INITIATED'
  | 'CONNECTED_TO_SYSTEM'
  | 'QUEUED'
  | 'CONNECTED_TO_AGENT'
  | 'DISCONNECTED'
  | 'COMPLETED';

/** Connect tells the default bus what happens to a contact, best effort. `faults` of the call say what becomes of it here. */
export function tellOf(bus: EventBus, instanceArn: string, call: Call, contact: Contact, eventType: ContactEventType): void {
  const { lose, duplicate, reverse } = call.faults;
  if (lose.includes(eventType)) return;
  const detail = detailOf(contact, instanceArn, eventType);
  const put = () => {
    for (let copies = duplicate ? 2 : 1; copies > 0; copies--)
      bus.put({
        source: 'aws.connect',
        detailType: 'Amazon Connect Contact Event',
        resources: [instanceArn, `${instanceArn}/contact/${contact.id}`],
        detail,
      });
  };
  if (!reverse) {
    put();
    return;
  }
  call.heldBack.push(put);
  if (eventType !== 'COMPLETED') return;
  for (const held of call.heldBack.reverse()) held();
  call.heldBack = [];
}

const iso = (at: number) => new Date(at).toISOString();

function detailOf(contact: Contact, instanceArn: string, eventType: ContactEventType): Record<string, unknown> {
  const { initialId, previousId, queuedAt, connectedAt, agentArn, endedAt, targetQueue } = contact;
  return {
    eventType,
    contactId: contact.id,
    ...(initialId === contact.id ? {} : { initialContactId: initialId }),
    ...(previousId === undefined ? {} : { previousContactId: previousId }),
    channel: contact.channel,
    instanceArn,
    initiationMethod: contact.initiationMethod,
    initiationTimestamp: iso(contact.initiatedAt),
    ...(queuedAt === undefined
      ? {}
      : { queueInfo: { queueArn: targetQueue, queueType: 'STANDARD', enqueueTimestamp: iso(queuedAt) } }),
    ...(connectedAt === undefined
      ? {}
      : { agentInfo: { agentArn, connectedToAgentTimestamp: iso(connectedAt), hierarchyGroups: {} } }),
    ...(endedAt === undefined ? {} : { disconnectTimestamp: iso(endedAt), disconnectReason: contact.disconnectReason }),
    tags: {
      'aws:connect:instanceId': instanceArn.split('/').at(-1),
      ...(contact.to === undefined ? {} : { 'aws:connect:systemEndpoint': contact.to }),
    },
    segmentAttributes: {
      'connect:Subtype': { valueString: contact.channel === 'VOICE' ? 'connect:Telephony' : `connect:${contact.channel}` },
    },
  };
}
