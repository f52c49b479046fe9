/**
 * Where peers mean something else by the same words, and the design decides against them. Each case is listed by its id, with the fields
 * that differ: whatever else it expects is right.
 */
export interface Difference {
  ids: readonly string[];
  fields: readonly string[];
  /** The sentence of the design, section "SLA semantics", that decides. */
  sentence: string;
  /** What we do, and what the peer does. */
  ours: string;
}

const nextResponse = 'Next response: armed by the oldest unanswered customer message; a second one does not move it.';
const pauses =
  "Pauses remove time from the clock in the contract's permitted states (resolution only, unless it says otherwise), with reason, and end when the customer speaks on any channel.";
const change =
  "Priority, kind or contract change: the contract's rule (carry elapsed · restart · from creation · never earlier than now).";
const reopening = 'Reopening: a new resolution cycle; the met or missed one stays in history.';

/** `zo-`, 1, 3 gives `zo-001`, `zo-002`, `zo-003`. */
const ids = (prefix: string, from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, n) => `${prefix}${String(from + n).padStart(3, '0')}`);

export const differences: readonly Difference[] = [
  {
    ids: ['es-002'],
    fields: ['resolution_due'],
    sentence: pauses,
    ours: 'a pause while nothing is open removes nothing, since nothing was counted; the peer moves the due time by wall time',
  },
  {
    ids: ['rs-023'],
    fields: ['due'],
    sentence: pauses,
    ours: 'time in a status that pauses is given back; the peer only hides the due time meanwhile',
  },
  {
    ids: ['ls-004'],
    fields: ['status'],
    sentence: change,
    ours: 'what was broken under the old policy stays broken, by whichever rule the new one counts; the peer begins with a clean slate',
  },
  {
    ids: ['zn2-012', 'zo-022'],
    fields: ['first_response_due', 'escalation_at'],
    sentence: reopening,
    ours: 'a ticket that is done waits for nothing, and reopened unanswered it promises anew; the peer takes done for a pause',
  },
  {
    ids: ['zn2-024'],
    fields: ['resolution_due'],
    sentence: reopening,
    ours: 'the missed cycle stays in history and the next is counted from the reopening; the peer goes on with the first',
  },
  {
    ids: ['zo-001', 'zo-002', 'zo-003', 'zo-016', ...ids('zo-', 18, 21), 'zo-024'],
    fields: ['next_response_due'],
    sentence: nextResponse,
    ours: 'without a customer message no answer is owed; the peer arms the next response at creation',
  },
  {
    ids: ['zo-004', 'zo-005'],
    fields: ['next_response_due', 'escalation_at'],
    sentence: nextResponse,
    ours: 'without a customer message no answer is owed; the peer’s next response from creation is the first to break',
  },
  {
    ids: ['zo-008'],
    fields: ['elapsed', 'margin'],
    sentence: nextResponse,
    ours: 'the customer’s first message at 12:05 arms the next response; the peer counts that exchange from creation until then',
  },
  {
    ids: ['zo-006', 'zo-007', 'zo-009', 'zo-012'],
    fields: ['next_response_due', 'elapsed', 'margin'],
    sentence: nextResponse,
    ours: 'an exchange begins with a customer message; the peer’s begins at creation, and again with the agent’s own contact',
  },
  {
    ids: ['zo-010', 'zo-011'],
    fields: ['next_response_due', 'escalation_at', 'elapsed', 'margin'],
    sentence: nextResponse,
    ours: 'an exchange begins with a customer message; the peer’s, begun by the agent’s contact, outlives even the solution',
  },
  {
    ids: ['zo-030', 'zo-031'],
    fields: ['next_response_due', 'escalation_at'],
    sentence: nextResponse,
    ours: 'after an answer nothing is unanswered; the peer arms the next response again from the agent’s own contact',
  },
  {
    ids: ids('zo-', 25, 27),
    fields: ['first_response_due', 'next_response_due', 'resolution_due'],
    sentence: pauses,
    ours: 'closing drops what nobody answered, and out of a pause there is no end to count a due time by; the peer keeps showing one',
  },
];

export const differenceOf = (id: string): Difference | undefined => differences.find(({ ids: listed }) => listed.includes(id));
