import { languages } from '../../shared/contracts/vocabulary.ts';
import type { Page } from '../../shared/lambda/html-pages.ts';
import type { AcknowledgementLink } from '../../shared/notices/acknowledgement-link.ts';
import { escaped } from '../../shared/notices/body.ts';
import { formatInstant, languageTags } from '../../shared/notices/format.ts';
import { standingOf } from '../../shared/notices/standing.ts';
import { templates } from '../../shared/notices/templates/by-language.ts';
import type { Template } from '../../shared/notices/templates/template.ts';
import { type Clock, isOpen } from '../../shared/sla/clock.ts';
import { formatReference } from '../../shared/tickets/reference.ts';
import type { Ticket } from '../../shared/tickets/ticket.ts';

/** What is left to do for whoever opened the link. */
export type Left =
  | { kind: 'take-note'; clock: Clock }
  | { kind: 'noted'; at: string; clock: Clock }
  /** The promise is settled, is counted no more, or has no such step any more. */
  | { kind: 'nothing'; clock: Clock | undefined };

export function leftOf({ clock: metric, cycle, step: name }: AcknowledgementLink, { clocks }: Pick<Ticket, 'clocks'>): Left {
  const clock = clocks.find((each) => each.metric === metric && each.cycle === cycle);
  const step = clock?.steps.find((each) => each.name === name);
  if (!clock || !step?.doneAt) return { kind: 'nothing', clock };
  if (step.acknowledgedAt !== undefined) return { kind: 'noted', at: step.acknowledgedAt, clock };
  return isOpen(clock) ? { kind: 'take-note', clock } : { kind: 'nothing', clock };
}

/** How the promise stands and what is left to do. `justNow`: the reader has just taken note. */
export function escalationPage(link: AcknowledgementLink, ticket: Ticket, { justNow = false } = {}): Page {
  const template = templates[link.language];
  const title = escaped(template.escalationPage.title(formatReference(ticket.reference)));
  const left = leftOf(link, ticket);
  const below = justNow ? said(template.escalationPage.thanks) : request(link, left, template);
  return {
    status: 200,
    languageTag: languageTags[link.language],
    title,
    content: `<h1>${title}</h1>${facts(link, ticket, left.clock, template)}${below}`,
  };
}

function facts(link: AcknowledgementLink, ticket: Ticket, clock: Clock | undefined, template: Template): string {
  const { facts: label, escalationPage: says } = template;
  const known = [row(label.subject, ticket.subject), row(says.promise, template.clocks[link.clock])];
  if (!clock) return `<dl>${known.join('')}</dl>`;
  const due = clock.dueAt === undefined ? label.notFixed : formatInstant(clock.dueAt, clock.receipt.timeZone, link.language);
  return `<dl>${[...known, row(label.due, due), row(says.standing, says.standings[standingOf(clock)])].join('')}</dl>`;
}

const row = (name: string, value: string) => `<dt>${escaped(name)}</dt><dd dir="auto">${escaped(value)}</dd>`;

function request({ language }: AcknowledgementLink, left: Left, { escalationPage: says }: Template): string {
  switch (left.kind) {
    case 'take-note':
      return `<form method="post"><p>${escaped(says.ask)}</p><p><button type="submit">${escaped(says.button)}</button></p></form>`;
    case 'noted':
      return said(says.noted(formatInstant(left.at, left.clock.receipt.timeZone, language)));
    case 'nothing':
      return said(says.over);
  }
}

const said = (text: string) => `<p role="status">${escaped(text)}</p>`;

/** Whose language nobody knows reads it in all of them. */
const inEveryLanguage = (status: number, text: (template: Template) => string): Page => ({
  status,
  languageTag: languageTags.en,
  title: 'Guichet',
  content: `<h1>Guichet</h1>${languages.map((each) => `<p lang="${languageTags[each]}">${escaped(text(templates[each]))}</p>`).join('')}`,
});

export const unknownPage = inEveryLanguage(404, ({ escalationPage: says }) => says.unknown);
export const failedPage = inEveryLanguage(500, ({ escalationPage: says }) => says.failed);
