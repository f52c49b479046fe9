import { formatReference } from '../tickets/reference.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { asHtml, asText, type Block } from './body.ts';
import { formatInstant, spokenReference } from './format.ts';
import { customerSubject } from './header-text.ts';
import type { Notice, NoticeOf, StaffNotice } from './notice.ts';
import { staffMail } from './staff-mail.ts';
import { templates } from './templates/by-language.ts';
import type { Template } from './templates/template.ts';

export interface Rendered {
  subject: string;
  text: string;
  html: string;
}

/** Addresses that a mail leads to: where the recipient of a mail about a promise takes note of it, and where a customer follows a request. */
export interface Leads {
  takeNoteAt: (about: StaffNotice) => string;
  followAt: (notice: NoticeOf<'acknowledgement'>) => string;
}

/** What the mail says, in its notice's language. `ticket` as it stands when the mail is written. */
export function render(notice: Notice, ticket: Ticket, leads: Leads): Rendered {
  const { subject, blocks } = content(notice, ticket, leads);
  return { subject, text: asText(blocks), html: asHtml(blocks, notice.language, subject) };
}

function content(notice: Notice, ticket: Ticket, { takeNoteAt, followAt }: Leads): { subject: string; blocks: Block[] } {
  const template = templates[notice.language];
  switch (notice.kind) {
    case 'acknowledgement':
      return {
        subject: customerSubject(notice.unverified ? { ...ticket, subject: '' } : ticket, notice.language),
        blocks: acknowledgement(notice, ticket, template, followAt(notice)),
      };
    case 'reply':
      return { subject: customerSubject(ticket, notice.language), blocks: reply(notice, ticket, template) };
    case 'warning':
    case 'escalation':
      return staffMail(notice, ticket, template, takeNoteAt(notice));
  }
}

/** Quotes nothing of the message: whoever forges a sender gets no text of theirs delivered by us. */
function acknowledgement(
  notice: NoticeOf<'acknowledgement'>,
  ticket: Ticket,
  { acknowledgement: says }: Template,
  followAt: string,
): Block[] {
  const { promises, suspended, language } = notice;
  const expectations = suspended
    ? [says.suspended(suspended.reason), says.whileSuspended]
    : promises.map(({ clock, dueAt, timeZone }) => says.promised[clock](formatInstant(dueAt, timeZone, language)));
  return [
    paragraph(says.greeting),
    paragraph(says.received(formatReference(ticket.reference))),
    ...expectations.map(paragraph),
    paragraph(says.addMore),
    { kind: 'link', label: says.follow, url: followAt },
    paragraph(says.onThePhone(spokenReference(ticket.reference))),
    paragraph(says.signature),
    // That somebody will read it is a promise as well.
    { kind: 'footer', lines: suspended ? [says.automatic] : [says.automatic, says.willBeRead] },
  ];
}

const reply = (notice: NoticeOf<'reply'>, ticket: Ticket, { reply: says }: Template): Block[] => [
  paragraph(notice.text.trim()),
  { kind: 'footer', lines: [says.reference(formatReference(ticket.reference)), says.answering] },
];

const paragraph = (text: string): Block => ({ kind: 'paragraph', text });
