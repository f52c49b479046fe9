import * as z from 'zod/mini';

/** What is known of one contact, from an event or from DescribeContact. Instants are ISO 8601. */
export interface ContactFacts {
  contactId: string;
  initialContactId: string;
  isCallBack: boolean;
  /** The queue that it is or was in; the last part of its ARN. */
  queueId?: string | undefined;
  initiatedAt?: string | undefined;
  queuedAt?: string | undefined;
  connectedAt?: string | undefined;
  agentId?: string | undefined;
  endedAt?: string | undefined;
}

const instant = z.optional(z.nullish(z.string()));
const detailSchema = z.object({
  eventtype: z.string(),
  contactid: z.string(),
  initialcontactid: z.nullish(z.string()),
  previouscontactid: z.nullish(z.string()),
  channel: z.string(),
  initiationmethod: z.string(),
  initiationtimestamp: instant,
  disconnecttimestamp: instant,
  queueinfo: z.nullish(z.object({ queuearn: z.nullish(z.string()), enqueuetimestamp: instant })),
  agentinfo: z.nullish(z.object({ agentarn: z.nullish(z.string()), connectedtoagenttimestamp: instant })),
});

/** The types that say something we did not know. New types come with time and are passed over. */
const known = new Set(['INITIATED', 'CONNECTED_TO_SYSTEM', 'QUEUED', 'CONNECTED_TO_AGENT', 'DISCONNECTED', 'COMPLETED']);
const channels = new Set(['VOICE', 'CHAT']);
/** Calls of ours to somebody are no requests of theirs. */
const incoming = new Set(['INBOUND', 'TRANSFER', 'QUEUE_TRANSFER', 'CALLBACK', 'API', 'WEBRTC_API']);

/**
 * Reads an "Amazon Connect Contact Event". Its documentation mixes cases that real events do not, so no case counts; nor does the order
 * of events. Throws for what is no contact event at all.
 */
export function readContactEvent(body: string): { facts: ContactFacts } | { ignored: string } {
  const whole: unknown = lowerCased(JSON.parse(body));
  const detail = detailSchema.parse(isObject(whole) && 'detail' in whole ? whole.detail : whole);
  const type = detail.eventtype.toUpperCase();
  if (!known.has(type)) return { ignored: `events of type ${type} say nothing of a call` };
  return factsOf({
    contactId: detail.contactid,
    initialContactId: detail.initialcontactid ?? detail.previouscontactid,
    channel: detail.channel,
    initiationMethod: detail.initiationmethod,
    initiatedAt: detail.initiationtimestamp,
    queueArn: detail.queueinfo?.queuearn,
    queuedAt: detail.queueinfo?.enqueuetimestamp,
    connectedAt: detail.agentinfo?.connectedtoagenttimestamp,
    agentArn: detail.agentinfo?.agentarn,
    endedAt: detail.disconnecttimestamp,
  });
}

/** As either source has it. */
export interface RawContact {
  contactId: string;
  initialContactId: string | null | undefined;
  channel: string;
  initiationMethod: string;
  initiatedAt: string | null | undefined;
  /** Or the queue's id alone. */
  queueArn: string | null | undefined;
  queuedAt: string | null | undefined;
  connectedAt: string | null | undefined;
  /** Or the agent's id alone. */
  agentArn: string | null | undefined;
  endedAt: string | null | undefined;
}

export function factsOf(raw: RawContact): { facts: ContactFacts } | { ignored: string } {
  const method = raw.initiationMethod.toUpperCase();
  if (!channels.has(raw.channel.toUpperCase())) return { ignored: `${raw.channel} is no call and no chat` };
  if (!incoming.has(method)) return { ignored: `initiated by ${method}` };
  const connectedAt = instantOf(raw.connectedAt);
  const facts: ContactFacts = {
    contactId: raw.contactId,
    initialContactId: raw.initialContactId ?? raw.contactId,
    isCallBack: method === 'CALLBACK',
    queueId: raw.queueArn ? queueIdOf(raw.queueArn) : undefined,
    initiatedAt: instantOf(raw.initiatedAt),
    queuedAt: instantOf(raw.queuedAt),
    connectedAt,
    agentId: connectedAt === undefined ? undefined : raw.agentArn?.split('/').at(-1),
    endedAt: instantOf(raw.endedAt),
  };
  return { facts };
}

/** Events name a queue by its ARN, DescribeContact by its id, which is the last part of it. */
export const queueIdOf = (named: string): string => named.split('/').at(-1) ?? named;

/** Connect writes 1970-01-01T00:00:00.001Z for what has not happened. */
function instantOf(text: string | null | undefined): string | undefined {
  const at = text ? Date.parse(text) : Number.NaN;
  return at > 86_400_000 ? new Date(at).toISOString() : undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const lowerCased = (value: unknown): unknown =>
  isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name.toLowerCase(), lowerCased(each)]))
    : value;
