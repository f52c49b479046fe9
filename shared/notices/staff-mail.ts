import { readPoint } from '../sla/ladder.ts';
import { formatReference } from '../tickets/reference.ts';
import type { Ticket } from '../tickets/ticket.ts';
import type { Block } from './body.ts';
import { formatDuration, formatInstant, formatPercent, formatStep } from './format.ts';
import { headerText, staffSubject } from './header-text.ts';
import type { NoticeOf, StaffNotice } from './notice.ts';
import type { Template } from './templates/template.ts';

/** A mail about a promise, to somebody of the ladder. `link`: where they take note of it. */
export function staffMail(
  notice: StaffNotice,
  ticket: Ticket,
  template: Template,
  link: string,
): { subject: string; blocks: Block[] } {
  const { subject, headline } =
    notice.kind === 'warning' ? warning(notice, ticket, template) : escalation(notice, ticket, template);
  const isUndelivered = notice.kind === 'escalation' && notice.undelivered;
  return {
    subject: staffSubject(subject, ticket.subject),
    blocks: [
      { kind: 'paragraph', text: headline },
      ...(isUndelivered ? [{ kind: 'paragraph' as const, text: template.escalation.undelivered }] : []),
      { kind: 'facts', rows: rows([...factsOf(ticket, template), ...timing(notice, template)], template) },
      { kind: 'link', label: template.takeNote, url: link },
      { kind: 'footer', lines: [template.staffFooter.why, template.staffFooter.doNotAnswer] },
    ],
  };
}

const aboutOf = ({ clock }: StaffNotice, { reference }: Ticket) => ({ reference: formatReference(reference), clock });

/** The due time as its readers see it; undefined while nobody knows it. */
const dueOf = ({ dueAt, timeZone, language }: StaffNotice): string | undefined =>
  dueAt === undefined ? undefined : formatInstant(dueAt, timeZone, language);

/** Exactly on the due instant is in time. Service time alone does not tell: outside service hours it stands still. */
const wasPast = ({ takenAt, dueAt }: StaffNotice): boolean => dueAt !== undefined && Date.parse(takenAt) > Date.parse(dueAt);

interface Headline {
  subject: string;
  headline: string;
}

function warning(notice: NoticeOf<'warning'>, ticket: Ticket, template: Template): Headline {
  const about = aboutOf(notice, ticket);
  const { subject, headline } = warningWords(notice, template);
  const due = dueOf(notice);
  if (due === undefined) return { subject: subject(about), headline: template.notFixed(about) };
  return {
    subject: subject(about),
    headline: wasPast(notice) ? template.warning.tooLate({ ...about, due }) : headline({ ...about, due }),
  };
}

type About = ReturnType<typeof aboutOf>;

/** A warning stands at a share of the time, or at so much before its end. */
function warningWords({ step, language }: NoticeOf<'warning'>, { warning: says }: Template) {
  const point = readPoint(step);
  if (point?.kind === 'before') {
    const left = formatDuration(point.seconds, language);
    return {
      subject: (about: About) => says.left.subject({ ...about, left }),
      headline: (about: About & { due: string }) => says.left.headline({ ...about, left }),
    };
  }
  const share = point?.kind === 'share' ? formatPercent(point.percent, language) : step;
  return {
    subject: (about: About) => says.passed.subject({ ...about, share }),
    headline: (about: About & { due: string }) => says.passed.headline({ ...about, share }),
  };
}

function escalation(notice: NoticeOf<'escalation'>, ticket: Ticket, template: Template): Headline {
  const about = aboutOf(notice, ticket);
  const { missed, ahead } = template.escalation;
  const due = dueOf(notice);
  if (due === undefined) return { subject: ahead.subject(about), headline: template.notFixed(about) };
  const says = wasPast(notice) ? missed : ahead;
  return { subject: says.subject(about), headline: says.headline({ ...about, due }) };
}

type Fact = readonly [label: string, value: string];

function factsOf(ticket: Ticket, template: Template): Fact[] {
  const { facts: label } = template;
  return [
    [label.subject, ticket.subject],
    [label.requester, requesterOf(ticket)],
    [label.priority, template.priorities[ticket.priority]],
    [label.assignee, ticket.assignee ?? label.nobody],
    [label.status, template.statuses[ticket.status]],
    [label.channel, template.channels[ticket.channel]],
    [label.contract, label.inVersion(ticket.contractId, ticket.contractVersion)],
  ];
}

/** By whatever they are known. */
function requesterOf({ requester: { name, address, phone, account } }: Ticket): string {
  const known = address ?? phone ?? account;
  if (name === undefined) return known ?? '–';
  return known === undefined ? name : `${name} <${known}>`;
}

/** Time left or time late, in service hours. Neither while the due time is not fixed. */
function timing(notice: StaffNotice, { facts: label }: Template): Fact[] {
  const { step, language } = notice;
  const due = dueOf(notice);
  const late = notice.kind === 'warning' ? -notice.secondsLeft : notice.secondsLate;
  const isLate = notice.kind === 'escalation' && wasPast(notice);
  const duration: Fact = [isLate ? label.late : label.left, formatDuration(Math.abs(late), language)];
  return [[label.due, due ?? label.notFixed], ...(due === undefined ? [] : [duration]), [label.step, formatStep(step, language)]];
}

const rows = (facts: readonly Fact[], { colon }: Template) =>
  facts.map(([name, value]) => ({ label: name + colon, value: headerText(value, longestFact) }));

/** UTF-16 units of one value in a staff mail. */
const longestFact = 500;
