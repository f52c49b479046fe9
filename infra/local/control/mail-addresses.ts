import { receiptRulesOf } from '../ses/receipt-rules.ts';
import type { App } from '../template/app.ts';

/**
 * Addresses to write a first mail to, by the template's receipt rules. A rule for a domain takes every address there; `support@` stands
 * for them. A rule without recipients takes every verified domain's mail.
 */
export function mailAddresses(app: App): string[] {
  const verified = app.byType('AWS::SES::EmailIdentity').map(({ name }) => name);
  const recipients = receiptRulesOf(app).flatMap((rule) => (rule.recipients.length > 0 ? rule.recipients : verified));
  return [...new Set(recipients.map(exampleOf))];
}

/** `x.com` → `support@x.com`; `.x.com`, which is for its subdomains only, → `support@any.x.com`; an address → itself. */
function exampleOf(recipient: string): string {
  if (recipient.includes('@')) return recipient;
  return recipient.startsWith('.') ? `support@any${recipient}` : `support@${recipient}`;
}
