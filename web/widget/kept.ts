/** A message that is not known to be taken. */
export interface Outgoing {
  /** Its number, once it was said: it is said again under the same, since it may have been taken. */
  n?: number;
  clientId: string;
  text: string;
  /** What goes with it, by the ids that the chat gave. */
  files?: { id: string; name: string }[] | undefined;
}

/** What outlives the page: the token, and what was written and not taken. What was said is asked for again. */
export interface Kept {
  token: string | undefined;
  outbox: Outgoing[];
  /** Where the answer goes by mail, once that was said. */
  address: string | undefined;
}

const nothing: Kept = { token: undefined, outbox: [], address: undefined };

/** Pages may have no storage: then the chat lasts as long as the page. */
function keepIn(storage: Storage | undefined, name: string) {
  return {
    read: (): Kept => {
      try {
        const read: unknown = JSON.parse(storage?.getItem(name) ?? 'null');
        return isKept(read) ? read : nothing;
      } catch {
        return nothing;
      }
    },
    write: (kept: Kept): void => {
      try {
        storage?.setItem(name, JSON.stringify(kept));
      } catch {
        // Full, or forbidden.
      }
    },
  };
}

/**
 * What this window knows of what is kept. Windows of one page share it: each writes what it changes and leaves what others wrote, so that
 * neither a newer token nor anybody's message is lost. A message that two of them say is taken once, by its id.
 */
export function createKept(storage: Storage | undefined, name: string) {
  const { read, write } = keepIn(storage, name);
  let kept = read();
  const lacking = (some: readonly Outgoing[], from: readonly Outgoing[]) =>
    some.filter(({ clientId }) => !from.some((each) => each.clientId === clientId));
  return {
    get: (): Kept => kept,
    keep: (change: Partial<Kept>): void => {
      const stored = read();
      const others = lacking(stored.outbox, kept.outbox);
      // Without storage there is only what we know ourselves.
      kept = { token: stored.token ?? kept.token, address: stored.address ?? kept.address, outbox: kept.outbox, ...change };
      write({ ...kept, outbox: [...kept.outbox, ...lacking(others, kept.outbox)] });
    },
    /** This window speaks from now on, also for the others. */
    takeUp: (): void => {
      const stored = read();
      kept = { ...kept, ...stored, outbox: [...stored.outbox, ...lacking(kept.outbox, stored.outbox)] };
      write(kept);
    },
  };
}

const isText = (value: unknown): boolean => value === undefined || typeof value === 'string';

const areFiles = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.every(
    (each: unknown) => typeof each === 'object' && each !== null && 'id' in each && 'name' in each && isText(each.name),
  );

const isKept = (value: unknown): value is Kept =>
  typeof value === 'object' &&
  value !== null &&
  'outbox' in value &&
  Array.isArray(value.outbox) &&
  value.outbox.every((each: unknown) => {
    if (typeof each !== 'object' || each === null || !('clientId' in each && 'text' in each)) return false;
    return typeof each.text === 'string' && (!('files' in each) || areFiles(each.files));
  }) &&
  isText('token' in value ? value.token : undefined) &&
  isText('address' in value ? value.address : undefined);

export function storageOf(page: Window): Storage | undefined {
  try {
    return page.localStorage;
  } catch {
    return undefined;
  }
}
