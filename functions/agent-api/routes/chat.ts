import { issueChatTicket } from '../../../shared/api/agents/chat.ts';
import type { Dependencies } from '../handler.ts';
import type { Route, Serve } from '../serve.ts';

/** A browser sends no token with the handshake of a WebSocket: it asks for a ticket by the API first. */
export const chat = (serve: Serve, { admissions }: Pick<Dependencies, 'admissions'>): Route[] => [
  serve(issueChatTicket, async ({ caller }) => {
    const { secret, expiresAt } = await admissions.issue(caller.id);
    const headers = { 'cache-control': 'no-store' };
    return { status: 201, body: { ticket: secret, expiresAt: expiresAt.toISOString() }, headers };
  }),
];
