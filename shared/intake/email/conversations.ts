import type { InboundMessage } from '../inbound-message.ts';

type Mail = Pick<InboundMessage, 'message' | 'references'>;

/** Ids of messages unknown to us that a ticket is also known by: of these the nearest, and the oldest. */
export const mostMentions = 5;
const nearest = 3;

/**
 * Of the ids that a mail refers to and that lead to nothing, those that its ticket is to be known by from now on: another answer to the
 * same unseen message, or that message itself should it come late, belongs to the same conversation. `unseen` is nearest first.
 */
export function mentionsOf(unseen: readonly string[]): string[] {
  if (unseen.length <= mostMentions) return [...unseen];
  return [...unseen.slice(0, nearest), ...unseen.slice(nearest - mostMentions)];
}

/**
 * Groups of Message-IDs that refer to one another, also by way of a message that never came; in the order of their first mail. Who takes
 * part does not count here: it is the same graph by which `findTicket` looks for candidates, before it judges the sender.
 */
export function conversationsOf(mails: readonly Mail[]): string[][] {
  const parents = new Map<string, string>();
  const rootOf = (id: string): string => {
    let root = id;
    for (let up = parents.get(root); up !== undefined; up = parents.get(root)) root = up;
    // Every id on the way points to the root from now on, so that long chains stay cheap.
    for (let at = id; at !== root; ) {
      const up = parents.get(at) ?? root;
      parents.set(at, root);
      at = up;
    }
    return root;
  };
  const own = mails.map(({ message }, index) => message.rfcMessageId ?? `without id ${index}`);
  for (const [index, { references }] of mails.entries()) {
    for (const reference of references) {
      const [ours, theirs] = [rootOf(own[index] ?? ''), rootOf(reference)];
      if (ours !== theirs) parents.set(ours, theirs);
    }
  }
  return [...Map.groupBy(new Set(own), rootOf).values()];
}
