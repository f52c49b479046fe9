import nodemailer from 'nodemailer';
import * as z from 'zod/mini';
import { applyContracts } from '../../infra/local/apply-contracts.ts';
import { startCloud } from '../../infra/local/cloud.ts';

const sentMails = z.array(z.object({ subject: z.string() }));

/** What one run of mails measured. Calls are of the functions, per ticket. */
export interface MailsBench {
  mails: number;
  senders: number;
  seconds: number;
  mailsPerSecond: number;
  acceptedPerSecond: number;
  lost: number;
  doubled: number;
  itemsWrittenPerTicket: number;
  /** Messages that came to be received from any queue. */
  queueMessagesPerTicket: number;
  callsPerTicket: Record<string, number>;
}

/** Sends `count` different mails over SMTP from `senders` connections, each an address of its own, until every one is acknowledged. */
export async function benchMails(assembly: string, count: number, senders: number): Promise<MailsBench> {
  const cloud = await startCloud({ assembly, ports: { http: 0, ws: 0, smtp: 0, aws: 0 } });
  try {
    await applyContracts(cloud);
    await cloud.idle();
    const written = cloud.itemsWritten();
    let messages = 0;
    for (const queue of cloud.queues.all()) queue.onVisible(() => messages++);
    const watch = cloud.faults.plan({ functionName: '', call: Number.POSITIVE_INFINITY, when: 'after' });
    const start = performance.now();
    await Promise.all([...Array(senders).keys()].map((sender) => sendFrom(sender, count / senders, cloud.ports.smtp)));
    const accepted = performance.now();
    await cloud.idle();
    const seconds = (performance.now() - start) / 1000;
    const outbox = sentMails.parse(await (await fetch(`${cloud.endpoints.http}/_local/outbox`)).json());
    const different = new Set(outbox.map(({ subject }) => subject.replace(/ \[#[\d-]+\]$/, '')));
    return {
      mails: count,
      senders,
      seconds: round(seconds),
      mailsPerSecond: round(count / seconds),
      acceptedPerSecond: round(count / ((accepted - start) / 1000)),
      lost: count - different.size,
      doubled: outbox.length - different.size,
      itemsWrittenPerTicket: round((cloud.itemsWritten() - written) / count),
      queueMessagesPerTicket: round(messages / count),
      callsPerTicket: perTicket(watch.calls(), count),
    };
  } finally {
    await cloud.stop();
  }
}

async function sendFrom(sender: number, count: number, port: number): Promise<void> {
  const transport = nodemailer.createTransport({
    host: '127.0.0.1',
    port,
    secure: false,
    ignoreTLS: true,
    pool: true,
    maxConnections: 1,
  });
  for (let i = 0; i < count; i++) {
    await transport.sendMail({
      from: `sender-${sender}@customer.example`,
      to: 'support@guichet.example',
      subject: `Request ${sender}-${i}`,
      text: `This is request ${i} of sender ${sender}.\n${'It says something of its own. '.repeat(40)}`,
    });
  }
  transport.close();
}

function perTicket(calls: readonly { service: string; operation: string }[], tickets: number): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { service, operation } of calls) {
    // REST operations are named by method and path; the path holds ids.
    const name = `${service} ${operation.replace(/^([A-Z]+ \/[^/]+).*/, '$1')}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return Object.fromEntries(
    Object.entries(counts)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([name, n]) => [name, round(n / tickets)]),
  );
}

const round = (n: number) => Math.round(n * 100) / 100;
