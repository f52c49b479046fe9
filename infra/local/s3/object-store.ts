import { hash, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Instant, VirtualClock } from '../virtual-clock.ts';
import type { Tags } from './object-tags.ts';

/** What S3 keeps about an object besides its content. */
export interface ObjectHead {
  key: string;
  size: number;
  lastModified: Instant;
  /** With its quotation marks. */
  etag: string;
  /** Headers to give back: content-type and its kin, `x-amz-meta-*`. */
  headers: Record<string, string>;
  tags: Tags;
}

interface StoredObject extends ObjectHead {
  /** Bytes, or the path of the file that has them. */
  content: Buffer | string;
}

/** The objects of one bucket. */
export interface ObjectStore {
  put(key: string, content: Buffer, headers: Record<string, string>, tags?: Tags): ObjectHead;
  /** Takes the place of all tags that it had; nothing happens where there is no such object. */
  tag(key: string, tags: Tags): void;
  head(key: string): ObjectHead | undefined;
  read(key: string): Buffer | undefined;
  remove(key: string): void;
  /** In the order of S3's listings: by the bytes of the keys. */
  list(): ObjectHead[];
}

/** Larger content is kept on disk, so that a day of mail with attachments does not fill the memory. */
export const largestContentInMemory = 256 * 1024;

const byBytes = (a: ObjectHead, b: ObjectHead) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key));

/** `file` answers the path of a new file; it is called only when content has to go to disk. */
export function createObjectStore(clock: VirtualClock, file: () => string): ObjectStore {
  const objects = new Map<string, StoredObject>();
  let sorted: StoredObject[] | undefined;

  const forget = (key: string) => {
    const stored = objects.get(key);
    if (typeof stored?.content === 'string') rmSync(stored.content, { force: true });
    objects.delete(key);
    sorted = undefined;
  };
  const keep = (content: Buffer): Buffer | string => {
    // A copy: a request's body can be a slice of a larger buffer, which it would keep alive.
    if (content.length <= largestContentInMemory) return Buffer.from(content);
    const path = file();
    writeFileSync(path, content);
    return path;
  };

  return {
    put: (key, content, headers, tags = {}) => {
      forget(key);
      const etag = `"${hash('md5', content)}"`;
      const stored = { key, size: content.length, lastModified: clock.now(), etag, headers, tags, content: keep(content) };
      objects.set(key, stored);
      return stored;
    },
    tag: (key, tags) => {
      const stored = objects.get(key);
      if (stored) stored.tags = tags;
    },
    head: (key) => objects.get(key),
    read: (key) => {
      const content = objects.get(key)?.content;
      return typeof content === 'string' ? readFileSync(content) : content;
    },
    remove: forget,
    list: () => {
      sorted ??= [...objects.values()].sort(byBytes);
      return sorted;
    },
  };
}

/** A folder for large contents inside `parent`, made when first needed. */
export function createSpillFolder(parent: string): { file(): string; remove(): void } {
  let folder: string | undefined;
  return {
    file: () => {
      if (folder === undefined) {
        mkdirSync(parent, { recursive: true });
        folder = mkdtempSync(join(parent, 'objects-'));
      }
      return join(folder, randomUUID());
    },
    remove: () => {
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
      folder = undefined;
    },
  };
}
