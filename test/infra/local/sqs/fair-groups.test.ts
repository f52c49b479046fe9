import { describe, expect, it } from 'vitest';
import { createQueues } from '../../../../infra/local/sqs/queues.ts';
import { systemAttributes } from '../../../../infra/local/sqs/receiving.ts';
import { sendOne } from '../../../../infra/local/sqs/sending.ts';
import { anApp, aQueue, aTimeLine } from '../lambda/a-local-app.ts';

function start() {
  const { clock } = aTimeLine();
  const resource = aQueue('work');
  return { clock, queue: createQueues({ app: anApp([resource]), clock }).get(resource.arn)! };
}

/** Amazon SQS developer guide, "Amazon SQS fair queues"; API reference, SendMessage, MessageGroupId. */
describe('a standard queue whose messages are of groups', () => {
  it('gives a group with fewer messages in flight before one with more, and within a group the oldest', () => {
    const { queue } = start();
    for (const body of ['a1', 'a2', 'a3', 'b1', 'c1']) queue.send({ body, groupId: body[0] });
    const taken = [...Array(5)].map(() => queue.receive(1)[0]!);
    expect(taken.map(({ body }) => body)).toEqual(['a1', 'b1', 'c1', 'a2', 'a3']);
  });

  it('forgets what a group had in flight once it is done, and holds nothing back from a group that is alone', () => {
    const { queue } = start();
    for (const body of ['a1', 'a2', 'a3']) queue.send({ body, groupId: 'a' });
    const [first, second] = [queue.receive(1)[0]!, queue.receive(1)[0]!];
    for (const { receiptHandle } of [first, second]) queue.remove(receiptHandle);
    queue.send({ body: 'b1', groupId: 'b' });
    expect(queue.receive(1)[0]?.body).toBe('a3');
  });

  it('takes the oldest first where there are none', () => {
    const { queue } = start();
    for (const body of ['1', '2', '3']) queue.send({ body });
    expect(queue.receive(3).map(({ body }) => body)).toEqual(['1', '2', '3']);
  });

  it('tells whoever receives a message its group', () => {
    const { queue } = start();
    sendOne(queue, { MessageBody: 'x', MessageGroupId: 'sub_1' }, 'sender');
    expect(systemAttributes(queue.receive(1)[0]!)).toMatchObject({ MessageGroupId: 'sub_1' });
  });

  it.each([
    ['g'.repeat(128), true],
    ['g'.repeat(129), false],
    ['', false],
    ['two words', false],
  ])('takes the group %j: %s', (MessageGroupId, isTaken) => {
    const { queue } = start();
    const send = () => sendOne(queue, { MessageBody: 'x', MessageGroupId }, 'sender');
    if (isTaken) expect(send()).toHaveProperty('MessageId');
    else expect(send).toThrow('MessageGroupId');
  });
});
