import { type Follower, isAgent, isVisitor } from '../../shared/chat/connections.ts';
import type { Dependencies } from './handler.ts';

type Ports = Pick<Dependencies, 'connections' | 'post'>;

/** What is told and not kept: whoever is not there to hear it needs it no more. */
export async function tell(followers: readonly Follower[], message: object, { connections, post }: Ports): Promise<void> {
  await Promise.allSettled(
    followers.map(async ({ connectionId }) => {
      if ((await post.send(connectionId, message)) === 'gone') await connections.close(connectionId);
    }),
  );
}

/** Tells everybody on a ticket who is there: agents each other's ids, the visitor only whether anybody is. */
export async function presenceOf(ticketId: string, ports: Ports): Promise<void> {
  const { followers } = await ports.connections.ofTicket(ticketId);
  const agents = [...new Set(followers.flatMap(({ agentId }) => agentId ?? []))].sort();
  const visitors = followers.filter(isVisitor);
  await tell(followers.filter(isAgent), { type: 'presence', ticketId, agents, visitor: visitors.length > 0 }, ports);
  await tell(visitors, { type: 'presence', ticketId, agents: agents.length > 0 }, ports);
}
