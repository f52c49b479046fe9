import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { lateNoticesIn } from '../../../shared/notices/late-notices.sqs.ts';
import { leaseSeconds } from '../../../shared/notices/outbox.ts';
import { note } from '../../../shared/tickets/decide.ts';
import { byAgent, minutesLater, ticketId } from '../../support/builders.ts';
import { strictMock } from '../../support/strict-mock.ts';

const [event] = note({ messageId: 'msg_1', text: 'n' }, byAgent(minutesLater(1)));
const recorded = { ticketId, sequence: 3, event: event! };
const late = (found: typeof recorded | undefined = recorded) =>
  lateNoticesIn(new SQSClient({ region: 'eu-west-1' }), 'https://sqs/late', { event: async () => found });

describe('late notices', () => {
  it('wait for as long as a claim stands, and say no more than where the event is', async () => {
    const sqs = strictMock(SQSClient);
    sqs.on(SendMessageCommand).resolves({});
    await late().defer(recorded);
    expect(sqs.commandCalls(SendMessageCommand).map(({ args }) => args[0].input)).toEqual([
      { QueueUrl: 'https://sqs/late', MessageBody: JSON.stringify({ ticketId, sequence: 3 }), DelaySeconds: leaseSeconds },
    ]);
  });
  it('are found again by ticket and sequence', async () => {
    expect(await late().find({ ticketId, sequence: 3 })).toEqual(recorded);
  });
  it('of an event that is not there are an error, not nothing', async () => {
    const none = lateNoticesIn(new SQSClient({ region: 'eu-west-1' }), 'https://sqs/late', { event: async () => undefined });
    await expect(none.find({ ticketId, sequence: 3 })).rejects.toThrow(`event 3 of ${ticketId} is not there`);
  });
  it('wait no longer than SQS lets a message wait, 15 minutes', () => {
    expect(leaseSeconds).toBeLessThanOrEqual(900);
  });
});
