import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Partner } from '../../../shared/partners/partner.ts';
import {
  createSecrets,
  findSecrets,
  putSecrets,
  secretsUnder,
} from '../../../shared/partners/partner-secrets.secrets-manager.ts';
import { newSecrets, type PartnerSecrets, retired, rotated } from '../../../shared/partners/partner-secrets.ts';
import { putPartner, readPartners, removePartner } from '../../../shared/partners/partners.dynamo.ts';

/** Where partners and their secrets are kept. */
export interface Where {
  dynamo: DynamoDBDocumentClient;
  tableName: string;
  secrets: SecretsManagerClient;
  prefix: string;
}

/** Writes these partners, each with a secret, which comes first: nobody is known without one. Answers what became of each, a line each. */
export async function applyPartners(
  { dynamo, tableName, secrets, prefix }: Where,
  partners: readonly Partner[],
): Promise<string[]> {
  const lines: string[] = [];
  for (const partner of partners) {
    const isKnown = await findSecrets(secretsUnder(secrets, prefix), partner.id);
    if (!isKnown) await createSecrets(secrets, prefix, partner.id, newSecrets());
    await putPartner(dynamo, tableName, partner);
    lines.push(`${partner.id}: applied${isKnown ? '' : ', with a new secret'}`);
  }
  const others = (await readPartners(dynamo, tableName)).filter(({ id }) => !partners.some((each) => each.id === id));
  return [
    ...lines,
    ...others.map(({ id }) => `${id}: has no file, and is left as it is; npm run partners -- remove ${id} ends it`),
  ];
}

/** Throws Error where the partner has none. */
export async function secretsOf({ secrets, prefix }: Where, id: string): Promise<PartnerSecrets> {
  const found = await findSecrets(secretsUnder(secrets, prefix), id);
  if (!found) throw new Error(`${id} has no secret: apply it first`);
  return found;
}

/** Puts a new secret in force beside the newest, or leaves only the newest; answers those that are in force then. */
export async function changeSecrets(where: Where, id: string, how: 'rotate' | 'retire'): Promise<PartnerSecrets> {
  const before = await secretsOf(where, id);
  const after = how === 'rotate' ? rotated(before) : retired(before);
  await putSecrets(where.secrets, where.prefix, id, after);
  return after;
}

/** Nothing of theirs is taken in any more, within a minute. Tickets and secret stay. */
export const endPartner = ({ dynamo, tableName }: Where, id: string): Promise<void> => removePartner(dynamo, tableName, id);
