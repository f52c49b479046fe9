import type { Language } from '../contracts/contract.ts';
import { formatReference } from '../tickets/reference.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { asHtml, asText, type Block } from './body.ts';
import { formatDuration, formatInstant, formatStep, spokenReference } from './format.ts';
import { customerSubject, headerText, staffSubject } from './header-text.ts';
import type { Notice, NoticeOf } from './notice.ts';
import { en } from './templates/en.ts';
import { fr } from './templates/fr.ts';
import type { Template } from './templates/template.ts';
import { zh } from './templates/zh.ts';

const templates: Record<Language, Template> = { en, fr, zh };

export interface Rendered {
  subject: string;
  text: string;
  html: string;
}

/** What the mail says, in its notice's language. `ticket` as it stands when the mail is written. */
export function render(notice: Notice, ticket: Ticket): Rendered {
  const template = templates[notice.language];
  const { subject, blocks } = content(notice, ticket, template);
  return { subject, text: asText(blocks), html: asHtml(blocks, notice.language, subject) };
}

function content(notice: Notice, ticket: Ticket, template: Template): { subject: string; blocks: Block[] } {
  switch (notice.kind) {
    case 'acknowledgement':
      return { subject: customerSubject(ticket, notice.language), blocks: acknowledgement(notice, ticket, template) };
    case 'reply':
      return { subject: customerSubject(ticket, notice.language), blocks: reply(notice, ticket, template) };
    case 'warning':
      return warning(notice, ticket, template);
    case 'escalation':
      return escalation(notice, ticket, template);
  }
}

/** Quotes nothing of the message: whoever forges a sender gets no text of theirs delivered by us. */
function acknowledgement(notice: NoticeOf<'acknowledgement'>, ticket: Ticket, { acknowledgement: says }: Template): Block[] {
  const promises = notice.promises.map(({ clock, dueAt, timeZone }) =>
    says.promised[clock](formatInstant(dueAt, timeZone, notice.language)),
  );
  return [
    paragraph(says.greeting),
    paragraph(says.received(formatReference(ticket.reference))),
    ...promises.map(paragraph),
    paragraph(says.addMore),
    paragraph(says.onThePhone(spokenReference(ticket.reference))),
    paragraph(says.signature),
    { kind: 'footer', lines: [says.automatic] },
  ];
}

const reply = (notice: NoticeOf<'reply'>, ticket: Ticket, { reply: says }: Template): Block[] => [
  paragraph(notice.text.trim()),
  { kind: 'footer', lines: [says.reference(formatReference(ticket.reference)), says.answering] },
];

function warning(notice: NoticeOf<'warning'>, ticket: Ticket, template: Template) {
  const { clock, language } = notice;
  const reference = formatReference(ticket.reference);
  const due = formatInstant(notice.dueAt, notice.timeZone, language);
  const share = formatStep(notice.step, language);
  const headline =
    notice.secondsLeft > 0
      ? template.warning.headline({ reference, clock, share, due })
      : template.warning.tooLate({ reference, clock, due });
  return {
    subject: staffSubject(template.warning.subject({ reference, clock, share }), ticket.subject),
    blocks: staffBlocks(headline, ticket, template, [
      [template.facts.due, due],
      [template.facts.left, formatDuration(notice.secondsLeft, language)],
      [template.facts.step, share],
    ]),
  };
}

function escalation(notice: NoticeOf<'escalation'>, ticket: Ticket, template: Template) {
  const { clock, language } = notice;
  const reference = formatReference(ticket.reference);
  const due = formatInstant(notice.dueAt, notice.timeZone, language);
  return {
    subject: staffSubject(template.escalation.subject({ reference, clock }), ticket.subject),
    blocks: staffBlocks(template.escalation.headline({ reference, clock, due }), ticket, template, [
      [template.facts.due, due],
      [template.facts.late, formatDuration(notice.secondsLate, language)],
      [template.facts.step, formatStep(notice.step, language)],
    ]),
  };
}

type Fact = readonly [label: string, value: string];

function staffBlocks(headline: string, ticket: Ticket, template: Template, timing: readonly Fact[]): Block[] {
  const { facts: label, colon } = template;
  const { name, address } = ticket.requester;
  const facts: Fact[] = [
    [label.subject, ticket.subject],
    [label.requester, name ? `${name} <${address}>` : address],
    [label.priority, template.priorities[ticket.priority]],
    [label.assignee, ticket.assignee ?? label.nobody],
    [label.status, template.statuses[ticket.status]],
    [label.channel, template.channels[ticket.channel]],
    [label.contract, label.inVersion(ticket.contractId, ticket.contractVersion)],
    ...timing,
  ];
  return [
    paragraph(headline),
    { kind: 'facts', rows: facts.map(([name, value]) => ({ label: name + colon, value: headerText(value, longestFact) })) },
    { kind: 'footer', lines: [template.staffFooter.why, template.staffFooter.doNotAnswer] },
  ];
}

/** UTF-16 units of one value in a staff mail. */
const longestFact = 500;

const paragraph = (text: string): Block => ({ kind: 'paragraph', text });
