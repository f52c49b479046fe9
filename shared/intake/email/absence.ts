import { aboutNotes, absenceWords, fold, noteAlone, notePrefix, perhapsNote, plea } from './absence-wording.ts';

/** Characters of a text that are looked at: what a note says stands at its top. */
const longestReading = 2_000;

/** What a mail shows of being an absence note, beside its headers. */
export interface NoteSigns {
  subject: string;
  text: string;
  /** It names a message that it answers. */
  answers: boolean;
}

/** Lines of the writer's own: what is quoted below may well speak of a broken printer. */
function ownText(text: string): string {
  const lines = text.slice(0, longestReading).split('\n');
  const end = lines.findIndex((line) => /^\s*(?:>|-{3,}|_{5,})/.test(line));
  return fold((end < 0 ? lines : lines.slice(0, end)).join(' ').replace(/\s+/g, ' '));
}

/**
 * Whether the subject says that a program answered on behalf of somebody who is not there, or of anybody. The formula must stand at its
 * very beginning (`AW: Automatische Antwort` is a person's), and end it or be followed by a colon.
 */
export const namesNote = (subject: string): boolean => {
  const folded = fold(subject);
  return notePrefix.test(folded) || noteAlone.test(folded) || perhapsNote.test(folded);
};

/**
 * An absence note by its words alone, where no header says so. Certain with the formula that mail programs write, unless the mail asks
 * something of us and answers nothing: customers write about such notes. Words that people use as well need an answered message or a text
 * about being away.
 */
export function isAbsenceNote({ subject, text, answers }: NoteSigns): boolean {
  const folded = fold(subject);
  const prefix = notePrefix.exec(folded);
  const isFormula = prefix !== null || noteAlone.test(folded);
  if (!isFormula && !perhapsNote.test(folded)) return false;
  if (answers) return true;
  const words = ownText(text);
  if (plea.test(words)) return false;
  if (absenceWords.test(words)) return true;
  if (!isFormula) return false;
  const rest = folded.slice(prefix?.[0].length ?? folded.length);
  return !plea.test(rest) && !aboutNotes.test(rest) && !/[?？]\s*$/.test(rest);
}
