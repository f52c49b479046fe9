/** What the chat tells, as far as this page reads it: every member may be missing. */
export interface Incoming {
  type?: string;
  token?: string;
  greeting?: string;
  isOpen?: boolean;
  n?: number;
  clientId?: string;
  ticketId?: string;
  /** The ticket that `ticketId` was merged into: answers come there. */
  mergedInto?: string;
  reference?: string;
  sequence?: number;
  at?: string;
  promises?: { clock: string; dueAt: string }[];
  event?: Shown;
  events?: Shown[];
  upTo?: number;
  more?: boolean;
  agents?: boolean;
  by?: string;
  code?: string;
  field?: string;
  rule?: string;
  retryAfterSeconds?: number;
  id?: string;
  upload?: { url: string; headers: Record<string, string> };
  url?: string;
}

/** Something that was said, or that became of the request. */
export interface Shown {
  sequence: number;
  at: string;
  kind: string;
  text?: string;
  textCut?: boolean;
  /** `n` asks for it; what was just sent has none yet. */
  files?: { n?: number; name: string }[];
  to?: string;
}
