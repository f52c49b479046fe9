import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** Reads a secret's text once per process, when it is first needed; a failed read is tried again the next time. */
export function secretReader(secretArn: string): () => Promise<string> {
  const client = new SecretsManagerClient({});
  let text: Promise<string> | undefined;
  const read = async () => {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretArn }));
    if (!SecretString) throw new Error(`secret ${secretArn} has no text`);
    return SecretString;
  };
  return () => {
    text ??= read().catch((error: unknown) => {
      text = undefined;
      throw error;
    });
    return text;
  };
}
