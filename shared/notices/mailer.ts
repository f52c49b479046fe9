import type { NoticeKey } from './outbox.ts';

export interface Mailer {
  /** Hands a composed mail to SES, for one recipient. Answers SES's message id. Throws what SES refuses it with; never tries twice. */
  send(mail: { raw: Uint8Array; from: string; to: string; notice: NoticeKey }): Promise<string>;
}

/** The tags by which SES's later events are told apart; letters, digits, - and _ only. */
export const tags = { ticket: 'ticket', notice: 'notice' } as const;
