import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';

const values = z.record(z.string(), z.string());
const created = z.record(z.string(), z.object({ name: z.string(), description: z.optional(z.string()) }));

/** A secret that no template has: somebody created it. */
export interface CreatedSecret {
  arn: string;
  name: string;
  description: string | undefined;
}

/** Values of secrets by ARN, in files that only their owner can read, so that a restart of the local cloud keeps them. */
export interface SecretState {
  /** The kept value, or a new one, which is kept from now on. */
  keep(arn: string, generate: () => string): string;
  set(arn: string, value: string): void;
  created(): (CreatedSecret & { value: string })[];
  create(secret: CreatedSecret, value: string): void;
  remove(arn: string): void;
}

/** Throws when a file of the folder is there but damaged: new secrets would silently break what was signed with the old ones. */
export function openSecretState(folder: string): SecretState {
  const kept = openFile(folder, 'secrets.json', values);
  const made = openFile(folder, 'created-secrets.json', created);
  const set = (arn: string, value: string) => {
    kept.content[arn] = value;
    kept.write();
  };
  return {
    keep: (arn, generate) => {
      const known = kept.content[arn];
      if (known !== undefined) return known;
      const value = generate();
      set(arn, value);
      return value;
    },
    set,
    created: () =>
      Object.entries(made.content).map(([arn, { name, description }]) => {
        const value = kept.content[arn];
        if (value === undefined) throw new Error(`secrets.json has no value of ${arn}`);
        return { arn, name, description, value };
      }),
    create: ({ arn, name, description }, value) => {
      set(arn, value);
      made.content[arn] = { name, description };
      made.write();
    },
    remove: (arn) => {
      delete made.content[arn];
      made.write();
      delete kept.content[arn];
      kept.write();
    },
  };
}

function openFile<Content extends Record<string, unknown>>(folder: string, name: string, schema: z.ZodMiniType<Content>) {
  const file = join(folder, name);
  const content = schema.parse(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {});
  return {
    content,
    write: () => {
      mkdirSync(folder, { recursive: true });
      writeFileSync(`${file}.new`, JSON.stringify(content), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    },
  };
}
