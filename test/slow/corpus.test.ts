import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Json, type Stage, startStage } from '../support/cloud.ts';
import { sharedData } from '../support/shared-data.ts';

/**
 * All real mails of the shared test data, through SMTP to the end. They are only ever handed to 127.0.0.1, with envelopes of our own, and
 * what we write to their senders stays in the local outbox: nothing leaves the machine.
 */
const root = sharedData('mail') ?? '';

interface Case {
  file?: string;
  files?: string[];
  input?: 'eml' | 'text' | 'html';
}

/** The paths of all whole mails, each once. */
function mailPaths(): string[] {
  const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const cases = folders.flatMap(({ name }) =>
    readdirSync(join(root, name))
      .filter((file) => /^cases.*\.json$/.test(file))
      .flatMap((file) => JSON.parse(readFileSync(join(root, name, file), 'utf8')) as Case[]),
  );
  return [...new Set(cases.flatMap(({ file, files, input }) => files ?? (input === 'eml' && file ? [file] : [])))].sort();
}

interface Delivery {
  path: string;
  /** SES's id of a mail that was taken; undefined for one refused by SMTP, with what the server said. */
  sesMessageId?: string;
  refusal?: string;
}

describe.skipIf(root === '')('the mails of the shared test data (needs ../shared)', () => {
  let stage: Stage;
  let deliveries: Delivery[];
  let rows: Json[];
  const complaints: string[] = [];

  const deliver = async (path: string, index: number): Promise<Delivery> => {
    const from = index % 10 === 9 ? '' : 'corpus@customer.example';
    try {
      const response = await stage.raw(readFileSync(join(root, path)), { from });
      return { path, sesMessageId: response.split(' ').at(-1)! };
    } catch (error) {
      return { path, refusal: String(error) };
    }
  };

  beforeAll(async () => {
    stage = await startStage({
      onLog: (source, line) => {
        if (source === 'local-cloud' || line.includes('"level":"ERROR"')) complaints.push(`${source} ${line}`);
      },
    });
    deliveries = await Promise.all(mailPaths().map(deliver));
    await stage.settle();
    rows = await stage.ledger();
    const counts = Object.groupBy(rows, ({ outcome, reason }) => (outcome === 'refused' ? `refused: ${reason}` : outcome));
    const listed = Object.entries(counts).map(([outcome, all = []]) => `${all.length} ${outcome}`);
    console.log(`${deliveries.length} mails: ${listed.join(', ')}`);
  }, 300_000);
  afterAll(() => stage.stop());

  it('are all taken by SMTP, since none is over the limit', () => {
    expect(deliveries.length).toBeGreaterThan(1_200);
    expect(deliveries.filter(({ refusal }) => refusal !== undefined)).toEqual([]);
  });

  it('have exactly one row of the ledger each', () => {
    const taken = deliveries.flatMap(({ sesMessageId }) => sesMessageId ?? []).sort();
    expect(rows.map(({ sesMessageId }): string => sesMessageId).sort()).toEqual(taken);
  });

  it('have an outcome and a reason each, and a ticket unless refused or a bounce of nothing of ours', () => {
    for (const row of rows) {
      expect(['ticket', 'reply', 'automatic', 'bounce', 'refused']).toContain(row.outcome);
      expect(row.reason).not.toBe('');
      if (row.outcome === 'refused') expect(['spam', 'virus', 'duplicate']).toContain(row.reason);
      else if (row.outcome !== 'bounce') expect(row.ticketId).toMatch(/^tkt_/);
    }
  });

  it('leave no message in any queue and no error in any log', async () => {
    const { queues } = (await stage.local('GET', '/_local/queues')).body;
    for (const { name, ...depth } of queues) expect([name, depth]).toEqual([name, { visible: 0, inFlight: 0, delayed: 0 }]);
    expect(complaints).toEqual([]);
  });

  it('are acknowledged at most once for each ticket of a person, and never otherwise', async () => {
    const tickets = new Map(rows.filter(({ outcome }) => outcome === 'ticket').map(({ ticketId }) => [ticketId, 0]));
    for (const { headers, to } of await stage.outbox()) {
      const ticketId = headers['x-guichet-notice'];
      expect([to, tickets.get(ticketId)]).toEqual([to, 0]);
      tickets.set(ticketId, 1);
    }
    const acknowledged = [...tickets.values()].filter((count) => count === 1).length;
    expect(acknowledged).toBeGreaterThan(0.9 * tickets.size);
  });

  it('can be listed: each ticket once, with a history that says what came', async () => {
    const opened = new Set<string>(rows.filter(({ outcome }) => outcome !== 'refused').flatMap(({ ticketId }) => ticketId ?? []));
    const listed = await stage.everyTicket();
    expect(listed.map(({ id }): string => id).sort()).toEqual([...opened].sort());
  });
});
