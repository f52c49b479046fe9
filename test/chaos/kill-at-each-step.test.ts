import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DeleteScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shardOf } from '../../shared/dynamo/table.ts';
import { type Answer, type Json, type Stage, startStage } from '../support/cloud.ts';
import { anotherSender, killAtEachStep } from './killing.ts';

/**
 * Kills the process of one function at its n-th AWS call, before the call is carried out and after, for every n that the story has, and
 * expects the same end each time: the retries of queues, streams and callers lead there.
 */
let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

const ticketOf = async (sender: string) => {
  const all = [...(await stage.tickets()), ...(await stage.tickets('pending')), ...(await stage.tickets('resolved'))];
  const own = all.filter(({ requester }) => requester.address === sender);
  expect(own, 'tickets of the sender').toHaveLength(1);
  return own[0];
};
/** Without the agents' API, whose calls are counted here: from the acknowledgement's own header. */
const ticketIdOf = async (sender: string) => (await stage.outbox(sender))[0]?.headers['x-guichet-notice'] ?? '';
/** As a client would that is told to try again. */
const untilAnswered = async (request: () => Promise<Answer>): Promise<Answer> => {
  const answer = await request();
  return answer.status >= 500 ? request() : answer;
};
/** Long enough for every visibility timeout and lease to run out and be retried; far shorter than any promise. */
const retries = () => stage.advance('PT20M');
const mailIn = async (sender: string) => {
  await stage.mail({ from: sender, subject: `Help ${sender}`, text: 'Please help.', messageId: `<${sender}>` });
  await stage.settle();
};
const resolve = async (id: string) => {
  await stage.api('PUT', `/tickets/${id}/status`, { status: 'resolved' });
  await stage.settle();
};

describe('a function killed between any two steps', () => {
  for (const [functionName, least] of [
    ['ReceiveEmail', 2],
    ['SendNotices', 3],
    ['NoteDelivery', 1],
    ['KeepClocks', 1],
  ] as const) {
    it(`${functionName}: a mail still becomes one ticket, one acknowledgement and one schedule`, {
      timeout: 120_000,
    }, async () => {
      const steps = await killAtEachStep(stage, functionName, async (sender) => {
        await mailIn(sender);
        await retries();
        const { id } = await ticketOf(sender);
        expect(await stage.outbox(sender), 'acknowledgements').toHaveLength(1);
        const { body } = await stage.local('GET', '/_local/schedules');
        expect(
          body.schedules.filter(({ name }: Json) => name.includes(id)),
          'schedules',
        ).toHaveLength(1);
        await resolve(id);
        await retries();
      });
      expect(steps).toBeGreaterThanOrEqual(least);
    });
  }

  for (const functionName of ['RingAlarm', 'SendNotices', 'KeepClocks']) {
    it(`${functionName}: a warning and an escalation still go out once each`, { timeout: 600_000 }, async () => {
      const steps = await killAtEachStep(stage, functionName, async (sender) => {
        const before = (await stage.outbox('@guichet.example')).length;
        await mailIn(sender);
        await stage.advance('PT4H30M');
        const { id, reference } = await ticketOf(sender);
        const marked = reference.replace(/(\d{3})(?=\d)/g, '$1-');
        const staff = (await stage.outbox('@guichet.example')).slice(before).filter(({ subject }) => subject.includes(marked));
        expect(staff.map(({ to }) => to[0])).toEqual(['duty@guichet.example', 'lead@guichet.example']);
        const { events } = await stage.ticket(id);
        expect(events.map(({ type }) => type)).toEqual(['TicketOpened', 'SlaWarned', 'SlaBreached', 'Escalated']);
        await resolve(id);
        await retries();
      });
      expect(steps).toBeGreaterThanOrEqual(2);
    });
  }

  it('ReceiveEmail: an answer with an attachment still lands once on its ticket, the attachment kept whole', {
    timeout: 120_000,
  }, async () => {
    const s3 = new S3Client(stage.account);
    const bucket = stage.cloud.app.byType('AWS::S3::Bucket').find(({ logicalId }) => /^MailBucket[0-9A-F]{8}$/.test(logicalId));
    const content = Buffer.from([0, 1, 2, 253, 254, 255]);
    let key = '';
    await mailIn('asks@customer.example');
    const steps = await killAtEachStep(stage, 'ReceiveEmail', async (sender) => {
      const [acknowledgement] = await stage.outbox('asks@customer.example');
      await stage.raw(
        [
          `From: asks@customer.example`,
          `To: support@guichet.example`,
          `Subject: ${acknowledgement!.subject}`,
          `Message-ID: <answer-${sender}>`,
          'Content-Type: multipart/mixed; boundary=b',
          '',
          '--b',
          'Content-Type: text/plain',
          '',
          `answer ${sender}`,
          '--b',
          'Content-Type: application/octet-stream; name=six.bin',
          'Content-Disposition: attachment; filename=six.bin',
          'Content-Transfer-Encoding: base64',
          '',
          content.toString('base64'),
          '--b--',
          '',
        ].join('\r\n'),
        { from: 'asks@customer.example' },
      );
      await stage.settle();
      await retries();
      const { id } = await ticketOf('asks@customer.example');
      const { events } = await stage.ticket(id);
      const answers = events.filter((event) => event.message?.text.includes(`answer ${sender}`));
      expect(answers.map(({ type }) => type)).toEqual(['CustomerReplied']);
      key = answers[0].message.attachments[0].key;
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket!.name, Key: key }));
      expect(Buffer.from(await Body!.transformToByteArray())).toEqual(content);
    });
    s3.destroy();
    expect(steps).toBeGreaterThanOrEqual(3);
    await resolve((await ticketOf('asks@customer.example')).id);
  });

  it('NoteDelivery: an answer that bounces is still noted once on its ticket', { timeout: 120_000 }, async () => {
    const steps = await killAtEachStep(stage, 'NoteDelivery', async (sender) => {
      const bouncing = `bounce+${sender.split('@')[0]}@simulator.amazonses.com`;
      await mailIn(bouncing);
      const { id } = await ticketOf(bouncing);
      await stage.api('POST', `/tickets/${id}/replies`, { text: 'On its way.' });
      await stage.settle();
      await retries();
      const { events } = await stage.ticket(id);
      expect(events.filter(({ type }) => type === 'DeliveryFailed')).toHaveLength(1);
      expect(await stage.outbox(bouncing)).toHaveLength(1);
      await resolve(id);
    });
    expect(steps).toBeGreaterThanOrEqual(3);
  });

  it('SweepAlarms: an alarm whose schedule was lost is still rung, and once', { timeout: 120_000 }, async () => {
    const scheduler = new SchedulerClient(stage.account);
    // Shards are asked in their order, and what a shard holds is rung before the next is asked: where a ticket lies says when it rings.
    for (const [step, operation] of [
      [() => 1, 'Query'],
      [(shard: number) => shard + 1, 'Query'],
      [(shard: number) => shard + 2, 'SendMessageBatch'],
      [(shard: number) => shard + 3, 'Query'],
    ] as const) {
      for (const when of ['before', 'after'] as const) {
        const sender = anotherSender();
        await mailIn(sender);
        const { id } = await ticketOf(sender);
        const { body } = await stage.local('GET', '/_local/schedules');
        const lost = body.schedules.filter(({ name }: Json) => name.includes(id));
        for (const { name: Name, group: GroupName } of lost) await scheduler.send(new DeleteScheduleCommand({ Name, GroupName }));
        const before = (await stage.outbox('duty@guichet.example')).length;
        // Half a minute past the warning's time: the sweeper does not look for it yet.
        await stage.advance('PT3H12M30S');
        const call = step(shardOf(id));
        const fault = stage.cloud.faults.plan({ functionName: 'SweepAlarms', call, when });
        await stage.advance('PT20M');
        fault.cancel();
        expect(fault.happened()).toBe(true);
        expect(fault.calls()[call - 1]!.operation).toBe(operation);
        expect((await stage.outbox('duty@guichet.example')).length - before, `warnings, killed ${when} call ${call}`).toBe(1);
        await resolve(id);
      }
    }
    scheduler.destroy();
  });

  it('AgentApi: a reply that is sent again with its Idempotency-Key is one reply and one mail', {
    timeout: 120_000,
  }, async () => {
    const steps = await killAtEachStep(stage, 'AgentApi', async (sender) => {
      await mailIn(sender);
      const ticketId = await ticketIdOf(sender);
      const reply = () =>
        stage.api('POST', `/tickets/${ticketId}/replies`, { text: 'On its way.' }, { 'idempotency-key': sender });
      const read = () => stage.api('GET', `/tickets/${ticketId}`);
      expect((await untilAnswered(reply)).status).toBe(200);
      await retries();
      const { events } = (await untilAnswered(read)).body;
      expect(events.filter(({ type }: Json) => type === 'AgentReplied')).toHaveLength(1);
      expect(await stage.outbox(sender)).toHaveLength(2);
    });
    expect(steps).toBeGreaterThanOrEqual(2);
  });
});
