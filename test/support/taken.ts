import { expect } from 'vitest';
import type { Json, SentMail, Stage } from './cloud.ts';

/** What became of one mail. */
export interface Taken {
  /** Its row of the ledger. */
  row: Json;
  /** The ticket that the row names, as it is now, with its events. */
  ticket: Json;
  events: Json[];
  /** Mails that went out meanwhile. */
  sent: SentMail[];
}

/** These lines as a mail. */
export const lines = (...all: string[]) => `${all.join('\r\n')}\r\n`;

/** Sends these bytes by SMTP, waits until everything has settled and says what became of them. */
export async function take(
  stage: Stage,
  raw: string | Buffer,
  envelope: { from?: string; to?: string | string[] } = {},
): Promise<Taken> {
  const rows = new Set((await stage.ledger()).map(({ sesMessageId }) => sesMessageId));
  const mails = (await stage.outbox()).length;
  await stage.raw(raw, envelope);
  await stage.settle();
  const [row, ...more] = (await stage.ledger()).filter(({ sesMessageId }) => !rows.has(sesMessageId));
  expect(row, 'a row of the ledger').toBeDefined();
  expect(more, 'further rows').toEqual([]);
  const { ticket, events } = row.ticketId ? await stage.ticket(row.ticketId) : { ticket: undefined, events: [] };
  return { row, ticket, events, sent: (await stage.outbox()).slice(mails) };
}
