/** What can be wrong with a submission, as a person is told. Each may speak of one number. */
export type RuleName =
  | 'missing'
  | 'not-text'
  | 'too-long'
  | 'not-an-address'
  | 'not-a-number'
  | 'not-an-option'
  | 'not-a-time'
  | 'not-agreed'
  | 'unknown-field'
  | 'trap'
  | 'too-soon'
  | 'too-old'
  | 'forged'
  | 'sent-before'
  | 'too-many'
  | 'no-files'
  | 'too-many-files'
  | 'unknown-file'
  | 'file-not-there'
  | 'file-type'
  | 'file-size'
  | 'file-name'
  | 'not-proven';

/** All that a form says in one language besides what it is written with. */
export interface Words {
  name: string;
  email: string;
  subject: string;
  optional: string;
  choose: string;
  send: string;
  problems: string;
  trap: string;
  files: string;
  filesHint: (most: number, megabytes: string) => string;
  filesWithoutScript: string;
  challengeWithoutScript: string;
  uploading: string;
  uploaded: string;
  uploadFailed: string;
  remove: string;
  thanks: string;
  received: (reference: string) => string;
  mailed: string;
  follow: string;
  rules: Record<RuleName, (limit: number) => string>;
  unknownForm: string;
  failed: string;
  yes: string;
  no: string;
  colon: string;
  errorTitle: (title: string) => string;
}
