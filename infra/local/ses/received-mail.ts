import type { Instant } from '../virtual-clock.ts';
import { bareAddresses, domainOf } from './addresses.ts';
import { mailDate } from './mail-date.ts';
import { headerValue, readHeaders } from './mail-headers.ts';
import type { Verdict, Verdicts } from './verdicts.ts';

/** A mail as SMTP took it. */
export interface IncomingMail {
  /** The envelope's MAIL FROM; empty for a bounce. */
  from: string;
  /** The envelope's RCPT TO. */
  recipients: string[];
  raw: Buffer;
  /** What the client called itself in HELO or EHLO. */
  helo: string;
  clientAddress: string;
}

const result: Record<Verdict, string> = {
  PASS: 'pass',
  FAIL: 'fail',
  GRAY: 'none',
  PROCESSING_FAILED: 'temperror',
  DISABLED: 'none',
};

/** What came from the sender must not start a header of its own, nor end a clause of `Authentication-Results`. */
function harmless(text: string): string {
  return text.replace(/[^\x21-\x7e\u0080-\uffff]|[;()<>]/g, '');
}

/**
 * The headers that SES puts in front of a mail (SES developer guide, "Email receiving concepts"; real mails in public). A sender can write
 * headers of the same names: only the topmost ones are SES's.
 */
export function sesHeaders(mail: IncomingMail, id: string, region: string, verdicts: Verdicts, at: Instant): Buffer {
  const from = harmless(mail.from);
  const helo = harmless(mail.helo) || 'localhost';
  const client = `${helo} [${mail.clientAddress}]`;
  const [fromHeader = ''] = bareAddresses(headerValue(readHeaders(mail.raw), 'from'));
  const author = harmless(domainOf(fromHeader));
  const envelopeDomain = from === '' ? helo : domainOf(from);
  const permitted = verdicts.spf === 'PASS' ? 'designates' : 'does not designate';
  const spf =
    `${result[verdicts.spf]} (spfCheck: domain of ${envelopeDomain} ${permitted} ${mail.clientAddress} as permitted sender) ` +
    `client-ip=${mail.clientAddress}; envelope-from=${from}; helo=${helo};`;
  const lines = [
    `Return-Path: <${from}>`,
    `Received: from ${helo} (${client})`,
    ` by inbound-smtp.${region}.amazonaws.com with SMTP id ${id}`,
    ` for ${harmless(mail.recipients[0] ?? '')};`,
    ` ${mailDate(at)} (UTC)`,
    `X-SES-Spam-Verdict: ${verdicts.spam}`,
    `X-SES-Virus-Verdict: ${verdicts.virus}`,
    `Received-SPF: ${spf}`,
    'Authentication-Results: amazonses.com;',
    ` spf=${spf}`,
    ` dkim=${result[verdicts.dkim]} header.i=@${author};`,
    ` dmarc=${result[verdicts.dmarc]} header.from=${author};`,
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n`);
}
