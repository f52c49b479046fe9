import { isBlank, isQuoted, longestLook } from './lines.ts';

/** How an attribution begins, by language: `On`, `Am`, `Le` … a date follows. */
const opening =
  /^(?:on|at|in message|in article|am|den|der|le|el|il|in data|op|w dniu|dnia|dňa|dne|em|a|på|fra|vào|lúc|pada|la|în|στις|tarihinde|em|ngày|вт|в|on behalf|no dia|le jour|el día|wiadomość napisana przez|ב|في|在|於|于)\s/iu;
/** `wrote`, by language. */
const verbs =
  'wrote|writes|said|says|sent|schrieb|schrieben sie|geschrieben|a écrit|a ecrit|nous a dit|escribió|escribio|ha escrito|ha scritto|' +
  'scrive|scritto|schreef|het volgende geschreven|geschreven|napisał|napisała|napisał\\(a\\)|napisał\\/a|napisał\\/-a|napisali|pisze|escreveu|skrev|' +
  'følgende|kirjoitti|написал|написала|написал\\(а\\)|написал\\/а|пишет|писал|писала|пише|написав|написав\\(-ла\\)|написала\\(в\\)|yazdı|şunu yazdı|şunları yazdı|' +
  'írta|ezt írta|napsal|napsala|napsal\\(a\\)|napísal|napísal\\(a\\)|a scris|έγραψε|כתב|כתבה|כתב\\/ה|كتب|kirjutas|va escriure|menulis|đã viết|viết|' +
  'je napisao|je napisal|написа|เขียนว่า|写道|寫道|编写|書きました|のメール|님이 작성|작성|님이 씀|씀';
const verbAtEnd = new RegExp(`(?:^|[^\\p{L}])(?:${verbs})[\\s\\u00a0]*([:：.]?)[\\s>*_-]*$`, 'iu');
const verbAtEndOfCjk = /(?:写道|寫道|编写|書きました|のメール|작성|씀)[\s\u00a0]*([:：]?)[\s>*_-]*$/u;
const verbWithin =
  /[^\p{L}](?:wrote|writes|schrieb|schreef|skrev|kirjoitti|napisał|napisał\(a\)|napisana przez|pisze|escribió|escreveu|écrivait|a écrit|ha scritto|написал|написал\(а\)|писал|пользователь|пише|napsal|napsal\(a\)|napísal|napísal\(a\)|yazdı|írta|έγραψε|a scris)[^\p{L}]/iu;
/** Words with which a mail program quotes without a date. */
const quoting = /^(?:quoting|zitat von|citando|citant|citat från|citat fra|cytowanie|citeren)\s/iu;
/** People say these of machines, too. */
const weakVerb = /(?:said|says|sent|scritto|geschreven|geschrieben)[\s:.*_-]*$/i;
const dashed = new RegExp(`^-{2,}\\s*\\S.{0,200}\\s(?:${verbs})\\s*-{2,}$`, 'iu');

const mail = /[^\s<>()[\]"',;:]@[^\s<>()[\]"',;:]/;
const time = /\d{1,2}\s?[:.h時时]\s?\d{2}|\d{1,2}\s?[ap]\.?m\b/i;
const date =
  /(?:^|\D)(?:\d{4}(?:\D|$)|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}(?:\.|th|st|nd|rd)?[\s-]\p{L}{3}|\p{L}{3}\.?\s\d{1,2}\D)/u;
const endsWithColon = /[:：][\s*_]*$/;
/** A sender in angle brackets at the end, after the date: no verb, in the languages of Gmail that have none there. */
const senderAtEnd = /@[^\s@]{2,}[>)\]]{1,3}[\s"']*[:：][\s*_]*$/;
/** Old Gmail: `2016-03-03 17:21 GMT+01:00 Some One`. */
const gmailOfOld = /^\d{4}-\d\d?-\d\d? \d\d?:\d\d GMT[+-]\d\d:?\d\d \S.{0,80}$/;
const dateThenSender = /^\d{4}[/-]\d{1,2}[/-]\d{1,2}\s.{1,120}<[^<>\s]+@[^<>\s]+>\s*:?$/;
/** A customer who tells what was written: not a mail program. */
const firstPerson =
  /(?:^|\s)(?:I|ich|j'ai|yo|io|ik|ja|jag|jeg|eu|my|me|mir|mich|mein|meine|mon|ma|mi|mio|mia|mijn|our|unser|unsere)\s/u;
/** The sender first, and as a mail program writes one: a name in capitals, or one word, then the address. */
const nameFirst =
  /^[*"'“«_]{0,2}(?:\S{1,40}|[\p{Lu}\p{Lo}\p{N}][^\s<(@]*(?: (?:[\p{Lu}\p{Lo}\p{N}&|(/-]|via |von |van |de |der |di |du |la )[^\s<(@]*){0,8})?["'”»]?[,\s]*[<([]{1,2}[^\s<>()@]{1,80}@|^[^\s<>()@]{1,80}@\S+ \S/u;
const inBrackets = /(?:<|\(|\[|&lt;|mailto:)[^\s<>()]{1,80}@[^\s<>()]+/;
/** A second sentence: people write these. */
const sentences = /\p{Ll}{5}[.!?]\s+\p{Lu}\p{Ll}/u;
/** A name stands right before or after the verb. */
const nameAtEnd = /[\p{Lu}\p{Lo}\p{N}][^\s:]*["')\]]*\s+(?:(?!\p{Lu})\S+\s+){0,2}(?!\p{Lu})\S+$/u;
/** As no person writes a date: `On Friday, May 3, 2024, …`. */
const weekdayAndYear = /^\p{L}+ \p{L}{3,12},? .{3,24}\d{4},/u;
/** `Ana Lima wrote:` and nothing else, and notices of a forum: `ana via Desk wrote:`. */
const nameAndVerb = new RegExp(`^\\p{Lu}[\\p{L}.'’-]*(?: \\p{Lu}[\\p{L}.'’-]*){0,3} (?:${verbs}) ?:$`, 'u');
const viaAndVerb = new RegExp(`^\\S.{0,60} via .{1,60} (?:${verbs}) ?:$`, 'iu');
/** The mail reader mutt: `* Ana Lima <ana@x.example> [2024-05-03 10:12]:`. */
const starred = /^\* .{1,100} \[\d{4}-\d\d-\d\d[^\]]{0,30}\]:$/;
const directionMarks = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

const mostLines = 6;

export interface Attribution {
  /** How many lines it takes. */
  lines: number;
  /** So sure that all that follows it is a quote even without marks. */
  sure: boolean;
}

type Strength = 'sure' | 'likely' | undefined;

function begins(joined: string): boolean {
  const bare = joined.replace(/^[\s>*_-]+/, '');
  return opening.test(bare) || startsWithDate(bare) || nameFirst.test(bare);
}

function judgeEnding(joined: string, colon: string, quoteFollows: boolean): Strength {
  const hasMail = mail.test(joined);
  const hasTime = time.test(joined);
  const hasDate = hasTime || date.test(joined);
  const hasColon = colon !== '' || /-\s*$/.test(joined);
  if (!(hasColon || quoteFollows || (hasMail && hasDate)) || !(hasMail || hasDate)) return undefined;
  if (!begins(joined)) return undefined;
  if (firstPerson.test(joined)) return 'likely';
  if (hasMail) return inBrackets.test(joined) || hasTime || (hasColon && nameFirst.test(joined)) ? 'sure' : 'likely';
  return (hasTime || weekdayAndYear.test(joined)) && !weakVerb.test(joined) && nameAtEnd.test(joined) ? 'sure' : 'likely';
}

function judge(joined: string, quoteFollows: boolean): Strength {
  if (dashed.test(joined) || gmailOfOld.test(joined) || starred.test(joined)) return 'sure';
  if (sentences.test(joined)) return undefined;
  if (quoteFollows && (nameAndVerb.test(joined) || viaAndVerb.test(joined))) return 'likely';
  const ending = verbAtEnd.exec(joined) ?? verbAtEndOfCjk.exec(joined);
  if (ending) return judgeEnding(joined, ending[1] ?? '', quoteFollows);
  const hasMail = mail.test(joined);
  const hasTime = time.test(joined);
  if (!endsWithColon.test(joined)) return dateThenSender.test(joined) ? 'likely' : undefined;
  if (hasMail && quoting.test(joined)) return 'likely';
  if (!hasTime && !date.test(joined)) return undefined;
  if (verbWithin.test(joined)) {
    const isFramed = begins(joined) && !firstPerson.test(joined);
    return isFramed && (hasMail ? inBrackets.test(joined) || hasTime : hasTime && opening.test(joined)) ? 'sure' : 'likely';
  }
  return senderAtEnd.test(joined) && startsWithDate(joined) ? 'sure' : undefined;
}

/** A weekday at most before the first digit. */
const startsWithDate = (text: string): boolean => /^\P{N}{0,20}\p{N}/u.test(text);

/** Cheap to ask of every line: could an attribution begin here? A date stands near its beginning, or an address in it. */
function mayOpen(line: string): boolean {
  const head = line.trimStart().slice(0, 100);
  if (/^-{2,}\s*\S/.test(head)) return true;
  if (mail.test(line) || nameAndVerb.test(head) || viaAndVerb.test(head)) return true;
  if (verbWithin.test(head) && /\p{N}/u.test(head)) return true;
  return (opening.test(head) || startsWithDate(head)) && /\p{N}/u.test(head.slice(0, 45));
}

const hasOpenBracket = (text: string): boolean => text.split('<').length > text.split('>').length;

/** Mail programs break attributions over lines, also inside the brackets of an address, which then are no quote marks. */
function joinOn(joined: string, line: string): string {
  const gap = /[<([]$/.test(joined) || /^[>)\]]/.test(line) ? '' : ' ';
  return `${joined}${gap}${line}`;
}

/** The line that tells who wrote what follows (`On 3 May, Ana <ana@x.example> wrote:`), if one begins at `at`. */
export function attributionAt(lines: readonly string[], at: number): Attribution | undefined {
  const first = (lines[at] ?? '')
    .slice(0, longestLook + 1)
    .replace(directionMarks, '')
    .trim();
  if (first.length > longestLook || !mayOpen(first)) return undefined;
  let joined = first;
  let blank = 0;
  for (let count = 1; count <= mostLines; count++) {
    const next = lines[at + count];
    const after = next !== undefined && isBlank(next) ? lines[at + count + 1] : next;
    const strength = judge(joined, after !== undefined && isQuoted(after));
    if (strength) return { lines: count, sure: strength === 'sure' };
    if (next === undefined) return undefined;
    const part = next
      .slice(0, longestLook + 1)
      .replace(directionMarks, '')
      .trim();
    const isClosing = /^>\s*(?:[:：]|\p{L})/u.test(part) && hasOpenBracket(joined);
    if (/\p{L}{4}[.!?]$/u.test(joined) && /^\p{Lu}/u.test(part)) return undefined;
    if (part === '' ? ++blank > 1 || /[.!?:]$/.test(joined) : isQuoted(part) && !isClosing) return undefined;
    if (part !== '') joined = joinOn(joined, part);
    if (joined.length > longestLook) return undefined;
  }
  return undefined;
}
