import type { ContactFacts } from './contact-event.ts';

export interface DescribedContact {
  facts: ContactFacts;
  channel: 'phone' | 'chat';
  phone: string | undefined;
  hotline: string | undefined;
}

/** Something that agents find in their queue, beside calls. */
export interface Task {
  /** The same for the same cause: a repetition makes no second task. */
  token: string;
  /** At most 512 characters. */
  name: string;
  /** At most 4096 characters. */
  description: string;
  ticketId: string;
  reference: string;
  url: string;
  /** Not before then; at once without it. At most six days ahead. */
  at?: Date | undefined;
}

/** Amazon Connect's API, as far as we call it. */
export interface ContactCentre {
  /** Undefined where Connect knows no such contact, or it is none of ours to follow. */
  describe(contactId: string): Promise<DescribedContact | undefined>;
  setAttributes(initialContactId: string, attributes: Record<string, string>): Promise<void>;
  startTask(task: Task): Promise<void>;
}
