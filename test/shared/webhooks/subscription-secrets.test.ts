import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSecrets } from '../../../infra/local/secrets-manager/secrets.ts';
import { secretsUnder } from '../../../shared/partners/partner-secrets.secrets-manager.ts';
import { subscriptionSecretsUnder } from '../../../shared/webhooks/subscription-secrets.secrets-manager.ts';
import type { SubscriptionSecrets } from '../../../shared/webhooks/subscription-secrets.ts';
import { anApp, aStage, type RunningGateway, startGateway } from '../../infra/local/gateway/test-cloud.ts';

let gateway: RunningGateway;
let folder: string;
let client: SecretsManagerClient;
let secrets: SubscriptionSecrets;
const prefix = 'guichet/subscriptions/';
const [one, other] = ['1'.repeat(64), '2'.repeat(64)];
const inForce = async () => (await secretsUnder(client, prefix)('sub_1')).secrets;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'guichet-secrets-'));
  const stage = aStage();
  gateway = await startGateway(stage, [createSecrets({ app: anApp(), clock: stage.clock, stateFolder: folder }).service]);
  client = new SecretsManagerClient(gateway.client);
  secrets = subscriptionSecretsUnder(client, prefix);
});
afterEach(async () => {
  client.destroy();
  await gateway.stop();
  rmSync(folder, { recursive: true });
});

describe('the secret of a subscription', () => {
  it('that is there already is told again', async () => {
    const secret = await secrets.create('sub_1');
    expect([await secrets.create('sub_1'), await secrets.newest('sub_1')]).toEqual([secret, secret]);
  });
  it('is rotated once for one request, and again for another or for one without a name', async () => {
    const first = await secrets.create('sub_1');
    const second = await secrets.rotate('sub_1', one);
    expect(await secrets.rotate('sub_1', one)).toBe(second);
    expect(await inForce()).toEqual([second, first]);
    const third = await secrets.rotate('sub_1', other);
    const fourth = await secrets.rotate('sub_1');
    expect(await inForce()).toEqual([fourth, third]);
    expect(new Set([first, second, third, fourth]).size).toBe(4);
  });
  it('is one and the same for a request that comes twice at once', async () => {
    await secrets.create('sub_1');
    const told = await Promise.all([secrets.rotate('sub_1', one), secrets.rotate('sub_1', one)]);
    expect(told).toEqual([(await inForce())[0], (await inForce())[0]]);
  });
  it('may be removed twice', async () => {
    await secrets.create('sub_1');
    await secrets.remove('sub_1');
    await secrets.remove('sub_1');
    await expect(secrets.newest('sub_1')).rejects.toThrow("can't find");
  });
});
