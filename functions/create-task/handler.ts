import type { Now } from '../../shared/clock.ts';
import { queueConsumer } from '../../shared/lambda/queue-consumer.ts';
import type { Work } from '../../shared/lambda/work.ts';
import type { ContactCentre } from '../../shared/telephony/contact-centre.ts';
import { taskFor, taskWanted } from '../../shared/telephony/task.ts';
import type { Tickets } from '../../shared/tickets/tickets.ts';

export interface Dependencies {
  work: Work;
  tickets: Pick<Tickets, 'find' | 'event'>;
  centre: Pick<ContactCentre, 'startTask'>;
  publicUrl: string;
  now: Now;
}

export const createHandler = ({ work, tickets, centre, publicUrl, now }: Dependencies) =>
  queueConsumer(work, async ({ body }) => {
    const { ticketId, sequence } = taskWanted.parse(JSON.parse(body));
    const [ticket, recorded] = await Promise.all([tickets.find(ticketId), tickets.event(ticketId, sequence)]);
    if (!ticket || !recorded) throw new Error(`event ${sequence} of ${ticketId} is not there`);
    const task = taskFor(recorded, ticket, { publicUrl, now: now() });
    if (!task) {
      work.log.info('asks for no task', { ticketId, sequence, type: recorded.event.type });
      return;
    }
    await centre.startTask(task);
    work.log.info('task started', { ticketId, sequence });
  });
