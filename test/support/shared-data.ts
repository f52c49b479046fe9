import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Test data that lives beside the repository and is read in place, never copied. */
const root = join(import.meta.dirname, '..', '..', '..', 'shared');

/**
 * The path of a file or folder of the shared test data, or `undefined` on a machine without it. Tests skip then, visibly, unless
 * GUICHET_REQUIRE_SHARED=1 demands the data: a run that is meant to have it must not pass without.
 */
export function sharedData(...path: string[]): string | undefined {
  const found = join(root, ...path);
  if (existsSync(found)) return found;
  if (process.env.GUICHET_REQUIRE_SHARED === '1') throw new Error(`GUICHET_REQUIRE_SHARED=1, but ${found} does not exist`);
  return undefined;
}
