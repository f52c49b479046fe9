/**
 * `npm run corpus -- [--root DIR] [--set SET] [--misses]`: the mails of peers in that folder, `../shared/mail` where none is named, read by
 * us and scored by the program that lies beside them. Ends with 1 when a mail crashes us or takes over two seconds.
 */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { score } from './scorer.ts';

const { values } = parseArgs({
  options: { root: { type: 'string' }, set: { type: 'string' }, misses: { type: 'boolean', default: false } },
});
const root = resolve(values.root ?? join(import.meta.dirname, '..', '..', '..', 'shared', 'mail'));
const { sets } = score(root, { ...(values.set === undefined ? {} : { set: values.set }), misses: values.misses, print: true });
process.exitCode = Object.values(sets).some(({ crashed, slow }) => crashed + slow > 0) ? 1 : 0;
