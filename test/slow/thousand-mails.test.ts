import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Stage, startStage } from '../support/cloud.ts';

let stage: Stage;
const complaints: string[] = [];
beforeAll(async () => {
  stage = await startStage({
    onLog: (source, line) => {
      if (source === 'local-cloud' || line.includes('"level":"ERROR"')) complaints.push(`${source} ${line}`);
    },
  });
});
afterAll(() => stage.stop());

it('a thousand mails of eight senders at once are a thousand tickets and acknowledgements, none lost, none twice', {
  timeout: 180_000,
}, async () => {
  const senders = [...Array(8).keys()].map((n) => `sender-${n}@customer.example`);
  const mails = [...Array(125).keys()].flatMap((n) =>
    senders.map((from) => ({ from, subject: `Question ${n} of ${from}`, text: `${n}?` })),
  );
  const responses = await Promise.all(mails.map((mail) => stage.mail(mail)));
  await stage.settle();

  const wanted = mails.map(({ subject }) => subject).sort();
  const tickets = await stage.everyTicket();
  expect(tickets.map(({ subject }): string => subject).sort()).toEqual(wanted);
  expect(new Set(tickets.map(({ id }) => id)).size).toBe(mails.length);
  expect(new Set(tickets.map(({ reference }) => reference)).size).toBe(mails.length);

  const acknowledgements = await stage.outbox();
  expect(acknowledgements.map(({ headers }) => headers['x-guichet-notice'] ?? '').sort()).toEqual(
    tickets.map(({ id }): string => id).sort(),
  );
  const requesters = new Map(tickets.map(({ id, requester }) => [id, requester.address]));
  for (const { to, headers } of acknowledgements) expect(to).toEqual([requesters.get(headers['x-guichet-notice'])]);

  const rows = await stage.ledger();
  expect(rows.map(({ sesMessageId }): string => sesMessageId).sort()).toEqual(
    responses.map((line) => line.split(' ').at(-1) ?? '').sort(),
  );
  expect(new Set(rows.map(({ outcome }) => outcome))).toEqual(new Set(['ticket']));
  expect(complaints).toEqual([]);
});
