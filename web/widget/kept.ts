/** A message that is not known to be taken. */
export interface Outgoing {
  /** Its number, once it was said: it is said again under the same, since it may have been taken. */
  n?: number;
  clientId: string;
  text: string;
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
export function keepIn(storage: Storage | undefined, name: string) {
  return {
    read: (): Kept => {
      try {
        const read: unknown = JSON.parse(storage?.getItem(name) ?? 'null');
        return isKept(read) ? read : { ...nothing, outbox: [] };
      } catch {
        return { ...nothing, outbox: [] };
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

const isText = (value: unknown): boolean => value === undefined || typeof value === 'string';

const isKept = (value: unknown): value is Kept =>
  typeof value === 'object' &&
  value !== null &&
  'outbox' in value &&
  Array.isArray(value.outbox) &&
  value.outbox.every((each: unknown) => {
    return typeof each === 'object' && each !== null && 'clientId' in each && 'text' in each && typeof each.text === 'string';
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
