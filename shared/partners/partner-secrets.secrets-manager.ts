import {
  CreateSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { type PartnerSecrets, partnerSecrets, type ReadSecrets } from './partner-secrets.ts';

/** Reads the secrets of partners, which are named `<prefix><partner id>`. */
export const secretsUnder =
  (client: SecretsManagerClient, prefix: string): ReadSecrets =>
  async (partnerId) => {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: `${prefix}${partnerId}` }));
    if (!SecretString) throw new Error(`the secret of ${partnerId} has no text`);
    return partnerSecrets.parse(JSON.parse(SecretString));
  };

/** Undefined where the partner has no secrets yet. */
export async function findSecrets(read: ReadSecrets, partnerId: string): Promise<PartnerSecrets | undefined> {
  try {
    return await read(partnerId);
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

export async function createSecrets(
  client: SecretsManagerClient,
  prefix: string,
  partnerId: string,
  secrets: PartnerSecrets,
): Promise<void> {
  const Description = `Signs the webhooks between Guichet and ${partnerId}`;
  await client.send(
    new CreateSecretCommand({ Name: `${prefix}${partnerId}`, Description, SecretString: JSON.stringify(secrets) }),
  );
}

/** `version` (32 to 64 characters) names what is put, so that the same is put once; the SDK makes one up where there is none. */
export async function putSecrets(
  client: SecretsManagerClient,
  prefix: string,
  partnerId: string,
  secrets: PartnerSecrets,
  version?: string,
): Promise<void> {
  const put = { SecretId: `${prefix}${partnerId}`, SecretString: JSON.stringify(secrets), ClientRequestToken: version };
  await client.send(new PutSecretValueCommand(put));
}
