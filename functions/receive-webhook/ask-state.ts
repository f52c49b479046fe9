import type { Answer } from '../../shared/lambda/http.ts';
import { remembering } from '../../shared/partners/answered-webhooks.ts';
import type { Dependencies } from './handler.ts';
import type { ReceivedOf } from './received.ts';
import { stateOf } from './state.ts';
import { theirTicket } from './their-ticket.ts';

/** How the request stands. A repetition is told how it stood then. Throws ClaimTaken where it was quicker. */
export async function askState(received: ReceivedOf<'state.asked'>, dependencies: Dependencies): Promise<Answer> {
  const { webhook, claim } = received;
  const { ticket } = await theirTicket(received, dependencies);
  const answer = { status: 200, body: stateOf(ticket) };
  await dependencies.keepAnswer({ ...claim, item: { ...claim.item, ...remembering(webhook, answer.status, answer.body) } });
  return answer;
}
