import type { Upload } from '../notices/outgoing-files.ts';

/** Bytes of a file that are looked at for what it is. A longer archive is judged by its beginning. */
export const sniffedBytes = 2 * 1024 * 1024;

/** Customers' files lie together; the nonce and the id keep them apart. */
export const formFileKey = (nonce: string, id: string): string => `attachments/forms/${nonce}/${id}`;

/** Files that were announced with one token. */
export interface FormFiles {
  /** Keeps it until `expiresAt` (epoch seconds) as one of `most`. Answers its id; undefined where there are as many already. */
  announce(
    nonce: string,
    file: Pick<Upload, 'name' | 'type' | 'size'>,
    most: number,
    expiresAt: number,
  ): Promise<Upload | undefined>;
  list(nonce: string): Promise<Upload[]>;
}
