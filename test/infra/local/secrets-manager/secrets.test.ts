import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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

describe('a secret that is created here', () => {
  const create = (SecretString = 'first', rest = {}) =>
    client.send(new CreateSecretCommand({ Name: 'guichet/partners/prt_x', SecretString, ...rest }));
  const put = (SecretString: string, rest = {}) =>
    client.send(new PutSecretValueCommand({ SecretId: 'guichet/partners/prt_x', SecretString, ...rest }));
  const remove = (rest = {}) => client.send(new DeleteSecretCommand({ SecretId: 'guichet/partners/prt_x', ...rest }));
  const token = 'a-request-of-somebody-that-is-long-enough';

  it('is there by its name and its ARN, which ends in six characters of its own', async () => {
    const { ARN, VersionId } = await create('first', { Description: 'for x' });
    expect(ARN).toMatch(/^arn:aws:secretsmanager:eu-west-1:123456789012:secret:guichet\/partners\/prt_x-[A-Za-z0-9]{6}$/);
    for (const id of ['guichet/partners/prt_x', ARN!]) expect(await get(id)).toMatchObject({ SecretString: 'first', VersionId });
  });

  it('exists once; the same request again is no second one', async () => {
    const { ARN } = await create('first', { ClientRequestToken: token });
    expect(await create('first', { ClientRequestToken: token })).toMatchObject({ ARN, VersionId: token });
    await expect(create('second')).rejects.toMatchObject({ name: 'ResourceExistsException' });
  });

  it('keeps the former value as AWSPREVIOUS when it gets another, and no older one', async () => {
    await create();
    await put('second');
    const third = await put('third');
    expect(await get('guichet/partners/prt_x')).toMatchObject({ SecretString: 'third', VersionId: third.VersionId });
    const previous = await get('guichet/partners/prt_x', { VersionStage: 'AWSPREVIOUS' });
    expect(previous).toMatchObject({ SecretString: 'second', VersionStages: ['AWSPREVIOUS'] });
    const described = await client.send(new DescribeSecretCommand({ SecretId: 'guichet/partners/prt_x' }));
    expect(described.VersionIdsToStages).toEqual({ [third.VersionId!]: ['AWSCURRENT'], [previous.VersionId!]: ['AWSPREVIOUS'] });
  });

  it('takes the same request again without a new version, and no other value under its token', async () => {
    await create();
    await put('second', { ClientRequestToken: token });
    await put('second', { ClientRequestToken: token });
    expect(await get('guichet/partners/prt_x', { VersionStage: 'AWSPREVIOUS' })).toMatchObject({ SecretString: 'first' });
    await expect(put('third', { ClientRequestToken: token })).rejects.toMatchObject({ name: 'ResourceExistsException' });
  });

  it('is there after a restart, with its latest value, for the owner only', async () => {
    const { ARN } = await create();
    await put('second');
    const restarted = createSecrets({ app, clock: stage.clock, stateFolder: folder });
    expect([restarted.value('guichet/partners/prt_x'), restarted.value(ARN!)]).toEqual(['second', 'second']);
    expect(statSync(join(folder, 'created-secrets.json')).mode & 0o777).toBe(0o600);
  });

  it('that is deleted can only be described until its window is over, and then is not there', async () => {
    await create();
    const { DeletionDate } = await remove({ RecoveryWindowInDays: 7 });
    expect(DeletionDate!.getTime() - stage.clock.now()).toBeGreaterThan(7 * 24 * 3600_000 - 60_000);
    for (const refused of [get('guichet/partners/prt_x'), put('second'), create()])
      await expect(refused).rejects.toMatchObject({ name: 'InvalidRequestException' });
    expect(await client.send(new DescribeSecretCommand({ SecretId: 'guichet/partners/prt_x' }))).toMatchObject({
      DeletedDate: DeletionDate,
    });
    await stage.clock.moveTo(DeletionDate!.getTime() + 1);
    await expect(get('guichet/partners/prt_x')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('that is deleted at once is gone, and its name is free', async () => {
    await create();
    await remove({ ForceDeleteWithoutRecovery: true });
    await expect(get('guichet/partners/prt_x')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect(createSecrets({ app, clock: stage.clock, stateFolder: folder }).value('guichet/partners/prt_x')).toBeUndefined();
    await create('again');
    expect(await get('guichet/partners/prt_x')).toMatchObject({ SecretString: 'again' });
  });

  it('may have 65,536 bytes and no more, and a name of its few characters', async () => {
    await create('x'.repeat(65_536));
    await expect(put('x'.repeat(65_537))).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(create('x', { Name: 'a b' })).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('asks for the permission of its operation under its name', async () => {
    const asked: string[] = [];
    stage.iam.denies = (_principal, { action, resource }) => {
      asked.push(`${action} ${resource.replace(/-\w{6}$/, '')}`);
      return action === 'secretsmanager:PutSecretValue';
    };
    await create();
    await expect(put('second')).rejects.toMatchObject({ name: 'AccessDeniedException' });
    const arn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:guichet/partners/prt_x';
    expect(asked).toEqual([`secretsmanager:CreateSecret ${arn}`, `secretsmanager:PutSecretValue ${arn}`]);
  });
});
