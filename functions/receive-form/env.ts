import * as z from 'zod/mini';

export const env = z.object({
  TABLE_NAME: z.string(),
  /** Files of customers, under `attachments/forms/`. */
  MAIL_BUCKET: z.string(),
  /** Secret whose text signs the tokens of forms and the links to requests. */
  REPLY_KEY_SECRET_ARN: z.string(),
  /** What links begin with, without a slash at its end. */
  PUBLIC_URL: z.string(),
  /** Header in which CloudFront says where a request comes from, where it stands before the API. */
  VIEWER_ADDRESS_HEADER: z.optional(z.string()),
  /** Secret of whoever checks that a person fills a form in; needed by forms with a challenge. */
  CHALLENGE_SECRET_ARN: z.optional(z.string()),
});
