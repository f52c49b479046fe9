import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { metrics as catalogue, type MetricName, namespace } from '../../shared/metrics/catalogue.ts';
import { startReclocking } from '../../shared/reclocking/reclocking.dynamo.ts';
import { type Json, type Stage, startStage } from '../support/cloud.ts';
import { administrator, type Subscriber, startSubscriber } from '../support/subscriber.ts';
import { tableOf } from '../support/the-table.ts';

/** A day at the desk with everything that is measured, and whether dashboards and alarms ask for nothing that is not. */
let stage: Stage;
let subscriber: Subscriber;
/** After a day, and after a bad night in addition. */
let day: Json[];
let values: Json[];
let errors: Json[];
const readMetrics = async () => (await stage.local('GET', '/_local/metrics')).body;
beforeAll(async () => {
  // So that few mails show what happens to too many.
  const perHour = (_: string, template: unknown) =>
    JSON.parse(JSON.stringify(template).replace(/"ACKNOWLEDGEMENTS_PER_HOUR":"\d+"/, '"ACKNOWLEDGEMENTS_PER_HOUR":"2"'));
  stage = await startStage({ edit: perHour });
  subscriber = await startSubscriber();
  await playADay();
  day = (await readMetrics()).metrics;
  await playABadNight();
  ({ metrics: values, errors } = await readMetrics());
});
afterAll(async () => {
  await subscriber.stop();
  await stage.stop();
});

async function playADay() {
  subscriber.answers(() => ({ status: subscriber.received.length === 1 ? 500 : 200 }));
  await administrator(stage).subscribe(subscriber.url, { events: ['ticket.agent_replied'] });
  const answered = await aTicket('ana@customer.example');
  const late = await aTicket('ben@customer.example');
  await aTicket('cem@customer.example');
  await aTicket('complaint@simulator.amazonses.com');
  await stage.mail({ from: 'news@list.example', subject: 'News', text: 'Buy!', headers: { Precedence: 'bulk' } });
  await stage.settle();
  await stage.api('POST', `/tickets/${answered}/replies`, { text: 'On its way.' });
  await stage.api('PUT', `/tickets/${answered}/status`, { status: 'resolved' });
  await stage.advance('PT4H30M');
  await stage.api('POST', `/tickets/${late}/replies`, { text: 'Sorry.' });
  await stage.settle();
  // From the start of an hour, so that all of it lies in one.
  await stage.set(new Date(Math.ceil((await stage.now()).getTime() / 3600_000) * 3600_000).toISOString());
  for (let n = 0; n < 3; n++) await stage.mail({ from: 'dora@customer.example', subject: `Question ${n}`, text: 'And this?' });
  await stage.settle();
  await countAgain();
}

/** What applying a contract with other holidays starts. */
async function countAgain() {
  const table = tableOf(stage);
  await startReclocking(table.dynamo, table.name, { contractId: 'ctr_standard', contractVersion: 1 }, await stage.now());
  await stage.settle();
  table.close();
}

/**
 * Whoever sends is stopped once before each of its first calls: one of them lies between claiming a notice and sending it. Something
 * rings that is no alarm, and a warning bounces.
 */
async function playABadNight() {
  for (let call = 1; call <= 4; call++) {
    const fault = stage.cloud.faults.plan({ functionName: 'SendNotices', call, when: 'before' });
    await aTicket(`stopped-${call}@customer.example`);
    fault.cancel();
  }
  await stage.ring('no alarm');
  await callThen({ answer: 'ana' });
  await callThen({ hangUp: true });
  await bounceTheWarningAbout('cem@customer.example');
  await stage.advance('PT20M');
}

/** From a withheld number, to the contract that takes calls at any hour. */
async function callThen(action: Json) {
  const { body } = await stage.local('POST', '/_local/calls', { to: '+33199000990' });
  await stage.local('POST', `/_local/calls/${body.id}`, action);
  await stage.settle();
}

/** What SES would say, had the person on duty no such mailbox. */
async function bounceTheWarningAbout(sender: string) {
  const { id } = (await stage.everyTicket()).find(({ requester }) => requester.address === sender);
  const { sequence, to, at } = (await stage.ticket(id)).events.find(({ type }) => type === 'SlaWarned');
  const mail = { timestamp: at, messageId: 'bounced', tags: { ticket: [id], notice: [`${sequence}-warning-1`] } };
  const bouncedRecipients = to.map((emailAddress: string) => ({ emailAddress }));
  const bounce = { timestamp: at, feedbackId: 'feedback-1', bounceType: 'Permanent', bouncedRecipients };
  stage.queue('NoteDeliveryQueue').send({ body: JSON.stringify({ eventType: 'Bounce', mail, bounce }) });
  await stage.settle();
}

async function aTicket(from: string): Promise<string> {
  await stage.mail({ from, subject: `Help ${from}`, text: 'Please help.' });
  await stage.settle();
  return (await stage.everyTicket()).find(({ requester }) => requester.address === from).id;
}

const names = Object.keys(catalogue) as MetricName[];

/** `MailsTaken by Outcome`: a metric and the names of its dimensions. */
const labelOf = (name: string, dimensions: readonly string[]) => [name, ...dimensions.toSorted()].join(' by ');

describe('the functions', () => {
  it('write every metric of the catalogue, under every set of its dimensions', () => {
    const written = new Set(values.map(({ name, dimensions }) => labelOf(name, Object.keys(dimensions))));
    const promised = names.flatMap((name) => catalogue[name].dimensions.map((set) => labelOf(name, set)));
    expect(promised.filter((each) => !written.has(each))).toEqual([]);
  });

  it('write nothing else into the namespace, and nothing that CloudWatch could not read', () => {
    const own = values.filter((each) => each.namespace === namespace);
    const promised = new Set(names.flatMap((name) => catalogue[name].dimensions.map((set) => labelOf(name, set))));
    for (const { name, dimensions, unit } of own) {
      expect(promised).toContain(labelOf(name, Object.keys(dimensions)));
      expect([name, unit]).toEqual([name, catalogue[name as MetricName].unit]);
    }
    expect(errors).toEqual([]);
  });

  it('count what was played', () => {
    const total = (name: MetricName, dimensions: Record<string, string> = {}) =>
      day.find((each) => each.name === name && JSON.stringify(each.dimensions) === JSON.stringify(dimensions))?.sum ?? 0;
    expect(total('MailsTaken')).toBe(8);
    expect(total('MailsTaken', { Outcome: 'automatic' })).toBe(1);
    expect(total('TicketsOpened')).toBe(8);
    expect(total('TicketsResolved')).toBe(1);
    expect(total('ClocksMet', { Clock: 'first-response' })).toBe(1);
    expect(total('ClocksMet', { Clock: 'resolution' })).toBe(1);
    // Ben, Cem and whoever complained waited too long; one of them was answered late.
    expect(total('ClocksBreached')).toBe(3);
    expect(total('ClocksMissed')).toBe(1);
    expect(total('ClocksWarned')).toBe(3);
    expect(total('DeliveriesFailed')).toBe(1);
    expect(total('NoticesSent', { Notice: 'acknowledgement' })).toBe(6);
    expect(total('NoticesSent', { Notice: 'reply' })).toBe(2);
    expect(total('NoticesSent', { Notice: 'warning' })).toBe(3);
    expect(total('NoticesSent', { Notice: 'escalation' })).toBe(3);
  });

  it('count as suppressed what one address got too many of, not what machines never get', () => {
    expect(day.find(({ name }) => name === 'NoticesSuppressed')?.sum).toBe(1);
  });
});

/** Names and dimensions of the metrics of ours that a dashboard or an alarm asks for. */
function asked(node: unknown): string[] {
  if (typeof node === 'string') {
    const searches = [...node.matchAll(/\{Guichet((?:,\w+)*)\}[^']*?MetricName="?(\w+)"?/g)];
    return searches.map(([, dimensions = '', name = '']) => labelOf(name, dimensions.split(',').filter(Boolean)));
  }
  if (Array.isArray(node)) {
    if (node[0] !== namespace) return node.flatMap(asked);
    const [, name = '', ...rest] = node.filter((each) => typeof each === 'string');
    return [
      labelOf(
        name,
        rest.filter((_, i) => i % 2 === 0),
      ),
    ];
  }
  if (typeof node !== 'object' || node === null) return [];
  if ('Namespace' in node && node.Namespace === namespace) {
    const { MetricName, Dimensions = [] } = node as Json;
    return [
      labelOf(
        MetricName,
        Dimensions.map(({ Name }: Json) => Name),
      ),
    ];
  }
  return Object.values(node).flatMap(asked);
}

describe('the dashboards and alarms', () => {
  for (const [what, type] of [
    ['dashboards', 'AWS::CloudWatch::Dashboard'],
    ['alarms', 'AWS::CloudWatch::Alarm'],
  ] as const) {
    it(`${what} ask only for metrics that were written`, () => {
      const written = new Set(values.map(({ name, dimensions }) => labelOf(name, Object.keys(dimensions))));
      const wanted = stage.cloud.app
        .byType(type)
        .flatMap(({ properties }) =>
          asked(typeof properties.DashboardBody === 'string' ? JSON.parse(properties.DashboardBody) : properties),
        );
      expect(wanted.length).toBeGreaterThan(0);
      expect([...new Set(wanted)].filter((each) => !written.has(each))).toEqual([]);
    });
  }
});
