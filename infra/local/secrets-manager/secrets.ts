import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { AwsError, type AwsRequest, type Service, unknownOperation } from '../service.ts';
import type { App, Resource } from '../template/app.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import { generateSecret, secretRecipe } from './generate-secret.ts';
import { openSecretState, type SecretState } from './secret-state.ts';

export interface SecretsOptions {
  app: App;
  clock: VirtualClock;
  /** Where generated values are kept from one start to the next. */
  stateFolder: string;
}

export interface Secrets {
  service: Service;
  /** By name or ARN; undefined when the template has no such secret. */
  value(id: string): string | undefined;
}

interface Secret {
  arn: string;
  name: string;
  description: string | undefined;
  value: string;
  versionId: string;
}

const secretProperties = z.object({
  Description: z.optional(z.string()),
  SecretString: z.optional(z.string()),
  GenerateSecretString: z.optional(secretRecipe),
});
const requestBody = z.object({ SecretId: z.string(), VersionId: z.optional(z.string()), VersionStage: z.optional(z.string()) });

function readSecret({ stack, logicalId, arn, name, properties }: Resource, state: SecretState): Secret {
  const parsed = z.safeParse(secretProperties, properties);
  if (!parsed.success) throw new Error(`${stack}/${logicalId}: ${z.prettifyError(parsed.error)}`);
  const { SecretString, GenerateSecretString, Description } = parsed.data;
  const recipe = GenerateSecretString ?? secretRecipe.parse({});
  const value = SecretString ?? state.keep(arn, () => generateSecret(recipe));
  // Any UUID-like text will do; the same value has the same version.
  const digest = createHash('sha256').update(arn).update(value).digest('hex');
  const versionId = digest.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  return { arn, name, description: Description, value, versionId };
}

function operationOf({ headers }: AwsRequest): 'GetSecretValue' | 'DescribeSecret' {
  const operation = headers['x-amz-target']?.replace('secretsmanager.', '') ?? '';
  if (operation !== 'GetSecretValue' && operation !== 'DescribeSecret') throw unknownOperation('secretsmanager', operation);
  return operation;
}

function bodyOf({ body }: AwsRequest): z.infer<typeof requestBody> {
  const parsed = z.safeParse(requestBody, JSON.parse(body.toString() || '{}'));
  if (!parsed.success) throw new AwsError('InvalidParameterException', z.prettifyError(parsed.error));
  return parsed.data;
}

/** The template's secrets, each with its one version, AWSCURRENT. Rotation and every way of changing a secret are not there. */
export function createSecrets({ app, clock, stateFolder }: SecretsOptions): Secrets {
  const state = openSecretState(stateFolder);
  const secrets = app.byType('AWS::SecretsManager::Secret').map((resource) => readSecret(resource, state));
  const createdSeconds = clock.now() / 1000;
  const find = (id: string) => secrets.find(({ arn, name }) => id === arn || id === name || arn.replace(/-\w{6}$/, '') === id);

  const handle = (request: AwsRequest): Record<string, unknown> => {
    const { SecretId, VersionId, VersionStage = 'AWSCURRENT' } = bodyOf(request);
    const secret = find(SecretId);
    if (!secret) throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    const { arn: ARN, name: Name, description: Description, value: SecretString, versionId } = secret;
    if (operationOf(request) === 'DescribeSecret') {
      return {
        ARN,
        Name,
        Description,
        CreatedDate: createdSeconds,
        LastChangedDate: createdSeconds,
        VersionIdsToStages: { [versionId]: ['AWSCURRENT'] },
      };
    }
    if (VersionStage !== 'AWSCURRENT' || (VersionId !== undefined && VersionId !== versionId)) {
      const wanted = VersionId === undefined ? `staging label: ${VersionStage}` : `VersionId: ${VersionId}`;
      throw new AwsError('ResourceNotFoundException', `Secrets Manager can't find the specified secret value for ${wanted}`);
    }
    return { ARN, Name, SecretString, VersionId: versionId, VersionStages: ['AWSCURRENT'], CreatedDate: createdSeconds };
  };

  return {
    service: {
      name: 'secretsmanager',
      errorFormat: 'json',
      deniedStatus: 400,
      requirements: (request) => {
        const action = `secretsmanager:${operationOf(request)}`;
        const id = bodyOf(request).SecretId;
        const unknown = id.startsWith('arn:') ? id : `arn:aws:secretsmanager:${app.region}:${app.account}:secret:${id}`;
        return [{ action, resource: find(id)?.arn ?? unknown }];
      },
      handle: async (request) => ({
        status: 200,
        headers: { 'content-type': 'application/x-amz-json-1.1' },
        body: JSON.stringify(handle(request)),
      }),
    },
    value: (id) => find(id)?.value,
  };
}
