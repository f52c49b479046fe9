import type { Message, Requester } from '../../shared/intake/inbound-message.ts';

/** A message as the timeline keeps it: all that the partner said of who wrote it. */
export const messageOf = (id: string, from: Requester, text: string): Message => ({
  id,
  from,
  to: [],
  cc: [],
  text,
  textCut: false,
  attachments: [],
  attachmentsCut: false,
});
