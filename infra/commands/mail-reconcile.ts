import { setTimeout as pause } from 'node:timers/promises';
import type { MailRow } from '../../shared/intake/mail-ledger.ts';
import { inboundPrefix, sesIdOf } from '../../shared/intake/mail-ledger-recovery.ts';

/** An object under `inbound/`. */
export interface StoredObject {
  key: string;
  storedAt: Date;
}

export interface Reconciling {
  /** All objects under `inbound/`, some at a time. */
  pages: AsyncIterable<readonly StoredObject[]>;
  find: (receivedAt: Date, sesMessageId: string) => Promise<MailRow | undefined>;
  /** Puts the mail into the queue of receive-email again. */
  announce: (stored: StoredObject) => Promise<void>;
  say: (line: string) => void;
}

export interface ReconcileOptions {
  /** UTC days, both included; without them there is no such end. */
  from?: string | undefined;
  to?: string | undefined;
  /** Mails stored after this may still be on their way and are let alone. */
  settledBefore: Date;
  dryRun: boolean;
  /** How long receive-email is waited for. */
  waitSeconds: number;
}

export interface Reconciled {
  stored: number;
  accounted: number;
  recovered: number;
  onTheirWay: number;
  unaccounted: number;
}

/** SES writes one such object when a receipt rule is made; it is no mail. */
const setupId = 'AMAZON_SES_SETUP_NOTIFICATION';
/** Rows looked up at once. */
const atOnce = 25;
/** Mails announced before their rows are waited for. */
const mostPending = 100;
const pollMilliseconds = 250;
const dayMilliseconds = 24 * 3600 * 1000;

const dayOf = ({ storedAt }: StoredObject) => storedAt.toISOString().slice(0, 10);

/**
 * Finds each mail in the bucket that has no row in the ledger, and has it taken in again. Doing it twice does nothing more: the row of the
 * first time is there, and should it not be yet, the row and the message itself are claimed once.
 */
export async function reconcile(ports: Reconciling, options: ReconcileOptions): Promise<Reconciled> {
  const { from = '', to = '9999', settledBefore, dryRun } = options;
  const counts: Reconciled = { stored: 0, accounted: 0, recovered: 0, onTheirWay: 0, unaccounted: 0 };
  let pending: StoredObject[] = [];
  const collect = async () => {
    await awaitRows(pending, ports, options, counts);
    pending = [];
  };

  const look = async (stored: StoredObject): Promise<void> => {
    if (stored.key === inboundPrefix + setupId || dayOf(stored) < from || dayOf(stored) > to) return;
    counts.stored++;
    if (await rowOf(stored, ports)) counts.accounted++;
    else if (stored.storedAt > settledBefore) counts.onTheirWay++;
    else if (sesIdOf(stored.key) === undefined) unaccounted(`${stored.key} is no key that SES writes`);
    else if (dryRun) unaccounted(`${stored.key}, stored ${stored.storedAt.toISOString()}, is not in the ledger`);
    else await again(stored);
  };
  const unaccounted = (line: string) => {
    counts.unaccounted++;
    ports.say(line);
  };
  const again = async (stored: StoredObject) => {
    try {
      await ports.announce(stored);
      pending.push(stored);
    } catch (error) {
      unaccounted(`${stored.key} could not be announced: ${String(error)}`);
    }
  };

  for await (const page of ports.pages) {
    for (let at = 0; at < page.length; at += atOnce) {
      await Promise.all(page.slice(at, at + atOnce).map(look));
      if (pending.length >= mostPending) await collect();
    }
  }
  await collect();
  return counts;
}

/** The row lies under the day on which SES took the mail: that on which it was stored, or the one before. */
async function rowOf(stored: StoredObject, { find }: Reconciling): Promise<MailRow | undefined> {
  const id = sesIdOf(stored.key);
  if (id === undefined) return undefined;
  return (await find(stored.storedAt, id)) ?? find(new Date(stored.storedAt.getTime() - dayMilliseconds), id);
}

async function awaitRows(
  pending: readonly StoredObject[],
  ports: Reconciling,
  { waitSeconds }: ReconcileOptions,
  counts: Reconciled,
): Promise<void> {
  // Counted in pauses, not on a clock: the local cloud's may stand still.
  let pauses = (waitSeconds * 1000) / pollMilliseconds;
  for (const stored of pending) {
    let row = await rowOf(stored, ports);
    for (; !row && pauses > 0; pauses--) {
      await pause(pollMilliseconds);
      row = await rowOf(stored, ports);
    }
    if (row) counts.recovered++;
    else counts.unaccounted++;
    const became = row ? `${row.outcome} (${row.reason})${row.ticketId ? ` ${row.ticketId}` : ''}` : 'no row yet: run this again';
    ports.say(`${stored.key}, stored ${stored.storedAt.toISOString()}, taken in again: ${became}`);
  }
}

export const summary = ({ stored, accounted, recovered, onTheirWay, unaccounted }: Reconciled): string =>
  [
    `${stored} mails stored`,
    `${accounted} in the ledger`,
    `${recovered} taken in again`,
    `${onTheirWay} still on their way`,
    `${unaccounted} not accounted for`,
  ].join(', ');
