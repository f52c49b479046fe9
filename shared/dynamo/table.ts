/**
 * The one table: its keys, indexes and kinds of item as data. Functions build keys from it, infra builds the table from it, and nothing
 * else knows a key's spelling.
 *
 * Every item carries `kind`, so that a stream filter can tell them apart. Instants in keys are ISO 8601 in UTC, which sorts as text.
 */
export const table = {
  partitionKey: 'pk',
  sortKey: 'sk',
  timeToLive: 'expiresAt',
  indexes: {
    /** Tickets with a next alarm, by when it is due. Sparse: a ticket that waits for nothing is not in it. Read by sweep-alarms. */
    alarms: { name: 'alarms', partitionKey: 'alarmShard', sortKey: 'alarmAt' },
    /** Tickets by status, most urgent first. Read by agents, measure-backlog and reclock-tickets. */
    queue: {
      name: 'queue',
      partitionKey: 'queueShard',
      sortKey: 'queueAt',
      attributes: [
        'id',
        'reference',
        'subject',
        'status',
        'priority',
        'ticketKind',
        'team',
        'channel',
        'requester',
        'assignee',
        'contractId',
        'openedAt',
        'updatedAt',
        'nextDueAt',
        'unansweredSince',
        'runningLate',
        'queueText',
      ],
    },
  },
} as const;

/** Each index is spread over this many partitions, so that no one of them takes every write. Changing it strands items: re-index first. */
export const shards = 4;

export const itemKinds = [
  'ticket',
  'event',
  'notice',
  'mail',
  'sent-mail',
  'upload',
  'reference',
  'message',
  'request',
  'rate',
  'contract',
  'calendar',
  'form',
  'form-file',
  'reclocking',
  'call',
  'call-ticket',
  'call-leg',
  'call-settled',
  'live-call',
  'chat',
  'chat-line',
  'chat-client',
  'chat-ticket',
  'connection',
  'admission',
  'partner',
  'external-id',
  'identified-ticket',
  'contact-identifier',
  'contact',
  'contact-claim',
  'macro',
  'audit',
  'subscription',
  'lane',
  'behind',
  'circuit',
] as const;
export type ItemKind = (typeof itemKinds)[number];

const pair = (pk: string, sk: string) => ({ pk, sk });

export const keys = {
  /** A ticket as it stands now. */
  ticket: (ticketId: string) => pair(`TICKET#${ticketId}`, 'SNAPSHOT'),
  /** The n-th event of a ticket, from 1. */
  event: (ticketId: string, sequence: number) => pair(`TICKET#${ticketId}`, `EVENT#${String(sequence).padStart(6, '0')}`),
  eventPrefix: 'EVENT#',
  /** One notice to one recipient about one event: claimed before it is sent. */
  notice: (ticketId: string, noticeId: string) => pair(`TICKET#${ticketId}`, `NOTICE#${noticeId}`),
  noticePrefix: 'NOTICE#',
  /** The mail ledger: what became of one mail that SES took, by day of receipt and SES message id. */
  mail: (day: string, sesMessageId: string) => pair(`MAIL#${day}`, sesMessageId),
  /** The mail ledger: what became of one mail of ours, by day of sending and SES message id. */
  sentMail: (day: string, sesMessageId: string) => pair(`SENT#${day}`, sesMessageId),
  /** A file that an agent may attach to an answer. */
  upload: (ticketId: string, attachmentId: string) => pair(`TICKET#${ticketId}`, `UPLOAD#${attachmentId}`),
  /** A spoken reference, so that no two tickets share one. */
  reference: (reference: string) => pair(`REFERENCE#${reference}`, 'REFERENCE'),
  /**
   * A message that mails may refer to by its Message-ID. One id may stand for several messages (mailers do repeat ids), so the sort key
   * tells them apart by sender and content; an exact repeat is the same item.
   */
  message: (messageId: string, discriminator: string) => pair(`MESSAGE#${messageId}`, discriminator),
  messagePartition: (messageId: string) => `MESSAGE#${messageId}`,
  /** A request that its caller may repeat: API calls with an idempotency key. */
  request: (source: string, requestKey: string) => pair(`REQUEST#${source}#${requestKey}`, 'REQUEST'),
  /** Automatic mails to one address in one window of time. */
  rate: (purpose: string, addressDigest: string, window: string) => pair(`RATE#${purpose}#${addressDigest}`, window),
  /** All versions of all contracts share a partition: they are few and read together. */
  contract: (contractId: string, version: number) => pair('CONTRACT', `${contractId}#${String(version).padStart(6, '0')}`),
  contractPartition: 'CONTRACT',
  /** All forms share a partition: they are few and read together. */
  form: (formId: string) => pair('FORM', formId),
  formPartition: 'FORM',
  /** The n-th file that was announced with a form's token, from 1. */
  formFile: (nonce: string, n: number) => pair(`FORM-FILES#${nonce}`, String(n).padStart(2, '0')),
  formFilesPartition: (nonce: string) => `FORM-FILES#${nonce}`,
  /** What a calendar said under this version, for ever: receipts name it. */
  calendar: (version: string) => pair(`CALENDAR#${version}`, 'CALENDAR'),
  /** Counting the open tickets of a contract again. All such jobs share a partition: they are few and listed together. */
  reclocking: (jobId: string) => pair('RECLOCKING', jobId),
  reclockingPartition: 'RECLOCKING',
  /** A call, by Connect's initial contact id: what was said to the caller. */
  call: (contactId: string) => pair(`CALL#${contactId}`, 'TALK'),
  /** The ticket that a call opened or joined; there once. */
  callTicket: (contactId: string) => pair(`CALL#${contactId}`, 'TICKET'),
  /** What contact events say of a call, and of each call back. */
  callLeg: (contactId: string, legId: string) => pair(`CALL#${contactId}`, `LEG#${legId}`),
  /** That something of a call is on its ticket: `TAKEN`, `ABANDONED`, `CALL-BACK`. */
  callSettled: (contactId: string, what: string) => pair(`CALL#${contactId}`, `SETTLED#${what}`),
  callPartition: (contactId: string) => `CALL#${contactId}`,
  /** Calls whose end we do not know, by day. */
  liveCall: (day: string, legId: string) => pair(`LIVE-CALLS#${day}`, legId),
  liveCallsPartition: (day: string) => `LIVE-CALLS#${day}`,
  /** A visitor's chat; and each message of it that was taken, by its number. Read backwards, the session comes before its latest line. */
  chat: (chatId: string) => pair(`CHAT#${chatId}`, 'SESSION'),
  chatLine: (chatId: string, n: number) => pair(`CHAT#${chatId}`, `LINE#${String(n).padStart(6, '0')}`),
  /** The same message by the id that its page gave it. */
  chatClient: (chatId: string, clientId: string) => pair(`CHAT#${chatId}`, `CLIENT#${clientId}`),
  /** The chat that a ticket was opened by; and the connections that follow the ticket. One query finds both. */
  chatOfTicket: (ticketId: string) => pair(`TICKET#${ticketId}`, 'CHAT#SESSION'),
  following: (ticketId: string, connectionId: string) => pair(`TICKET#${ticketId}`, `CHAT#CONNECTION#${connectionId}`),
  chatPrefix: 'CHAT#',
  /** A connection of the WebSocket API, and the tickets that it follows. */
  connection: (connectionId: string) => pair(`CONNECTION#${connectionId}`, 'CONNECTION'),
  followed: (connectionId: string, ticketId: string) => pair(`CONNECTION#${connectionId}`, `TICKET#${ticketId}`),
  /** What lets an agent connect once; by the digest of its secret. */
  admission: (secretDigest: string) => pair(`ADMISSION#${secretDigest}`, 'ADMISSION'),
  /** Who is sent webhooks. All subscriptions share a partition: they are few and read together. */
  subscription: (subscriptionId: string) => pair('SUBSCRIPTION', subscriptionId),
  subscriptionPartition: 'SUBSCRIPTION',
  /** How far one subscriber has come with one ticket. */
  lane: (subscriptionId: string, ticketId: string) => pair(`LANE#${subscriptionId}`, ticketId),
  /** A lane that is behind, or has set an event aside: so that these can be found among all the others. */
  behind: (subscriptionId: string, ticketId: string) => pair(`BEHIND#${subscriptionId}`, ticketId),
  behindPartition: (subscriptionId: string) => `BEHIND#${subscriptionId}`,
  /** Whether a subscriber has been answering at all. */
  circuit: (subscriptionId: string) => pair(`CIRCUIT#${subscriptionId}`, 'CIRCUIT'),
  /** A partner whose system opens requests. All share a partition: they are few and listed together. */
  partner: (partnerId: string) => pair('PARTNER', partnerId),
  partnerPartition: 'PARTNER',
  /** What a partner calls a request, so that no two of its requests share a name and each is found by it. */
  externalId: (partnerId: string, externalId: string) => pair(`EXTERNAL#${partnerId}#${externalId}`, 'EXTERNAL'),
  /** A ticket whose requester is known by this identifier, which somebody vouches for. */
  identifiedTicket: (identifier: string, ticketId: string) => pair(`IDENTIFIER#${identifier}`, `TICKET#${ticketId}`),
  identifiedTicketPrefix: 'TICKET#',
  /** The contact that an identifier belongs to at present. */
  contactIdentifier: (identifier: string) => pair(`IDENTIFIER#${identifier}`, 'CONTACT'),
  /** A contact as it stands now. */
  contact: (contactId: string) => pair(`CONTACT#${contactId}`, 'CONTACT'),
  /** The n-th claim about a contact, from 1. */
  contactClaim: (contactId: string, n: number) => pair(`CONTACT#${contactId}`, `CLAIM#${String(n).padStart(6, '0')}`),
  contactClaimPrefix: 'CLAIM#',
  /** All macros share a partition: they are few and listed together. */
  macro: (macroId: string) => pair('MACRO', macroId),
  macroPartition: 'MACRO',
  /** Who did what, of all that is no event of a ticket, by day. */
  audit: (day: string, entryId: string) => pair(`AUDIT#${day}`, entryId),
} as const;

/** The ticket that an index entry stands for. */
export const ticketIdOf = (partitionKey: string): string => partitionKey.replace(/^TICKET#/, '');

/** Which of the `shards` partitions of an index a ticket lies in. Any even spread will do; FNV-1a is small and stable. */
export function shardOf(ticketId: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < ticketId.length; i++) hash = Math.imul(hash ^ ticketId.charCodeAt(i), 0x01000193) >>> 0;
  return hash % shards;
}

export const alarmShard = (shard: number) => `ALARM#${shard}`;
export const queueShard = (status: string, shard: number) => `${status.toUpperCase()}#${shard}`;
