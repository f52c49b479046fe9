import type { InboundMessage } from '../inbound-message.ts';
import { addressesOf, cleanAddress, localPart } from './addresses.ts';
import { readBounceText, speaksOfFailure, speaksToSender } from './bounce-text.ts';
import {
  bounceSubjects,
  daemonAlone,
  daemonName,
  daemonSender,
  passedOn,
  postmasterSender,
  temporary,
} from './bounce-wording.ts';
import { longestReport, readDeliveryReport } from './delivery-report.ts';
import { firstHeader } from './header-block.ts';
import { oneLine } from './one-line.ts';
import { enclosesOriginal, originalHeaders, originalMessageIds } from './original-message.ts';
import type { ParsedMail } from './parse-mime.ts';
import { readSesReport } from './ses-report.ts';

export type FailedDelivery = NonNullable<InboundMessage['failedDelivery']>;

/** What is known of a mail besides its parts. */
export interface Arrival {
  isNullSender: boolean;
  /** The sender's address and display name, as shown to agents. */
  from: { address: string; name?: string | undefined };
  subject: string;
  /** The body as `bodyText` gives it, made from HTML where there is nothing else. */
  text: string;
  envelopeFrom: string;
  recipients: readonly string[];
  /** `natureOf` found a sign that no person wrote it. */
  isAutomatic: boolean;
}

const longestDetail = 200;

function partText(mail: ParsedMail, types: RegExp): string | undefined {
  const found = mail.parts.filter(({ type }) => types.test(type));
  if (found.length === 0) return undefined;
  return found
    .map(({ content }) =>
      Buffer.from(content.buffer, content.byteOffset, Math.min(content.length, longestReport)).toString('utf8'),
    )
    .join('\n\n');
}

/** ARF (RFC 5965): a recipient pressed "this is spam". The mail was delivered, so nothing about it is permanent. */
function readComplaint(mail: ParsedMail): FailedDelivery | undefined {
  const report = partText(mail, /^message\/feedback-report$/);
  const contentType = firstHeader(mail.headers, 'content-type') ?? '';
  if (report === undefined && !/report-type\s*=\s*"?feedback-report/i.test(contentType)) return undefined;
  const fields = report ?? mail.text ?? '';
  const kind = /^feedback-type:\s*([\w-]{1,40})/im.exec(fields)?.[1] ?? 'unknown';
  const named = [...fields.matchAll(/^(?:original-rcpt-to|removal-recipient):[ \t]*(?:rfc822;)?[ \t]*<?([^\s<>]{1,320})>?/gim)];
  const recipients = named.flatMap(([, address = '']) => cleanAddress(address) ?? []);
  const written = recipients.length > 0 ? recipients : addressesOf(originalHeaders(mail), 'to').map(({ address }) => address);
  const messageIds = originalMessageIds(mail);
  return { messageIds, recipients: [...new Set(written)], permanent: false, detail: `complaint: ${kind.toLowerCase()}` };
}

/** `not delivered 5.1.1: 550 5.1.1 User unknown`: what agents read, and how `delayed` is told from the rest. */
function detailOf(isDelayed: boolean, status: string | undefined, diagnostic: string | undefined): string {
  const outcome = [isDelayed ? 'delayed' : 'not delivered', ...(status === undefined ? [] : [status])].join(' ');
  return oneLine(diagnostic === undefined ? outcome : `${outcome}: ${diagnostic}`, longestDetail);
}

/** RFC 3464. `delivered` is a report of success only. */
function readReport(mail: ParsedMail, isReport: boolean): FailedDelivery | 'delivered' | undefined {
  const status = partText(mail, /^message\/(?:global-)?delivery-status$/);
  const inText =
    status ??
    (isReport || /^[> ]*(?:final|original)-recipient:/im.test((mail.text ?? '').slice(0, longestReport)) ? mail.text : undefined);
  const reports = readDeliveryReport(inText ?? '');
  const bad = reports.filter(({ action }) => action !== 'delivered');
  if (reports.length > 0 && bad.length === 0) return 'delivered';
  if (bad.length === 0) return undefined;
  const isPermanent = bad.some(({ permanent }) => permanent);
  const worst = bad.find(({ permanent }) => permanent === isPermanent);
  return {
    messageIds: originalMessageIds(mail),
    recipients: [...new Set(bad.flatMap(({ recipient }) => recipient ?? []))],
    permanent: isPermanent,
    detail: detailOf(worst?.action === 'delayed', worst?.status, worst?.diagnostic),
  };
}

/** Microsoft's complaint programme sends no report but the mail complained of, with a field that names the recipient. */
function readJunkReport(mail: ParsedMail): FailedDelivery | undefined {
  const [complainer] = addressesOf(originalHeaders(mail), 'x-hmxmroriginalrecipient');
  if (!complainer) return undefined;
  return { messageIds: originalMessageIds(mail), recipients: [complainer.address], permanent: false, detail: 'complaint: abuse' };
}

/**
 * Bounces without a report, by who wrote and by what subject and text say: one sign is never enough, save the daemon's own address.
 * Other senders need all of them and must be known to be programs, enclose the original or speak to whom they answer as servers do:
 * customers send bounces on to us.
 */
function looksLikeBounce(mail: ParsedMail, { isNullSender, from, envelopeFrom, subject, text, isAutomatic }: Arrival): boolean {
  if (firstHeader(mail.headers, 'x-failed-recipients') !== undefined) return true;
  // `Postmaster\@one.example@two.example` is what some servers make of their own name.
  const local = localPart(from.address).replace(/[\\"@].*$/, '');
  const isDaemon = daemonAlone.test(local) || daemonAlone.test(localPart(envelopeFrom));
  // `MAILER-DAEMON <>` is no address at all, so the field counts as it stands.
  const shown = oneLine(firstHeader(mail.headers, 'from') ?? '', longestDetail);
  if (isDaemon) return true;
  const named = bounceSubjects.some((wording) => wording.test(subject));
  const failure = speaksOfFailure(text);
  const isServer = isNullSender || daemonSender.test(local) || postmasterSender.test(local) || daemonName.test(shown);
  if (isServer) return named || failure;
  if (named && failure && !passedOn.test(subject) && (isAutomatic || enclosesOriginal(mail))) return true;
  // A server that answers a reply puts its own word behind that subject: `RE: Invoice : not delivered`.
  const ownSubject = passedOn.test(subject) ? (/^[^:]*:.*[^:]:([^:]+)$/.exec(subject)?.[1] ?? '') : subject;
  return bounceSubjects.some((wording) => wording.test(ownSubject)) && speaksToSender(text);
}

/**
 * What a bounce or complaint says: standard reports first, then the wordings of servers that send none. `delivered` means a report of
 * success, `undefined` that this is no report at all. Lists may be empty where a server does not say.
 */
export function readBounce(mail: ParsedMail, arrival: Arrival): FailedDelivery | 'delivered' | undefined {
  const complaint = readComplaint(mail) ?? readJunkReport(mail);
  if (complaint) return complaint;
  const told = arrival.isAutomatic ? readSesReport(arrival.text) : undefined;
  if (told) return told;
  const isReport = /report-type\s*=\s*"?(?:global-)?delivery-status/i.test(firstHeader(mail.headers, 'content-type') ?? '');
  const isServer = isReport || mail.parts.some(({ type }) => /^message\/(?:global-)?delivery-status$/.test(type));
  const looks = looksLikeBounce(mail, arrival);
  const report = isServer || looks ? readReport(mail, isReport) : undefined;
  if (report) return report;
  if (!isServer && !looks) return undefined;
  const ours = addressesOf(mail.headers, 'to').map(({ address }) => address);
  const { recipients, permanent, diagnostic } = readBounceText(arrival.text, [
    ...arrival.recipients,
    arrival.from.address,
    ...ours,
  ]);
  const failed = addressesOf(mail.headers, 'x-failed-recipients').map(({ address }) => address);
  return {
    messageIds: originalMessageIds(mail),
    recipients: failed.length > 0 ? failed : recipients,
    permanent: permanent && !temporary.test(arrival.subject),
    detail: detailOf(!permanent, undefined, diagnostic),
  };
}
