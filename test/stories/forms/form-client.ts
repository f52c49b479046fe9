import { expect } from 'vitest';
import type { Answer, Json, Stage } from '../../support/cloud.ts';

/** Everything that the contact form asks for. */
export const contact = (overrides: Record<string, unknown> = {}) => ({
  name: 'Ana',
  email: 'ana@customer.example',
  subject: 'The printer is on fire',
  message: 'Please help.\nIt burns.',
  ...overrides,
});

/** What a program does with forms, from outside. */
export function formsOf(stage: Stage) {
  const post = async (
    path: string,
    body: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer & { headers: Headers }> => {
    const isText = typeof body === 'string' || body instanceof Uint8Array;
    const response = await fetch(`${stage.http}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: isText ? (body as string) : JSON.stringify(body),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers };
  };
  const forms = {
    post,
    get: (path: string, headers: Record<string, string> = {}) => fetch(`${stage.http}${path}`, { headers }),
    token: async (form: string): Promise<Json> => (await fetch(`${stage.http}/forms/${form}/token`)).json(),
    /** A token that is old enough. */
    ripeToken: async (form: string): Promise<string> => {
      const { token } = await forms.token(form);
      await stage.advance('PT4S');
      return token;
    },
    send: (form: string, body: Record<string, unknown>) => post(`/forms/${form}`, body),
    /** A contact request with a token of its own. */
    contact: async (fields: Record<string, unknown> = {}, rest: Record<string, unknown> = {}) =>
      forms.send('contact', { token: await forms.ripeToken('contact'), fields: contact(fields), consent: true, ...rest }),
    /** As a page without script sends it. */
    sendPage: (form: string, fields: Record<string, string>, query = '') =>
      post(`/forms/${form}${query}`, new URLSearchParams(fields).toString(), {
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'text/html',
      }),
    /** Announces a file and puts it. Answers its id. */
    attach: async (form: string, token: string, name: string, type: string, content: Uint8Array): Promise<string> => {
      const { status, body } = await post(`/forms/${form}/attachments`, { token, name, type, size: content.length });
      expect([status, body.detail]).toEqual([201, undefined]);
      const put = await fetch(body.upload.url, { method: 'PUT', headers: body.upload.headers, body: Buffer.from(content) });
      expect(put.status).toBe(200);
      return body.attachment.id;
    },
    /** The ticket of this reference, with its events. */
    ticketOf: async (reference: string): Promise<{ ticket: Json; events: Json[] }> => {
      await stage.settle();
      const found = (await stage.everyTicket()).find((ticket) => ticket.reference === reference);
      return stage.ticket(found.id);
    },
  };
  return forms;
}
export type FormClient = ReturnType<typeof formsOf>;
