import { mostFilesAnHour } from '../../../shared/chat/limits.ts';
import type { VisitorAsks } from '../../../shared/chat/requests.ts';
import { CallerError } from '../../../shared/errors.ts';
import { idFrom } from '../../../shared/ids.ts';
import type { Attachment } from '../../../shared/intake/inbound-message.ts';
import { addressSeconds, uploadKeptDays } from '../../../shared/notices/outgoing-files.ts';
import type { RecordedEvent } from '../../../shared/tickets/ticket-events.ts';
import type { Dependencies } from '../handler.ts';
import type { OfVisitor, Reply } from '../message.ts';
import { ownChat } from './own-chat.ts';
import { shownTicket } from './shown-ticket.ts';

type Ports = Pick<Dependencies, 'chats' | 'uploads' | 'files' | 'counting' | 'now'>;

/** Where a visitor's file lies: with the customers' files, which agents may fetch. */
const fileKey = (chatId: string, fileId: string) => `attachments/${chatId}/${fileId}`;

/** Announces a file: under which id a message may name it, and where its bytes are to be put, once, within 15 minutes. */
export function attaching({ chats, uploads, files, counting, now }: Ports) {
  return async (from: OfVisitor, { clientId, name, type, size }: VisitorAsks<'attach'>): Promise<Reply> => {
    const { chatId } = (await ownChat(from, chats)).chat;
    const retryAfterSeconds = await counting({ purpose: 'chat-file', who: chatId, most: mostFilesAnHour, windowSeconds: 3600 });
    if (retryAfterSeconds !== undefined)
      throw new CallerError('too-many', `at most ${mostFilesAnHour} files an hour`, 'action', { retryAfterSeconds });
    const id = idFrom('attachment', chatId, clientId, name, type, String(size));
    const announced = { id, name, type, size, key: fileKey(chatId, id) };
    await uploads.announce(chatId, announced, Math.floor(now().getTime() / 1000) + uploadKeptDays * 24 * 3600);
    const { url, headers } = await files.uploadAddress(announced);
    const expiresAt = new Date(now().getTime() + addressSeconds * 1000).toISOString();
    return { type: 'attach', clientId, id, upload: { method: 'PUT', url, headers, expiresAt } };
  };
}

/** The files that a message names, if all of them are there. Throws CallerError naming the one that is not. */
export async function attachedFiles(
  chatId: string,
  ids: readonly string[],
  { uploads, files }: Pick<Ports, 'uploads' | 'files'>,
): Promise<Attachment[]> {
  const attached = await Promise.all(
    ids.map(async (id, index) => {
      const field = `attachments.${index}`;
      if (ids.indexOf(id) < index) throw new CallerError('invalid', 'must be named once', field);
      const announced = await uploads.find(chatId, id);
      if (!announced) throw new CallerError('invalid', 'must be the id of a file announced in this chat', field);
      const { id: _, ...file } = announced;
      if ((await files.sizeOf(file.key)) !== file.size) throw new CallerError('invalid', 'has not been uploaded yet', field);
      return file;
    }),
  );
  // Before the message is written down: what it names must not expire.
  for (const { key } of attached) await files.claim(key);
  return attached;
}

/** Where a file of what was said or answered can be fetched: of what the visitor is shown only. */
export function fetching({
  chats,
  connections,
  tickets,
  files,
}: Pick<Dependencies, 'chats' | 'connections' | 'tickets' | 'files'>) {
  return async (from: OfVisitor, { ticketId, sequence, file: n }: VisitorAsks<'fetch'>): Promise<Reply> => {
    const { ticket, show } = await shownTicket(await ownChat(from, chats), ticketId, { connections, tickets });
    const recorded = await tickets.event(ticket.id, sequence);
    const shown = recorded && show(recorded);
    const file = shown && 'files' in shown ? filesOf(recorded)[n - 1] : undefined;
    if (!file) throw new CallerError('not-found', 'there is no such file', 'file');
    return { type: 'file', sequence, file: n, name: file.name, url: await files.downloadAddress(file) };
  };
}

function filesOf({ event }: RecordedEvent): readonly Attachment[] {
  if (event.type === 'AgentReplied') return event.attachments ?? [];
  return event.type === 'TicketOpened' || event.type === 'CustomerReplied' ? event.message.attachments : [];
}
