import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Now } from '../../shared/clock.ts';
import { CallerError } from '../../shared/errors.ts';
import { checkIsJson, rawBody } from '../../shared/lambda/json-body.ts';
import { type Webhook, webhookOf } from '../../shared/partners/answered-webhooks.ts';
import { type Partner, type Partners, partnerId } from '../../shared/partners/partner.ts';
import type { KnownSecrets } from '../../shared/partners/partner-secrets.ts';
import { doesNotFit, isSignedWith, stampIn } from '../../shared/partners/standard-webhooks.ts';

export type WebhookEvent = APIGatewayProxyEventV2;

/** A request that is known to be this partner's, and recent. */
export interface Authentic {
  partner: Partner;
  webhook: Webhook;
  bytes: Buffer;
}

interface Ports {
  partners: Partners;
  secrets: KnownSecrets;
  now: Now;
}

/**
 * Whose request it is, by its signature over the bytes as they came. What costs nothing is looked at first. Throws CallerError: 413, 415,
 * 404 for no such partner, 400 for headers that are missing or malformed, 401 for one that is too old, too new or not signed by them.
 */
export const authenticating =
  ({ partners, secrets, now }: Ports) =>
  async (event: WebhookEvent): Promise<Authentic> => {
    const bytes = rawBody(event);
    checkIsJson(event);
    const stamp = stampIn(event.headers, now());
    const partner = await partnerNamed(event.pathParameters?.partner, partners);
    const isTheirs =
      isSignedWith(await secrets.of(partner.id), stamp, bytes) ||
      // Their secrets may have been rotated since we looked.
      isSignedWith(await secrets.afresh(partner.id), stamp, bytes);
    if (!isTheirs) throw doesNotFit();
    return { partner, webhook: webhookOf(partner.id, stamp.id, bytes), bytes };
  };

async function partnerNamed(id: string | undefined, partners: Partners): Promise<Partner> {
  const found = partnerId.safeParse(id).success ? await partners.find(id ?? '') : undefined;
  if (!found) throw new CallerError('not-found', 'there is no such partner', 'partner');
  return found;
}
