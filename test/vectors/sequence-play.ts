import type { Contract } from '../../shared/contracts/contract.ts';
import type { Message } from '../../shared/intake/inbound-message.ts';
import type { Clock } from '../../shared/sla/clock.ts';
import { agentReply, changeStatus, customerReply, note, type Occasion, open } from '../../shared/tickets/decide.ts';
import { callTaken } from '../../shared/tickets/decide-call.ts';
import { evolve, opened } from '../../shared/tickets/evolve.ts';
import { changePriority, moveToContract } from '../../shared/tickets/requalify.ts';
import { ring } from '../../shared/tickets/ring.ts';
import { isDone, type Status, type Ticket } from '../../shared/tickets/ticket.ts';
import type { TicketEvent } from '../../shared/tickets/ticket-events.ts';
import type { SequenceCase, SequenceEvent, SequencePolicy } from './sequence.ts';
import { contractOf, matching } from './sequence-policy.ts';
import { withFieldSet } from './sequence-set.ts';
import { standOf } from './sequence-stand.ts';
import { Unsupported } from './vector-file.ts';

/** A peer's events, played through our own decisions. */
export interface Played {
  ticket: Ticket;
  contract: Contract;
  /** Every cycle of every clock as it stood last; the ticket keeps only the latest few. */
  clocks: Clock[];
  /** How each policy stood when another took its place. */
  history: string[];
  at: Date;
}

/** What of a peer's ticket ours does not hold. */
interface Peer {
  policy: SequencePolicy;
  version: number;
  facts: Record<string, unknown>;
  status: string;
}

/** Plays the case up to the moment at which the peer looks. Throws Unsupported. */
export function play({ policy, events, evaluate_at }: Pick<SequenceCase, 'policy' | 'events' | 'evaluate_at'>): Played {
  // A real log is in the order of time; so is ours. Fields that a suite sets one after the other are in the order in which it sets them.
  const isSet = events.some(({ type }) => type === 'set');
  const inOrder = isSet ? events : [...events].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const [first, ...later] = inOrder;
  if (first?.type !== 'created') throw new Unsupported('a ticket that does not begin with its creation');
  const at = evaluate_at === undefined ? lastMoment(inOrder) : new Date(evaluate_at);
  const played = create(policy, first);
  for (const event of later.filter((each) => Date.parse(each.at) <= at.getTime())) {
    played.untilNow(new Date(event.at));
    played.happen(event);
  }
  played.untilNow(at);
  return { ...played.result(), at };
}

const lastMoment = (events: SequenceEvent[]): Date => new Date(Math.max(...events.map(({ at }) => Date.parse(at))));

function create(policy: SequencePolicy, first: SequenceEvent) {
  let contract = contractOf(policy, 1);
  const peer: Peer = { policy, version: 1, facts: { ...first }, status: 'open' };
  const staffOpens = isByStaff(first);
  const opening = open(
    { ...anOpening(staffOpens ? 'phone' : 'email'), priority: priorityOf(peer) },
    contract,
    on(new Date(first.at)),
  );
  let ticket = opened('tkt_peer', opening);
  const clocks = new Map<string, Clock>();
  const history: string[] = [];
  const keep = () => {
    for (const clock of ticket.clocks) clocks.set(`${clock.metric} ${clock.cycle}`, clock);
  };
  const take = (events: TicketEvent[]) => {
    ticket = events.reduce(evolve, ticket);
    keep();
  };
  const to = (status: Status, occasion: Occasion) => {
    if (isDone(ticket.status) && status === 'pending') take(changeStatus(ticket, { to: 'open' }, contract, occasion));
    take(changeStatus(ticket, { to: status }, contract, occasion));
  };
  const answer = (channel: string | undefined, occasion: Occasion) => {
    if (channel === 'phone') return take(callTaken(ticket, contract, occasion));
    take(agentReply(ticket, { messageId: 'msg_answer', text: 'An answer.' }, contract, occasion));
    // Our answer makes the ticket wait for the customer; the peer's leaves its status as it is.
    if (ticket.status === 'pending' && ourStatus(peer) === 'open') to('open', occasion);
  };
  const rematch = (occasion: Occasion) =>
    take(changePriority(ticket, { to: priorityOf(peer), reason: 'the peer’s fact changed' }, contract, occasion));

  const happen = (event: SequenceEvent) => {
    const occasion = on(new Date(event.at));
    const { type } = event;
    switch (type) {
      case 'set':
        ticket = withFieldSet(ticket, contract, event.field ?? 'no field', occasion.at);
        return keep();
      case 'customer_reply':
        return take(customerReply(ticket, { message, participants: [] }, contract, occasion));
      case 'agent_reply':
        return answer(event.channel, occasion);
      case 'internal_note':
        return take(note({ messageId: 'msg_note', text: 'A note.' }, occasion));
      case 'status':
        peer.status = event.to ?? 'open';
        return to(ourStatus(peer), occasion);
      case 'policy': {
        history.push(...standOf(ticket.clocks).whenReplaced);
        const before = contract;
        peer.policy = { ...peer.policy, ...(event as Partial<SequencePolicy>) };
        peer.version += 1;
        contract = contractOf(peer.policy, peer.version);
        take(moveToContract(ticket, { to: contract, before, reason: 'another policy' }, occasion));
        return rematch(occasion);
      }
      case 'priority':
      case 'team':
      case 'stage':
      case 'category':
      case 'tag':
        peer.facts[type] = event.to;
        return rematch(occasion);
      default:
        throw new Unsupported(`the event ${type}`);
    }
  };
  keep();
  if (staffOpens) answer('phone', on(new Date(first.at)));
  if (first.status !== undefined) happen({ at: first.at, type: 'status', to: first.status });
  return {
    happen,
    untilNow: (now: Date) => take(ring(ticket, contract, now)),
    result: () => ({ ticket, contract, clocks: [...clocks.values()], history }),
  };
}

/** Somebody who works on the ticket wrote it down: they have spoken to the customer, or are the customer themself. */
const isByStaff = ({ by, owner }: SequenceEvent): boolean =>
  by !== undefined && (['staff', 'agent'].includes(by) || owner === by);

const priorityOf = ({ policy, facts }: Peer) => {
  const conditions = Object.entries(policy.condition ?? {});
  return conditions.length > 0 && conditions.every(([fact, value]) => facts[fact] === value) ? matching : 'normal';
};

function ourStatus({ policy, status }: Peer): Status {
  if (['closed', 'resolved', 'solved'].includes(status)) return 'resolved';
  const waiting = [...(policy.pause?.statuses ?? []), ...(policy.ignore_statuses ?? [])];
  return waiting.includes(status) ? 'pending' : 'open';
}

const on = (at: Date): Occasion => ({ at, now: at, by: { kind: 'system' } });

const requester = { address: 'ana@customer.example' };
const message: Message = {
  id: 'msg_peer',
  from: requester,
  to: [],
  cc: [],
  text: '',
  textCut: false,
  attachments: [],
  attachmentsCut: false,
};

const anOpening = (channel: 'phone' | 'email') => ({
  reference: '123456782',
  channel,
  subject: 'A peer’s case',
  requester,
  participants: [],
  language: 'en' as const,
  mailbox: 'support',
  nature: 'person' as const,
  message,
});
