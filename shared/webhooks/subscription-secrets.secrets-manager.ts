import {
  DeleteSecretCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { createSecrets, putSecrets, secretsUnder } from '../partners/partner-secrets.secrets-manager.ts';
import { newSecrets, type PartnerSecrets, rotated } from '../partners/partner-secrets.ts';
import type { SubscriptionSecrets } from './subscription-secrets.ts';

export function subscriptionSecretsUnder(client: SecretsManagerClient, prefix: string): SubscriptionSecrets {
  const read = secretsUnder(client, prefix);
  const newest = async (subscriptionId: string) => newestOf(await read(subscriptionId));
  return {
    create: async (subscriptionId) => {
      const made = newSecrets();
      try {
        await createSecrets(client, prefix, subscriptionId, made);
        return newestOf(made);
      } catch (error) {
        // A former try came this far.
        if (!(error instanceof ResourceExistsException)) throw error;
        return newest(subscriptionId);
      }
    },
    newest,
    rotate: async (subscriptionId, request) => {
      const changed = rotated(await read(subscriptionId));
      try {
        await putSecrets(client, prefix, subscriptionId, changed, request);
        return newestOf(changed);
      } catch (error) {
        // A version of this name with another value: the request was carried out (Secrets Manager API, PutSecretValue, ClientRequestToken).
        if (!(error instanceof ResourceExistsException)) throw error;
        return newest(subscriptionId);
      }
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
