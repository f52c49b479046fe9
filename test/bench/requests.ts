import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { applyContracts } from '../../infra/local/apply-contracts.ts';
import { applyPartners } from '../../infra/local/apply-partners.ts';
import { type Cloud, localAccount, startCloud } from '../../infra/local/cloud.ts';
import { putForm, readForms } from '../../shared/forms/forms.dynamo.ts';
import { sign } from '../../shared/partners/standard-webhooks.ts';

/** Requests that open a ticket each, so many at a time. Milliseconds are from sending to the whole answer. */
export interface Pace {
  concurrency: number;
  requestsPerSecond: number;
  p50: number;
  p99: number;
}
export interface RequestsBench {
  requests: number;
  webhook: Pace[];
  form: Pace[];
}

const concurrencies = [1, 8, 32];
const partners = z.array(z.object({ secret: z.string(), url: z.string() }));
const aToken = z.object({ token: z.string() });

/** Sends the n-th request and answers its status. */
type Send = (n: number) => Promise<number>;

/** Opens `count` tickets by webhook and by form for each number of clients at a time, on a local cloud of its own. */
export async function benchRequests(assembly: string, count: number): Promise<RequestsBench> {
  const cloud = await startCloud({ assembly, ports: { http: 0, ws: 0, smtp: 0, aws: 0 } });
  try {
    await Promise.all([applyContracts(cloud), applyPartners(cloud)]);
    await openWide(cloud);
    await cloud.idle();
    return {
      requests: count,
      webhook: await paces(cloud, count, await webhooks(cloud)),
      form: await paces(cloud, count, await forms(cloud, count)),
    };
  } finally {
    await cloud.stop();
  }
}

async function paces(cloud: Cloud, count: number, send: Send): Promise<Pace[]> {
  const all: Pace[] = [];
  // Processes are started by the first requests, which is another figure.
  await paceOf(-1, Math.max(...concurrencies), Math.max(...concurrencies), send);
  for (const [round, concurrency] of concurrencies.entries()) {
    await cloud.idle();
    all.push(await paceOf(round, count, concurrency, send));
  }
  await cloud.idle();
  return all;
}

async function paceOf(round: number, count: number, concurrency: number, send: Send): Promise<Pace> {
  const times: number[] = [];
  let next = 0;
  const began = performance.now();
  const client = async () => {
    while (next < count) {
      const n = (round + 1) * count + next++;
      const sent = performance.now();
      const status = await send(n);
      if (status !== 201) throw new Error(`request ${n} was answered ${status}`);
      times.push(performance.now() - sent);
    }
  };
  await Promise.all([...Array(concurrency).keys()].map(client));
  const seconds = (performance.now() - began) / 1000;
  times.sort((a, b) => a - b);
  const at = (share: number) => Math.round(times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0);
  return { concurrency, requestsPerSecond: Math.round(count / seconds), p50: at(0.5), p99: at(0.99) };
}

async function webhooks({ endpoints: { http } }: Cloud): Promise<Send> {
  const [partner] = partners.parse(await (await fetch(`${http}/_local/partners`)).json());
  if (!partner) throw new Error('there is no partner');
  return (n) => {
    const body = JSON.stringify({
      type: 'request.opened',
      data: { externalId: `B-${n}`, subject: `Request ${n}`, text: 'Help.', requester: { name: 'Ana' } },
    });
    return statusOf(partner.url, body, sign([partner.secret], `evt_${n}`, new Date(), body));
  };
}

/** Tokens are fetched before, and ripen by moving the clock. */
async function forms({ endpoints: { http } }: Cloud, count: number): Promise<Send> {
  const tokens: string[] = [];
  const needed = (concurrencies.length + 1) * count + Math.max(...concurrencies);
  while (tokens.length < needed) tokens.push(aToken.parse(await (await fetch(`${http}/forms/contact/token`)).json()).token);
  await fetch(`${http}/_local/clock`, { method: 'POST', body: '{"advance":"PT5S"}' });
  return (n) => {
    const fields = { name: 'Ana', email: `ana${n}@customer.example`, subject: `Request ${n}`, message: 'Help.' };
    return statusOf(`${http}/forms/contact`, JSON.stringify({ token: tokens[n], fields, consent: true }), {});
  };
}

async function statusOf(url: string, body: string, headers: Record<string, string>): Promise<number> {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
  await response.arrayBuffer();
  return response.status;
}

/** One address may send few forms an hour; here all come from one. */
async function openWide({ app, endpoints }: Cloud): Promise<void> {
  const [table] = app.byType('AWS::DynamoDB::GlobalTable');
  if (!table) throw new Error('the template has no table');
  const client = new DynamoDBClient({
    endpoint: endpoints.aws,
    region: localAccount.region,
    credentials: { accessKeyId: localAccount.accessKeyId, secretAccessKey: 'any' },
  });
  const dynamo = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  for (const form of await readForms(dynamo, table.name))
    await putForm(dynamo, table.name, { ...form, submissionsPerHour: 100_000 });
  client.destroy();
}

export const requestsInWords = ({ webhook, form }: RequestsBench): string[] =>
  Object.entries({ webhook, form }).flatMap(([way, all]) =>
    all.map(
      ({ concurrency, requestsPerSecond, p50, p99 }) =>
        `${way}, ${concurrency} at a time: ${requestsPerSecond} requests a second, half within ${p50} ms, 99 of 100 within ${p99} ms`,
    ),
  );
