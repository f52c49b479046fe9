/**
 * `npm run sla-vectors -- [FOLDER]`: the engine against the test vectors of peers in that folder, `../shared/sla` where none is named. Says
 * what is right, what is not and where we differ on purpose; the last line is all of it as JSON. Ends with 1 when something is missed.
 */
import path from 'node:path';
import { differences } from './differences.ts';
import { missesOf, readingsTaken, reportOn, staleOf, talliesBy, tallyOf } from './report.ts';
import type { Verdict } from './vector-file.ts';

const root = path.join(import.meta.dirname, '..', '..');
const folder = path.resolve(process.argv[2] ?? path.join(root, '..', 'shared', 'sla'));
const report = reportOn(folder);
const { calendar, sequences } = report;
const misses = missesOf(report);
const stale = staleOf(report);

const table = (verdicts: readonly Verdict[], name: 'suite' | 'op') =>
  console.table(Object.fromEntries(talliesBy(verdicts, name)));
const line = ({ id, wrong, expected, got }: Verdict) =>
  `  ${id} (${wrong.join(', ')}): expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`;

if (calendar) {
  console.log(`calendars, by operation and by suite`);
  table(calendar, 'op');
  table(calendar, 'suite');
  const policy = readingsTaken(calendar.filter(({ suite }) => suite.endsWith('_policy')));
  console.log(
    'two readings are right, ours is:',
    policy,
    '(expect: the ends of a shift are mapped to moments once, as `compatible`)',
  );
  for (const { id, reading } of calendar)
    if (reading === 'reference') console.log(`  ${id}: the answer without the peer’s habit`);
}
if (sequences) {
  console.log('sequences, by suite');
  table(sequences, 'suite');
  const different = sequences.filter(({ result }) => result === 'differs');
  for (const { ids, sentence, ours } of differences) {
    const found = different.filter(({ id }) => ids.includes(id));
    if (found.length === 0) continue;
    console.log(`differs: ${found.map(({ id }) => id).join(', ')}\n  ${sentence}\n  ${ours}`);
    for (const each of found) console.log(line(each));
  }
}
if (stale.length > 0) console.log(`listed as different, and not: ${stale.join(', ')}`);
console.log(misses.length === 0 ? 'no misses' : `${misses.length} misses`);
for (const miss of misses) console.log(line(miss));
console.log(
  JSON.stringify({
    ...(calendar ? { calendar: { ...tallyOf(calendar), readings: readingsTaken(calendar) } } : {}),
    ...(sequences ? { sequences: tallyOf(sequences) } : {}),
    misses: misses.map(({ id, expected, got }) => ({ id, expected, got })),
    stale,
  }),
);
process.exitCode = misses.length > 0 ? 1 : 0;
