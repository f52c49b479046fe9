import { DeleteSecretCommand, ResourceNotFoundException, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { createSecrets, putSecrets, secretsUnder } from '../partners/partner-secrets.secrets-manager.ts';
import { newSecrets, type PartnerSecrets, rotated } from '../partners/partner-secrets.ts';
import type { SubscriptionSecrets } from './subscription-secrets.ts';

export function subscriptionSecretsUnder(client: SecretsManagerClient, prefix: string): SubscriptionSecrets {
  const read = secretsUnder(client, prefix);
  return {
    create: async (subscriptionId) => {
      const made = newSecrets();
      await createSecrets(client, prefix, subscriptionId, made);
      return newestOf(made);
    },
    rotate: async (subscriptionId) => {
      const changed = rotated(await read(subscriptionId));
      await putSecrets(client, prefix, subscriptionId, changed);
      return newestOf(changed);
    },
    remove: async (subscriptionId) => {
      // Nobody can sign with what is gone, and a subscription's id never comes again: there is nothing to recover it for.
      const gone = new DeleteSecretCommand({ SecretId: `${prefix}${subscriptionId}`, ForceDeleteWithoutRecovery: true });
      try {
        await client.send(gone);
      } catch (error) {
        // A former try came this far.
        if (!(error instanceof ResourceNotFoundException)) throw error;
      }
    },
  };
}

function newestOf({ secrets: [newest] }: PartnerSecrets): string {
  if (newest === undefined) throw new Error('there is no secret');
  return newest;
}
