import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';

const stateSchema = z.record(z.string(), z.string());

/** Generated secrets by ARN in one file, readable by its owner only, so that a restart of the local cloud keeps them. */
export interface SecretState {
  /** The kept value, or a new one, which is kept from now on. */
  keep(arn: string, generate: () => string): string;
}

/** Throws when `<folder>/secrets.json` is there but damaged: new secrets would silently break what was signed with the old ones. */
export function openSecretState(folder: string): SecretState {
  const file = join(folder, 'secrets.json');
  const values = existsSync(file) ? stateSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : {};
  return {
    keep: (arn, generate) => {
      const known = values[arn];
      if (known !== undefined) return known;
      const value = generate();
      values[arn] = value;
      mkdirSync(folder, { recursive: true });
      writeFileSync(`${file}.new`, JSON.stringify(values), { mode: 0o600 });
      renameSync(`${file}.new`, file);
      return value;
    },
  };
}
