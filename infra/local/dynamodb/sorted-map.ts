/** A range of keys, in the terms that dynalite asks its store in. No bound = from the start or to the end. */
export interface KeyRange {
  gt?: string;
  gte?: string;
  lt?: string;
  lte?: string;
  /** From the highest key down. */
  reverse?: boolean;
  /** At most so many; negative or absent = all. */
  limit?: number;
}

const mostKeysPerChunk = 512;

/**
 * A map that can also be read in the order of its keys (by UTF-16 code unit). The keys live in sorted chunks, so an insertion moves
 * a few hundred strings at most, however large the table grows.
 */
export class SortedMap<Value> {
  readonly #values = new Map<string, Value>();
  readonly #chunks: string[][] = [];

  get size(): number {
    return this.#values.size;
  }

  get(key: string): Value | undefined {
    return this.#values.get(key);
  }

  set(key: string, value: Value): void {
    if (!this.#values.has(key)) this.#insert(key);
    this.#values.set(key, value);
  }

  delete(key: string): void {
    if (!this.#values.delete(key)) return;
    const at = this.#chunkOf(key);
    const chunk = this.#chunks[at];
    if (!chunk) return;
    chunk.splice(lowerBound(chunk, key), 1);
    if (chunk.length === 0) this.#chunks.splice(at, 1);
  }

  /** Values in key order. Do not change the map while reading. */
  *range(range: KeyRange): Generator<Value> {
    let left = range.limit === undefined || range.limit < 0 ? Number.POSITIVE_INFINITY : range.limit;
    for (const key of range.reverse ? this.#down(range) : this.#up(range)) {
      if (left-- <= 0) return;
      const value = this.#values.get(key);
      if (value !== undefined) yield value;
    }
  }

  *#up(range: KeyRange): Generator<string> {
    const from = range.gt ?? range.gte ?? '';
    for (let at = this.#chunkOf(from); at < this.#chunks.length; at++) {
      const chunk = this.#chunks[at] ?? [];
      for (let i = lowerBound(chunk, from); i < chunk.length; i++) {
        const key = chunk[i] ?? '';
        if (isAbove(key, range)) return;
        if (!isBelow(key, range)) yield key;
      }
    }
  }

  *#down(range: KeyRange): Generator<string> {
    const from = range.lt ?? range.lte;
    for (let at = from === undefined ? this.#chunks.length - 1 : this.#chunkOf(from); at >= 0; at--) {
      const chunk = this.#chunks[at] ?? [];
      const start = from === undefined ? chunk.length - 1 : Math.min(lowerBound(chunk, from), chunk.length - 1);
      for (let i = start; i >= 0; i--) {
        const key = chunk[i] ?? '';
        if (isBelow(key, range)) return;
        if (!isAbove(key, range)) yield key;
      }
    }
  }

  #insert(key: string): void {
    const at = this.#chunkOf(key);
    const chunk = this.#chunks[at];
    if (!chunk) {
      this.#chunks.push([key]);
      return;
    }
    chunk.splice(lowerBound(chunk, key), 0, key);
    if (chunk.length > mostKeysPerChunk) this.#chunks.splice(at + 1, 0, chunk.splice(mostKeysPerChunk / 2));
  }

  /** The last chunk that starts at or before `key`: the one that holds it, or would. */
  #chunkOf(key: string): number {
    let low = 0;
    let high = this.#chunks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#chunks[middle]?.[0] ?? '') <= key) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }
}

function isBelow(key: string, { gt, gte }: KeyRange): boolean {
  return gt !== undefined ? key <= gt : gte !== undefined && key < gte;
}

function isAbove(key: string, { lt, lte }: KeyRange): boolean {
  return lt !== undefined ? key >= lt : lte !== undefined && key > lte;
}

function lowerBound(keys: string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] ?? '') < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
