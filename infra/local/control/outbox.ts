import { type HttpResponse, jsonResponse } from '../http-api/exchange.ts';

/** A mail that the local cloud sent out. */
export interface OutboxMail {
  messageId: string;
  from: string;
  to: string[];
  subject: string;
  headers: Record<string, string>;
  text?: string | undefined;
  html?: string | undefined;
  raw: string;
  /** Milliseconds since the epoch, or ISO 8601. */
  at: number | string;
  tags?: Record<string, string> | undefined;
}

/** The mails as JSON, newest last; with `to`, those sent to an address that contains it. */
export function outboxResponse(mails: readonly OutboxMail[], to: string | null): HttpResponse {
  const wanted = to?.toLowerCase();
  const listed = mails.filter(
    (mail) => wanted === undefined || mail.to.some((address) => address.toLowerCase().includes(wanted)),
  );
  return jsonResponse(
    200,
    listed.map(({ messageId, from, to: addressees, subject, headers, text, html, raw, at, tags }) => ({
      messageId,
      at: new Date(at).toISOString(),
      from,
      to: addressees,
      subject,
      headers,
      text: text ?? '',
      html,
      tags: tags ?? {},
      raw,
    })),
  );
}

/** A mail's HTML part to look at. Mails carry what strangers wrote, so nothing in it can run, load or send anything. */
export function mailHtmlResponse(mails: readonly OutboxMail[], messageId: string): HttpResponse {
  const html = mails.find((mail) => mail.messageId === messageId)?.html;
  if (html === undefined) return jsonResponse(404, { message: `no mail ${messageId} with an HTML part was sent` });
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:",
      'x-content-type-options': 'nosniff',
    },
    body: html,
  };
}
