import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { AwsError } from '../service.ts';
import type { Resource } from '../template/app.ts';
import { generateSecret, secretRecipe } from './generate-secret.ts';
import type { SecretState } from './secret-state.ts';

/** One value of a secret. Labels are AWSCURRENT and AWSPREVIOUS; what has none any more is forgotten. */
export interface Version {
  id: string;
  value: string;
  /** Seconds since the epoch. */
  createdAt: number;
}

export interface Secret {
  arn: string;
  name: string;
  description: string | undefined;
  current: Version;
  previous: Version | undefined;
  createdAt: number;
  /** When it goes away; until then it can be described and nothing else. Milliseconds since the epoch. */
  deletedAt: number | undefined;
}

const secretProperties = z.object({
  Description: z.optional(z.string()),
  SecretString: z.optional(z.string()),
  GenerateSecretString: z.optional(secretRecipe),
});

/** What a secret is at first. Any UUID-like text will do for its version; the same value has the same one. */
export function secretOf(
  { arn, name, description, value }: Pick<Secret, 'arn' | 'name' | 'description'> & { value: string },
  createdAt: number,
): Secret {
  const digest = createHash('sha256').update(arn).update(value).digest('hex');
  const id = digest.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  return { arn, name, description, current: { id, value, createdAt }, previous: undefined, createdAt, deletedAt: undefined };
}

/** A secret of the template. */
export function readSecret({ stack, logicalId, arn, name, properties }: Resource, state: SecretState, createdAt: number): Secret {
  const parsed = z.safeParse(secretProperties, properties);
  if (!parsed.success) throw new Error(`${stack}/${logicalId}: ${z.prettifyError(parsed.error)}`);
  const { SecretString, GenerateSecretString, Description } = parsed.data;
  const recipe = GenerateSecretString ?? secretRecipe.parse({});
  const value = SecretString ?? state.keep(arn, () => generateSecret(recipe));
  return secretOf({ arn, name, description: Description, value }, createdAt);
}

/** The version that is asked for by its id, its label, or neither. Throws AwsError where the secret has none such. */
export function versionOf(
  { current, previous }: Secret,
  { VersionId, VersionStage = 'AWSCURRENT' }: { VersionId?: string | undefined; VersionStage?: string | undefined },
): { version: Version; stage: string } {
  const labelled = [
    { version: current, stage: 'AWSCURRENT' },
    ...(previous ? [{ version: previous, stage: 'AWSPREVIOUS' }] : []),
  ];
  const found = labelled.find(({ version, stage }) =>
    VersionId === undefined ? stage === VersionStage : version.id === VersionId,
  );
  if (found) return found;
  const wanted = VersionId === undefined ? `staging label: ${VersionStage}` : `VersionId: ${VersionId}`;
  throw new AwsError('ResourceNotFoundException', `Secrets Manager can't find the specified secret value for ${wanted}`);
}

/** The new value becomes AWSCURRENT and the former AWSPREVIOUS. The same request again changes nothing. Throws AwsError for another value. */
export function putVersion(secret: Secret, version: Version): void {
  const known = [secret.current, secret.previous].find((each) => each?.id === version.id);
  if (known?.value === version.value) return;
  if (known)
    throw new AwsError(
      'ResourceExistsException',
      `A resource with the ID ${version.id} you requested already exists with other content.`,
    );
  secret.previous = secret.current;
  secret.current = version;
}
