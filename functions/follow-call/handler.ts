import { queueConsumer } from '../../shared/lambda/queue-consumer.ts';
import type { Work } from '../../shared/lambda/work.ts';
import { readContactEvent } from '../../shared/telephony/contact-event.ts';
import { type FollowingDesk, followCall } from '../../shared/telephony/follow-call.ts';

export interface Dependencies {
  work: Work;
  desk: FollowingDesk;
}

export const createHandler = ({ work, desk }: Dependencies) =>
  queueConsumer(work, async ({ body }) => {
    const read = readContactEvent(body);
    if ('ignored' in read) work.log.info('not about a call', { reason: read.ignored });
    else await followCall(read.facts, desk);
  });
