import type { Miss } from './misses.ts';

const nameStays = 'The suite hides a name under a dash; others keep it, and so do we.';
const belowDevice =
  'What stands below “Sent from my …” may be an older mail without any mark, or the customer’s own words: it stays.';

/** What is trimmed or kept otherwise than the suite wants, each with its reason; the test beside holds that these are all. */
export const trimmingMisses: readonly Miss[] = [
  { id: 'crisp-email-reply-parser/email_15', fields: ['exact', 'exact_but_signature', 'no_leak'], reason: belowDevice },
  {
    id: 'crisp-email-reply-parser/email_7',
    fields: ['exact', 'exact_but_signature', 'no_leak'],
    reason: 'A line without a mark after a quoted sentence may be an answer: then the quotes around it stay, too.',
  },
  { id: 'crisp-email-reply-parser/email_german_3', fields: ['exact', 'exact_but_signature', 'no_leak'], reason: belowDevice },
  {
    id: 'email_reply_trimmer/forwarded_apple',
    fields: ['exact', 'exact_but_signature', 'no_leak'],
    reason: 'The suite hides a forwarded mail; here a forward is never trimmed away.',
  },
  { id: 'github-email_reply_parser/email_1_1', fields: ['exact', 'no_leak'], reason: nameStays },
  { id: 'github-email_reply_parser/email_1_3', fields: ['exact', 'no_leak'], reason: nameStays },
];
