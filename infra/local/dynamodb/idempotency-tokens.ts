import { createHash } from 'node:crypto';
import { AwsError } from '../service.ts';
import { constraintError } from './errors.ts';

/** How long DynamoDB remembers a ClientRequestToken after the transaction has finished. */
export const tokenLifetime = 10 * 60_000;
export const longestToken = 36;

/** One request's claim on its token. */
export interface TokenClaim {
  /** This very transaction has been done within the last ten minutes: there is nothing left to write. */
  isRepeat: boolean;
  /** To be called once the transaction is written. */
  remember(): void;
}

export interface IdempotencyTokens {
  /** Throws if the token is too long, or belongs to a transaction of other actions. */
  claim(token: string | undefined, actions: unknown, now: number): TokenClaim;
}

const noClaim: TokenClaim = { isRepeat: false, remember: () => undefined };

export function createIdempotencyTokens(): IdempotencyTokens {
  // In the order in which they were remembered, so the expired ones come first.
  const done = new Map<string, { digest: string; until: number }>();

  const forget = (now: number) => {
    for (const [token, { until }] of done) {
      if (until > now) return;
      done.delete(token);
    }
  };

  return {
    claim: (token, actions, now) => {
      if (token === undefined) return noClaim;
      if (token.length > longestToken) {
        throw constraintError(
          `Value '${token}' at 'clientRequestToken' failed to satisfy constraint: Member must have length less than or equal to ${longestToken}`,
        );
      }
      forget(now);
      const digest = createHash('sha1').update(JSON.stringify(actions)).digest('base64');
      const known = done.get(token);
      if (known && known.digest !== digest) {
        throw new AwsError(
          'IdempotentParameterMismatchException',
          'DynamoDB rejected the request because you retried a request with a different payload but with an idempotent token that was already used.',
        );
      }
      return {
        isRepeat: known !== undefined,
        remember: () => {
          done.set(token, { digest, until: now + tokenLifetime });
        },
      };
    },
  };
}
