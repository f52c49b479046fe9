import * as z from 'zod/mini';
import { none, operation } from '../operation.ts';

export const issueChatTicket = operation({
  route: 'POST /chat/tickets',
  id: 'issueChatTicket',
  tag: 'chat',
  summary: 'What lets the caller connect to the chat: once, within a minute',
  by: 'agent',
  path: none,
  query: none,
  body: none,
  answers: {
    201: {
      description: 'Connect to the WebSocket API with `?ticket=`.',
      schema: z.object({ ticket: z.string(), expiresAt: z.string() }),
      headers: { 'Cache-Control': 'no-store' },
    },
  },
});
