import { crc32 } from 'node:zlib';
import { AwsError } from '../service.ts';

/** CRC-32 as S3 writes it: four big-endian bytes in base64. */
export function crc32Of(content: Buffer): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(content));
  return bytes.toString('base64');
}

/** Throws `BadDigest` when the CRC-32 that came with the content is another. Other algorithms are stored unchecked: the SDK sends this one. */
export function checkCrc32(content: Buffer, expected: string | undefined): void {
  if (expected !== undefined && expected !== crc32Of(content)) {
    throw new AwsError('BadDigest', 'The CRC32 you specified did not match the calculated checksum.');
  }
}
