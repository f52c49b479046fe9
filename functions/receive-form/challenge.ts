import * as z from 'zod/mini';
import type { Form } from '../../shared/forms/form.ts';

/** Whether the provider of a form's challenge says that a person solved it. */
export type Proof = (challenge: NonNullable<Form['challenge']>, response: string, address: string) => Promise<boolean>;

const answer = z.object({ success: z.boolean() });
const longestWaitMilliseconds = 5000;

/**
 * Asks the provider as hCaptcha, Turnstile and reCAPTCHA have it alike (`siteverify`: secret, response, remoteip). Throws where it cannot be
 * asked, or where a form has a challenge and the stage has no secret for it: nothing is let through unproven.
 */
export function provedBy(secret: (() => Promise<string>) | undefined): Proof {
  return async ({ verifyUrl }, response, address) => {
    if (!secret) throw new Error('a form has a challenge and CHALLENGE_SECRET_ARN is not set');
    const answered = await fetch(verifyUrl, {
      method: 'POST',
      body: new URLSearchParams({ secret: await secret(), response, remoteip: address }),
      signal: AbortSignal.timeout(longestWaitMilliseconds),
    });
    if (!answered.ok) throw new Error(`the challenge was answered ${answered.status}`);
    return answer.parse(await answered.json()).success;
  };
}
