import { isBlank } from './lines.ts';

/** Lines of a signature after `-- ` (RFC 3676, 4.3), and after the `--` that careless programs and people make of it. */
const mostSignatureLines = 40;
const mostLooseLines = 12;
const longestLooseLine = 120;
const mostFooterLines = 8;

/** How programs say that a mail was sent from them, by language. Judged only together with `device` or `own`. */
const sent = new RegExp(
  '^(?:sent (?:from|via|with|using|by|on)|from my|envoyée? (?:de|du|depuis|à partir|avec|par|via)|gesendet (?:von|mit|aus|über|via)|' +
    'von .{2,50} gesendet$|diese nachricht wurde (?:von|mit)\\s.*gesendet|enviad[oa] (?:desde|do|da|de|a partir|pelo|con|com|por|via)|' +
    'inviat[oa] (?:da|dal|dalla|con|tramite)|verzonden (?:vanaf|met|van|vanuit|via|door)|verstuurd (?:vanaf|met|van|vanuit|via)|' +
    'wysłan[aeoy] (?:z|ze|za pomocą|przy|od|przez)|skicka(?:t|d|des) (?:från|med|via)|från min|fra min|sendt (?:fra|med|via)|lähetetty|' +
    'отправлено (?:с|со|из|от)|відправлено (?:з|із)|надіслано (?:з|із)|odesláno (?:z|ze)|odoslané (?:z|zo)|küldve|trimis (?:de|din)|στάλθηκε από|' +
    '(?:đã )?gửi từ|dikirim dari|saadetud|poslano (?:s|z|iz)|发自|發自|從我的|从我的|나의 )',
  'iu',
);
const ended = /(?:から送信|에서 보냄|傳送|發送|发送|gönderildi|küldve)$/iu;
const own =
  /(?:^|\P{L})(?:my|mon|ma|meinem|meiner|mein|mi|meu|minha|mio|mia|mijn|min|mitt|mojego|mojej|моего|моей|мого|mého|môjho|mojeg|meu|mev[ao]?|saya|tôi|我的|나의)(?:\P{L}|$)|我的|나의/iu;
const device =
  /iphon|ipad|ipod|mail|outlook|android|ios\b|samsung|galaxy|blackberry|huawei|xiaomi|nokia|windows|mobil|mobiel|handy|phone|telefon|téléphone|teléfono|telemóvel|celular|tablet|yahoo|spark\b|superhuman|thunderbird|acompli|polymail|k-9|typeapp|zoho|пошт|почт/i;
/** With an apology for typing errors, with the name of a network in it, from programs whose names are words. */
const excused =
  /^sent (?:from|via|on) my [^,;!?.]{1,40}[,.;(]+ ?(?:please |so |kindly )?(?:excuse|forgive|pardon|apologi[sz]e)|^sent via the samsung |^sent from my [^.;!?]{1,60} (?:smartphone|tablet|device)$|^sent from (?:nine|hey|front|(?:workspace one )?boxer|edison|missive)$/i;
const getOutlook =
  /^(?:get|obtenir|télécharger|obtener|obter o|obtenha o|ottieni|scarica|download|hent|hämta|hanki|pobierz|скачать|получите|下载|獲取|获取) outlook (?:for|pour|para|per|voor|til|för|dla|для)?|^outlook (?:für|voor|til) \S+ (?:beziehen|herunterladen|holen|downloaden|ophalen)/iu;

/** `Sent from my iPhone` and its like: a line of its own that a program wrote. A sentence about sending is not. */
export function isDeviceLine(line: string): boolean {
  if (line.length > 300) return false;
  const words = line
    .replace(/<(?:https?|mailto):[^<>]*>|\(https?:[^()]*\)|\[https?:[^[\]]*\]/gi, '')
    .replace(/^[\s<(*_>[]+|[\s>)*_.\]]+$/g, '');
  if (excused.test(words)) return words.length <= 120;
  if (words.length > 80 || /[,;!?]|\.\s/.test(words) || words.split(/\s+/).length > 12) return false;
  if (getOutlook.test(words)) return true;
  return (sent.test(words) || ended.test(words)) && (own.test(words) || device.test(words));
}

/** Without a letter, a figure or a picture: `****`, `____`, the trace of a tracking program. */
export const isOrnament = (line: string): boolean => /^[\s\p{P}=+~^`|<>ᐧ]*$/u.test(line) && !/[()[\]?!`]/.test(line);

const isListFooter = (line: string): boolean =>
  /mailing list|mailman\/listinfo|listinfo|to unsubscribe|list-unsubscribe|you received this message because you are subscribed/i.test(
    line.slice(0, 300),
  );

const isSignatureMark = (line: string): boolean => /^--[\s\u00a0]*$/.test(line);

/** Sentences as people write them, with small words in them: companies and trades have few. */
const sentencesOf = (line: string): number =>
  line
    .slice(0, 1_000)
    .split(/(?<=[.!…。！])(?:\s+|$)/u)
    .filter((one) => /[.!…。！]$/u.test(one) && (one.match(/(?<=\s)\p{Ll}[\p{L}'’]*/gu) ?? []).length >= 2).length;
const isQuestion = (line: string): boolean =>
  /[?？؟]\s*$/u.test(line.slice(-20)) && /\p{L}\s+\p{L}|[\p{Lo}]{3}/u.test(line.slice(-300));

/** How many of the lines from `from` to `to` stay when the signature at their end is left out. */
export function withoutSignature(lines: readonly string[], from: number, to: number): number {
  let end = to;
  while (end > from && isOrnament(lines[end - 1] ?? '')) end--;
  const mark = signatureMark(lines, from, end);
  if (mark !== undefined) end = mark;
  while (end > from && (isOrnament(lines[end - 1] ?? '') || isDeviceLine(lines[end - 1] ?? ''))) end--;
  return end;
}

/** Where the signature begins: the first mark after which few enough lines are left, and nothing that the writer says or asks. */
function signatureMark(lines: readonly string[], from: number, to: number): number | undefined {
  let found: number | undefined;
  let written = 0;
  let longest = 0;
  let hasFooter = false;
  let sentences = 0;
  let asks = false;
  for (let i = to - 1; i >= from && written <= mostSignatureLines; i--) {
    const line = lines[i] ?? '';
    const isStandard = line === '-- ' || line === '--\u00a0';
    const isProse = !hasFooter && (asks || sentences >= (isStandard ? 2 : 1));
    const fits = isStandard || (written <= mostLooseLines && longest <= longestLooseLine);
    if (isSignatureMark(line) && fits && !isProse) found = i;
    else if (/^\s*_{2,}\s*$/.test(line) && hasFooter && written <= mostFooterLines) found = i;
    if (isBlank(line)) continue;
    written++;
    longest = Math.max(longest, line.length);
    hasFooter ||= isListFooter(line);
    asks ||= isQuestion(line);
    sentences += sentencesOf(line);
  }
  return found;
}
