import type { Nature } from '../inbound-message.ts';
import { isAbsenceNote, namesNote } from './absence.ts';
import { localPart } from './addresses.ts';
import { automaticSender, type HeaderRule, headerRules, mostHops } from './automatic-rules.ts';
import type { FailedDelivery } from './bounce.ts';
import { daemonAlone } from './bounce-wording.ts';
import { firstHeader, type Header } from './header-block.ts';

export interface Judgement {
  nature: Nature;
  /** Why it is not taken for a person's. */
  reason?: string;
}

/** What a mail shows of its nature. */
export interface Signs {
  headers: readonly Header[];
  /** The envelope sender is empty, as RFC 3834 and RFC 3464 want it of replies and reports by programs. */
  isNullSender: boolean;
  /** The sender shown, lower case. */
  from: string;
  /** Only ever looked at for a mail server's name: people's mail, too, goes through services that put a `bounces+…` there. */
  envelopeFrom: string;
  subject: string;
  /** The body as `bodyText` gives it. */
  text: string;
}

/** Values are compared without comments and cut: `Auto-Submitted: no (really)` is `no`. */
function plainValue(value: string): string {
  return value
    .slice(0, 500)
    .replace(/\([^()]*\)/g, '')
    .trim();
}

function holds(rule: HeaderRule, { name, value }: Header): boolean {
  const named = rule.header.endsWith('*') ? name.startsWith(rule.header.slice(0, -1)) : name === rule.header;
  return named && (rule.value === undefined || rule.value.test(plainValue(value)));
}

function isThere(rule: HeaderRule, headers: readonly Header[]): boolean {
  return (
    headers.some((header) => holds(rule, header)) &&
    (rule.beside === undefined || headers.some(({ name }) => name === rule.beside))
  );
}

/**
 * Who or what wrote. Anything but `person` only keeps us from answering automatically: the mail is taken in all the same. Headers can be
 * forged, which gains a forger nothing but silence. An absence note without any such field is known by its words.
 */
export function natureOf({ headers, isNullSender, from, envelopeFrom, subject, text }: Signs): Judgement {
  const isAbsence = namesNote(subject);
  const contentType = firstHeader(headers, 'content-type') ?? '';
  if (/disposition-notification/i.test(contentType)) return { nature: 'auto-generated', reason: 'read receipt' };
  const rule = headerRules.find((candidate) => isThere(candidate, headers));
  if (rule) {
    // Vacation programs call themselves bulk; newsletters have fields of their own.
    const isVague = rule.nature === 'auto-generated' || rule.header.endsWith('precedence');
    const nature = isAbsence && isVague ? 'auto-reply' : rule.nature;
    return { nature, reason: `header ${rule.header}` };
  }
  const hops = headers.filter(({ name }) => name === 'received').length;
  if (hops > mostHops) return { nature: 'auto-generated', reason: `mail loop: ${hops} hops` };
  if (isNullSender) return { nature: isAbsence ? 'auto-reply' : 'auto-generated', reason: 'null envelope sender' };
  if (/^multipart\/report/i.test(contentType)) return { nature: 'auto-generated', reason: 'report' };
  if (automaticSender.test(localPart(from)) || daemonAlone.test(localPart(envelopeFrom)))
    return { nature: isAbsence ? 'auto-reply' : 'auto-generated', reason: 'sender that takes no answers' };
  const answers = firstHeader(headers, 'in-reply-to') !== undefined || firstHeader(headers, 'references') !== undefined;
  if (isAbsenceNote({ subject, text, answers })) return { nature: 'auto-reply', reason: 'absence note' };
  return { nature: 'person' };
}

/** The nature of what `readBounce` recognised; it goes before everything else that a mail shows. */
export function natureOfReport(report: FailedDelivery | 'delivered'): Judgement {
  if (report === 'delivered') return { nature: 'auto-generated', reason: 'delivery notice' };
  return { nature: 'bounce', reason: report.detail };
}
