import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharedData } from '../support/shared-data.ts';

interface Case {
  set: string;
  file?: string;
  input?: string;
}

const samples = join(import.meta.dirname, '..', 'samples', 'mail');

/** The whole mails of the shared test data, each once; our own samples where that is not there. */
export function corpusMails(): string[] {
  const root = sharedData('mail');
  if (root === undefined) return readdirSync(samples).map((name) => join(samples, name));
  const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const cases = folders.flatMap(({ name }) =>
    readdirSync(join(root, name))
      .filter((file) => /^cases.*\.json$/.test(file))
      .flatMap((file) => JSON.parse(readFileSync(join(root, name, file), 'utf8')) as Case[]),
  );
  const files = cases.flatMap(({ file, input }) => (input === 'eml' && file !== undefined ? [join(root, file)] : []));
  return [...new Set(files)].sort();
}

/** A mail with one attachment in base64, of 40 MB or so many bytes: the most that SES takes. */
export function largestMail(bytes: number = 40 * 1024 * 1024): Uint8Array {
  const head = [
    'From: ana@customer.example',
    'To: support@guichet.example',
    'Subject: The log',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    '',
    'See the log.',
    '--b',
    'Content-Type: application/octet-stream; name=printer.log',
    'Content-Transfer-Encoding: base64',
    '',
    '',
  ].join('\r\n');
  const mail = new Uint8Array(bytes);
  Buffer.from(mail.buffer).fill(`${'QUJD'.repeat(19)}\r\n`);
  mail.set(Buffer.from(head));
  mail.set(Buffer.from('\r\n--b--\r\n'), bytes - 9);
  return mail;
}
