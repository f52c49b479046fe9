export interface MailFile {
  key: string;
  type: string;
  content: Uint8Array;
}

export interface MailBucket {
  /** Reads one raw mail and works on it. Mails wait for each other when together they would not fit into memory. */
  withMail<T>(key: string, work: (raw: Uint8Array) => Promise<T>): Promise<T>;
  keep(file: MailFile): Promise<void>;
}
