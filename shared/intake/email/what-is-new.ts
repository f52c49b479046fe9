import type { Forwarded, Message } from '../inbound-message.ts';
import { type ForwardContext, readForward } from './forward.ts';
import type { ParsedMail } from './parse-mime.ts';
import { visibleReply } from './visible.ts';

function forwardedOf(text: string, context: ForwardContext): Forwarded | undefined {
  const forward = readForward(text, undefined, context);
  return forward && { from: forward.from, date: forward.date, subject: forward.subject };
}

/**
 * What a message shows first. A forward shows everything; so does a mail in which nothing is new, since showing a quote is better than
 * hiding the customer's words. `text` is the body as the message keeps it.
 */
export function whatIsNew(
  { text: plain, html }: Pick<ParsedMail, 'text' | 'html'>,
  text: string,
  context: ForwardContext,
): Pick<Message, 'visible' | 'forwarded'> {
  const forwarded = forwardedOf(text, context);
  if (forwarded) return { forwarded };
  const isHtmlOnly = !/\S/.test(plain ?? '') && html;
  const visible = visibleReply(isHtmlOnly ? { html } : { text });
  return visible === '' || visible.length >= text.length ? {} : { visible };
}
