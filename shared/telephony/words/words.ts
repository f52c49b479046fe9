/** What callers hear and chatters read. References come as digits with pauses, instants as they are spoken. */
export interface Words {
  /** Amazon Polly's neural voice. */
  voice: string;
  languageCode: string;
  opened(reference: string): string;
  joined(reference: string): string;
  /** Up to two open requests: 1 and 2 for them, then a new one, then another reference. */
  choose(references: readonly string[]): string;
  keyIn: string;
  unknownReference: string;
  closed(what: { reference: string; opens: string | undefined; mayCallBack: boolean }): string;
  suspended(reason: string): string;
  goodbye: string;
  callBack(opens: string | undefined): string;
  /** A call back is wished for and could not be noted. */
  unnoted: string;
  /** There is no number to call. */
  noNumber: string;
  full(isNoted: boolean): string;
  waiting: string;
  offer: string;
  promised: string;
  /** Something of ours failed. */
  sorry: string;
  subject(phone: string | undefined): string;
  chatSubject: string;
  /** The message of a call on its ticket. */
  called(phone: string | undefined): string;
  chatStarted: string;
}
