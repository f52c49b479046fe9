import type { Lane } from './lane.ts';

/** What a lane is to become, if it is as expected. A member that is undefined is removed, or must be absent. */
export interface LaneChange {
  to: Partial<Lane>;
  if: Pick<Partial<Lane>, 'holder' | 'heldUntil' | 'again'> & {
    /** Held at this instant. */
    heldSince?: string;
    /** It is there, and nobody wants it to go back as far as this. */
    rewindAbove?: number;
  };
}

/** The expressions of DynamoDB's UpdateItem for it. */
export function laneUpdate({ to, if: { heldSince, rewindAbove, ...expected } }: LaneChange) {
  const names = new Map<string, string>();
  const values = new Map<string, unknown>();
  const name = (of: string) => {
    names.set(`#${of}`, of);
    return `#${of}`;
  };
  const value = (of: string, is: unknown) => {
    values.set(`:${of}`, is);
    return `:${of}`;
  };
  const sets: string[] = [];
  const removes: string[] = [];
  for (const [of, is] of Object.entries(to)) {
    if (is === undefined) removes.push(name(of));
    else sets.push(`${name(of)} = ${value(of, is)}`);
  }
  const conditions = ['attribute_exists(pk)'];
  for (const [of, is] of Object.entries(expected)) {
    conditions.push(is === undefined ? `attribute_not_exists(${name(of)})` : `${name(of)} = ${value(`expected_${of}`, is)}`);
  }
  if (heldSince !== undefined) conditions.push(`${name('heldUntil')} >= ${value('heldSince', heldSince)}`);
  if (rewindAbove !== undefined)
    conditions.push(`(attribute_not_exists(${name('rewindTo')}) OR ${name('rewindTo')} > ${value('rewindAbove', rewindAbove)})`);
  return {
    UpdateExpression: [
      ...(sets.length > 0 ? [`SET ${sets.join(', ')}`] : []),
      ...(removes.length > 0 ? [`REMOVE ${removes.join(', ')}`] : []),
    ].join(' '),
    ConditionExpression: conditions.join(' AND '),
    ExpressionAttributeNames: Object.fromEntries(names),
    ...(values.size > 0 && { ExpressionAttributeValues: Object.fromEntries(values) }),
  };
}
