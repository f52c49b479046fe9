import type { announceFile, fetchFile } from '../../shared/api/agents/tickets.ts';
import type { Now } from '../../shared/clock.ts';
import { CallerError } from '../../shared/errors.ts';
import { idFrom, newId } from '../../shared/ids.ts';
import type { Attachment } from '../../shared/intake/inbound-message.ts';
import type { Answer } from '../../shared/lambda/http.ts';
import { addressSeconds, mostFileBytes, outgoingKey, type Upload, uploadKeptDays } from '../../shared/notices/outgoing-files.ts';
import type { TicketEvent } from '../../shared/tickets/ticket-events.ts';
import type { Tickets } from '../../shared/tickets/tickets.ts';
import { ticketFinder } from './change.ts';
import type { Dependencies } from './handler.ts';
import { requestOf } from './repeatable-request.ts';
import type { AskedOf } from './serve.ts';

type Ports = Pick<Dependencies, 'tickets' | 'uploads' | 'files' | 'now'>;

/** Announces a file: answers under which id an answer may name it, and where its bytes are to be put. */
export function announcing({ tickets, uploads, files, now }: Ports) {
  const ticketOf = ticketFinder({ tickets });
  return async ({ event, caller, path, body: { name, type, size } }: AskedOf<typeof announceFile>): Promise<Answer> => {
    const request = requestOf(event, caller, now());
    const ticket = await ticketOf(path.id);
    const id = request ? idFrom('attachment', ...request.source) : newId('attachment', now().getTime());
    const announced: Upload = { id, name, type, size, key: outgoingKey(ticket.id, id) };
    await uploads.announce(ticket.id, announced, Math.floor(now().getTime() / 1000) + uploadKeptDays * 24 * 3600);
    const { url, headers } = await files.uploadAddress(announced);
    const upload = { method: 'PUT', url, headers, expiresAt: expiry(now) };
    return { status: 201, body: { attachment: { id, name, type, size }, upload } };
  };
}

const expiry = (now: Now) => new Date(now().getTime() + addressSeconds * 1000).toISOString();

/**
 * The files that an answer names, if all of them are there and fit into one mail together. Throws CallerError naming the one that is not.
 * Whoever names them for good claims them before.
 */
export async function attachable(
  ticketId: string,
  ids: readonly string[],
  { uploads, files }: Pick<Ports, 'uploads' | 'files'>,
): Promise<Attachment[] | undefined> {
  const attached: Attachment[] = [];
  for (const [index, id] of ids.entries()) {
    const field = `attachments.${index}`;
    if (ids.indexOf(id) < index) throw new CallerError('invalid', 'must be named once', field);
    const announced = await uploads.find(ticketId, id);
    if (!announced) throw new CallerError('invalid', 'must be the id of a file announced on this ticket', field);
    const { id: _, ...file } = announced;
    attached.push(file);
  }
  if (attached.reduce((total, { size }) => total + size, 0) > mostFileBytes)
    throw new CallerError('too-large', `all files together must have at most ${mostFileBytes} bytes`, 'attachments');
  for (const [index, { key, size }] of attached.entries()) {
    if ((await files.sizeOf(key)) !== size) throw new CallerError('invalid', 'has not been uploaded yet', `attachments.${index}`);
  }
  return attached.length > 0 ? attached : undefined;
}

/** Before the answer is written down, and once nothing more refuses it: what it names must not expire. */
export async function claimAll(attached: readonly Attachment[], { files }: Pick<Ports, 'files'>): Promise<void> {
  for (const { key } of attached) await files.claim(key);
}

/**
 * Answers where the n-th file of a message, from 1, can be fetched from, be it the customer's or an agent's; and of a mail its safe page
 * (`html`), and the whole of it as it came (`raw`).
 */
export function fetching({ tickets, files, now }: Ports) {
  const ticketOf = ticketFinder({ tickets });
  return async ({ path: { id, messageId, n } }: AskedOf<typeof fetchFile>): Promise<Answer> => {
    const ticket = await ticketOf(id);
    const kept = await keptOf(ticket.id, messageId, tickets);
    if (!kept) throw new CallerError('not-found', 'there is no such message on this ticket', 'messageId');
    const file = fileAt(kept, n);
    if (!file) throw new CallerError('not-found', 'the message has no such file', 'n');
    const { name, type, size } = file;
    return {
      status: 200,
      body: { attachment: { name, type, size }, url: await files.downloadAddress(file), expiresAt: expiry(now) },
    };
  };
}

/** What the bucket holds of a message. */
interface Kept {
  attachments: readonly Attachment[];
  htmlKey?: string | undefined;
  rawKey?: string | undefined;
}

type Served = Pick<Attachment, 'name' | 'type' | 'key'> & { size?: number };

function fileAt({ attachments, htmlKey, rawKey }: Kept, n: string): Served | undefined {
  if (n === 'html') return htmlKey === undefined ? undefined : { name: 'message.html', type: 'text/html', key: htmlKey };
  if (n === 'raw') return rawKey === undefined ? undefined : { name: 'message.eml', type: 'message/rfc822', key: rawKey };
  return /^[1-9]\d{0,3}$/.test(n) ? attachments[Number(n) - 1] : undefined;
}

async function keptOf(ticketId: string, messageId: string, { history }: Pick<Tickets, 'history'>): Promise<Kept | undefined> {
  for (let after: number | undefined = 0; after !== undefined; ) {
    const page: Awaited<ReturnType<Tickets['history']>> = await history(ticketId, after);
    const [found] = page.events.flatMap(({ event }) => keptWith(event, messageId) ?? []);
    if (found) return found;
    after = page.next;
  }
  return undefined;
}

/** Undefined for an event that does not bring this message. */
function keptWith(event: TicketEvent, messageId: string): Kept | undefined {
  if (event.type === 'AgentReplied') return event.messageId === messageId ? { attachments: event.attachments ?? [] } : undefined;
  const message = 'message' in event ? event.message : undefined;
  return message?.id === messageId ? message : undefined;
}
