import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { secretReader } from '../../../shared/lambda/secret.secrets-manager.ts';
import { namedError, strictMock } from '../../support/strict-mock.ts';

beforeEach(() => vi.stubEnv('AWS_REGION', 'eu-west-1'));

describe('a secret', () => {
  it('is read when it is first needed and then remembered, also by those who ask at once', async () => {
    const mock = strictMock(SecretsManagerClient);
    mock.on(GetSecretValueCommand, { SecretId: 'arn:key' }).resolves({ SecretString: 'text' });
    const read = secretReader('arn:key');
    expect(mock.calls()).toHaveLength(0);
    expect(await Promise.all([read(), read()])).toEqual(['text', 'text']);
    expect(await read()).toBe('text');
    expect(mock.calls()).toHaveLength(1);
  });
  it('that could not be read is tried again the next time', async () => {
    const mock = strictMock(SecretsManagerClient);
    mock.on(GetSecretValueCommand).rejectsOnce(namedError('ThrottlingException')).resolves({ SecretString: 'text' });
    const read = secretReader('arn:key');
    await expect(read()).rejects.toThrow('ThrottlingException');
    expect(await read()).toBe('text');
  });
  it('without text is an error', async () => {
    strictMock(SecretsManagerClient).on(GetSecretValueCommand).resolves({});
    await expect(secretReader('arn:key')()).rejects.toThrow('secret arn:key has no text');
  });
});
