import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { CallerError } from '../../../shared/errors.ts';
import {
  isSignedWith,
  mostSkewSeconds,
  newWebhookSecret,
  sign,
  verify,
  webhookSecret,
} from '../../../shared/partners/standard-webhooks.ts';

/** The library reads the machine's clock. */
const now = new Date(Math.floor(Date.now() / 1000) * 1000);

const id = fc.stringMatching(/^[!-\-/-~]{1,256}$/);
const secret = fc.uint8Array({ minLength: 24, maxLength: 64 }).map((key) => `whsec_${Buffer.from(key).toString('base64')}`);
/** The library takes text, so what it signs is UTF-8. */
const body = fc.string({ unit: 'binary', maxLength: 2000 }).map((text) => text.toWellFormed());

const fieldOf = (attempt: () => unknown) => {
  try {
    attempt();
  } catch (error) {
    return error instanceof CallerError ? [error.code, error.field] : error;
  }
  return undefined;
};

describe('signatures', () => {
  it('of the library of Standard Webhooks are verified here', () => {
    fc.assert(
      fc.property(secret, id, body, (signer, webhookId, text) => {
        const headers = {
          'webhook-id': webhookId,
          'webhook-timestamp': String(now.getTime() / 1000),
          'webhook-signature': new Webhook(signer).sign(webhookId, now, text),
        };
        expect(verify([signer], headers, text, now)).toMatchObject({ id: webhookId });
        expect(verify([newWebhookSecret(), signer], headers, Buffer.from(text), now)).toMatchObject({ id: webhookId });
      }),
    );
  });

  it('made here are verified by the library, with any secret of several', () => {
    fc.assert(
      fc.property(fc.array(secret, { minLength: 1, maxLength: 3 }), id, body, (secrets, webhookId, text) => {
        const headers = sign(secrets, webhookId, now, text);
        for (const each of secrets) new Webhook(each).verify(text, headers, { jsonParse: false });
      }),
    );
  });

  it('of other bytes, another id, another time or another secret fit for neither', () => {
    fc.assert(
      fc.property(secret, id, body, fc.nat(3), (signer, webhookId, text, what) => {
        const headers = sign(
          [signer],
          what === 0 ? `${webhookId}x` : webhookId,
          what === 1 ? new Date(now.getTime() + 1000) : now,
          text,
        );
        const altered = { ...headers, 'webhook-id': webhookId, 'webhook-timestamp': String(now.getTime() / 1000) };
        const arriving = what === 2 ? `${text} ` : text;
        const known = what === 3 ? newWebhookSecret() : signer;
        expect(fieldOf(() => verify([known], altered, arriving, now))).toEqual(['unauthenticated', 'webhook-signature']);
        expect(() => new Webhook(known).verify(arriving, altered, { jsonParse: false })).toThrow();
      }),
    );
  });

  it('are of the bytes, whether they are text or not', () => {
    const bytes = Buffer.from([0x7b, 0xff, 0x00, 0x7d]);
    const signer = newWebhookSecret();
    expect(verify([signer], sign([signer], 'evt_1', now, bytes), bytes, now).id).toBe('evt_1');
    expect(() => verify([signer], sign([signer], 'evt_1', now, bytes), bytes.toString('utf8'), now)).toThrow(CallerError);
  });

  it('fit with none of no secrets', () => {
    const signer = newWebhookSecret();
    const stamp = verify([signer], sign([signer], 'evt_1', now, ''), '', now);
    expect(isSignedWith([], stamp, '')).toBe(false);
  });
});

describe('the time of sending', () => {
  it.each([
    [-mostSkewSeconds, undefined],
    [mostSkewSeconds, undefined],
    [-mostSkewSeconds - 1, ['unauthenticated', 'webhook-timestamp']],
    [mostSkewSeconds + 1, ['unauthenticated', 'webhook-timestamp']],
  ])('%i seconds from ours: %j', (seconds, refused) => {
    const signer = newWebhookSecret();
    const headers = sign([signer], 'evt_1', new Date(now.getTime() + seconds * 1000), '{}');
    expect(fieldOf(() => verify([signer], headers, '{}', now))).toEqual(refused);
  });
});

describe('a secret', () => {
  it.each([24, 64])('may have %i bytes', (bytes) => {
    expect(webhookSecret.safeParse(`whsec_${Buffer.alloc(bytes).toString('base64')}`).success).toBe(true);
  });
  it.each([
    `whsec_${Buffer.alloc(23).toString('base64')}`,
    `whsec_${Buffer.alloc(65).toString('base64')}`,
    'whsec_%%%%',
    'secret',
    '',
  ])('must be what it says: %s', (text) => {
    expect(webhookSecret.safeParse(text).success).toBe(false);
  });
  it('is new each time', () => {
    expect(webhookSecret.safeParse(newWebhookSecret()).success).toBe(true);
    expect(newWebhookSecret()).not.toBe(newWebhookSecret());
  });
});
