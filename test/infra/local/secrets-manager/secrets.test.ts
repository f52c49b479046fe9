import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSecrets } from '../../../../infra/local/secrets-manager/secrets.ts';
import { anApp, aResource, aStage, type RunningGateway, type Stage, startGateway } from '../gateway/test-cloud.ts';

const generated = aResource('AWS::SecretsManager::Secret', 'tokens', {
  GenerateSecretString: {
    PasswordLength: 40,
    ExcludePunctuation: true,
    SecretStringTemplate: '{"user":"ana"}',
    GenerateStringKey: 'password',
  },
});
const fixed = aResource('AWS::SecretsManager::Secret', 'fixed', { SecretString: 'as written', Description: 'for tests' });
const app = anApp(generated, fixed);

let stage: Stage;
let gateway: RunningGateway;
let folder: string;
let client: SecretsManagerClient;

beforeEach(async () => {
  stage = aStage();
  folder = mkdtempSync(join(tmpdir(), 'guichet-secrets-'));
  gateway = await startGateway(stage, [createSecrets({ app, clock: stage.clock, stateFolder: folder }).service]);
  client = new SecretsManagerClient(gateway.client);
});

afterEach(async () => {
  client.destroy();
  await gateway.stop();
  rmSync(folder, { recursive: true });
});

const get = (SecretId: string, rest = {}) => client.send(new GetSecretValueCommand({ SecretId, ...rest }));

it('gives a secret by name, by ARN and by ARN without its last six characters', async () => {
  for (const id of ['fixed', fixed.arn, fixed.arn.slice(0, -7)]) {
    await expect(get(id)).resolves.toMatchObject({
      ARN: fixed.arn,
      Name: 'fixed',
      SecretString: 'as written',
      VersionStages: ['AWSCURRENT'],
    });
  }
});

it('generates what the template asks for and keeps it over a restart, for the owner only', async () => {
  const { SecretString } = await get('tokens');
  expect(JSON.parse(SecretString!)).toEqual({ user: 'ana', password: expect.stringMatching(/^[A-Za-z0-9]{40}$/) });
  const restarted = createSecrets({ app, clock: stage.clock, stateFolder: folder });
  expect(restarted.value(generated.arn)).toBe(SecretString);
  expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600);
});

it('describes a secret without its value', async () => {
  const described = await client.send(new DescribeSecretCommand({ SecretId: 'fixed' }));
  expect(described).toMatchObject({ Name: 'fixed', Description: 'for tests', CreatedDate: expect.any(Date) });
  expect(Object.values(described.VersionIdsToStages!)).toEqual([['AWSCURRENT']]);
  expect(JSON.stringify(described)).not.toContain('as written');
});

it('refuses what is not there', async () => {
  await expect(get('none')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await expect(get('fixed', { VersionStage: 'AWSPREVIOUS' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await expect(client.send(new ListSecretsCommand({}))).rejects.toMatchObject({ name: 'UnknownOperationException' });
});

it('asks for the permission on the full ARN', async () => {
  stage.iam.denies = (_principal, { action, resource }) => action === 'secretsmanager:GetSecretValue' && resource === fixed.arn;
  await expect(get('fixed')).rejects.toMatchObject({ name: 'AccessDeniedException' });
});
