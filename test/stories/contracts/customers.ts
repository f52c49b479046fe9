import { Temporal } from 'temporal-polyfill';
import { type Json, type Stage, startStage } from '../../support/cloud.ts';

/** A moment on the wall clocks of a zone, as an ISO instant. */
export const wall = (zone: string, time: string): string =>
  Temporal.PlainDateTime.from(time).toZonedDateTime(zone).toInstant().toString();

const metricNames = ['pick-up', 'first-response', 'next-response', 'update', 'resolution', 'complaint'] as const;
type Metric = (typeof metricNames)[number];

/** Customers under contract at a local cloud whose clock begins where the story does, and what becomes of their requests. */
export async function customersAt(zone: string, start: string) {
  const stage: Stage = await startStage({ startAt: new Date(wall(zone, start)) });
  const local = (iso: string, seconds = true) =>
    Temporal.Instant.from(iso)
      .toZonedDateTimeISO(zone)
      .toPlainDateTime()
      .round('second')
      .toString({ smallestUnit: seconds ? 'second' : 'minute' });
  const newest = async (subject: string): Promise<Json> => {
    const found = (await stage.everyTicket()).find((each) => each.subject === subject);
    return (await stage.ticket(found.id)).ticket;
  };
  return {
    stage,
    /** Moves the clock to a moment on the zone's wall clocks. */
    until: async (time: string) => {
      const { status, body } = await stage.set(wall(zone, time));
      if (status !== 200) throw new Error(JSON.stringify(body));
    },
    /** A mail to the contract's own address or any other; answers the ticket that it becomes. */
    writes: async (from: string, subject: string, to?: string): Promise<Json> => {
      await stage.mail({
        from,
        subject,
        text: `${subject}, please.`,
        to: to === undefined ? undefined : `${to}@guichet.example`,
      });
      await stage.settle();
      return newest(subject);
    },
    /** A letter, a call, a visit or a portal request, taken down by an agent. */
    opens: async (body: { channel: string } & Record<string, unknown>): Promise<Json> => {
      const { status, body: answer } = await stage.api('POST', '/tickets', {
        text: 'Please.',
        subject: body.channel,
        ...body,
      });
      if (status !== 201) throw new Error(JSON.stringify(answer));
      await stage.settle();
      return answer.ticket;
    },
    answers: async ({ id }: Json, text = 'We are on it.') => {
      await stage.api('POST', `/tickets/${id}/replies`, { text });
      await stage.settle();
    },
    sets: async ({ id }: Json, what: 'status' | 'priority' | 'kind', body: Record<string, unknown>) => {
      const { status, body: answer } = await stage.api('PUT', `/tickets/${id}/${what}`, { reason: 'so it is', ...body });
      if (status !== 200) throw new Error(JSON.stringify(answer));
      await stage.settle();
    },
    now: async ({ id }: Json): Promise<Json> => (await stage.ticket(id)).ticket,
    /**
     * When the latest clock of a metric is due, on the zone's wall clocks. Less the seconds that passed between the moment to which the
     * story moved the clock and the receipt of the request, where they count: stories count from whole minutes.
     */
    due: async ({ id }: Json, metric: Metric): Promise<string | undefined> => {
      const { clocks } = (await stage.ticket(id)).ticket;
      const clock = clocks.findLast((each: Json) => each.metric === metric);
      if (!clock?.dueAt) return clock?.state;
      const countsAtOnce = clock.receipt.segments[0].counted[0]?.[0] * 1000 === Date.parse(clock.startedAt);
      const delay = countsAtOnce ? Date.parse(clock.startedAt) % 60_000 : 0;
      return local(new Date(Date.parse(clock.dueAt) - delay).toISOString()).slice(0, 16);
    },
    /** How every promise of the ticket stands. */
    standing: async ({ id }: Json): Promise<Json> => {
      const { promises } = (await stage.api('GET', `/tickets/${id}`)).body;
      return Object.fromEntries(Object.entries(promises).filter(([, state]) => state !== 'none'));
    },
    /** Staff who were mailed about this ticket, in order, each with the minute on the zone's wall clocks. */
    told: async ({ reference }: Json): Promise<string[]> => {
      const marked = reference.replace(/(\d{3})(?=\d)/g, '$1-');
      const mails = (await stage.outbox('@guichet.example')).filter(({ subject }) => subject.includes(marked));
      return mails.map(({ at, to }) => `${local(at, false)} ${to[0]?.split('@')[0]}`).sort();
    },
    /** What the customer was promised in the acknowledgement. */
    acknowledged: async (address: string): Promise<string> => (await stage.outbox(address)).at(-1)?.text ?? '',
  };
}
export type Customers = Awaited<ReturnType<typeof customersAt>>;
