import { isBlank, longestLook } from './lines.ts';

export type HeaderKind = 'from' | 'date' | 'to' | 'subject' | 'other';

/** What mail programs call the headers that they write above a mail, by what they mean. */
const names: Record<HeaderKind, string> = {
  from:
    'from|von|de|da|van|od|från|fra|lähettäjä|от|від|от кого|kimden|gönderen|feladó|odesílatel|odosielateľ|expéditeur|remitente|' +
    'remetente|mittente|afzender|nadawca|avsender|afsender|avsändare|de la|expeditor|από|מאת|من|saatja|dari|từ|จาก|šalje|pošiljatelj|pošiljateljica|no|nuo|' +
    '发件人|寄件者|寄件人|差出人|送信者|보낸 사람|보낸사람|보내는 사람|发自',
  date:
    "date|sent|sent at|gesendet|gesendet am|datum|envoyé|envoyé le|date d'envoi|message du|enviado|enviado el|enviado em|enviada em|" +
    'enviados|enviada|fecha|fecha de envío|data|data de envio|inviato|inviato il|verzonden|verzonden op|wysłano|wysłane|data wysłania|' +
    'skickat|skickades|sendt|lähetetty|päiväys|päivämäärä|pvm|dato|отправлено|дата|дата отправки|надіслано|gönderildi|gönderme tarihi|' +
    'tarih|elküldve|dátum|odesláno|odoslané|poslano|trimis|ημερομηνία|στάλθηκε|תאריך|נשלח|التاريخ|saadetud|kuupäev|tanggal|' +
    'đã gửi|ngày|วันที่|发送时间|发送日期|日期|時間|时间|寄件日期|傳送時間|送信日時|日付|日時|nosūtīts|išsiųsta|изпратено|poslato|datum slanja|terkirim|enviat|ส่ง|ส่งเมื่อ|보낸 날짜|보낸 시간|날짜|받은 날짜|received|reçu',
  to:
    'to|an|à|a|aan|para|do|al|til|till|kenelle|vastaanottaja|кому|alıcı|kime|címzett|komu|pre|pro|destinataire|destinatario|' +
    'destinatário|adresat|pour|naar|către|destinatar|προς|אל|إلى|saaja|kepada|đến|tới|ถึง|za|primatelj|prima|kam|до|adressaat|ke|per a|prejemnik|' +
    '收件人|收件者|宛先|받는 사람|받는사람',
  subject:
    'subject|betreff|objet|sujet|asunto|assunto|oggetto|onderwerp|temat|ämne|emne|aihe|тема|konu|tárgy|předmět|predmet|subiect|θέμα|' +
    'נושא|الموضوع|teema|subjek|chủ đề|tiêu đề|เรื่อง|naslov|zadeva|assumpte|tēma|относно|perihal|tema|主题|主旨|主題|件名|題名|제목',
  other:
    'cc|bcc|cco|ccn|kopie|kopie an|copie|copie à|copia|cópia|kopi|kopia|kopija|dw|udw|do wiadomości|kopio|копия|копія|másolat|' +
    'bilgi|抄送|副本|참조|cc to|reply-to|reply to|antwort an|répondre à|responder a|rispondi a|organization|organisation|' +
    'importance|wichtigkeit|priority|priorität|priorité|attachments|anlagen|pièces jointes|allegati|sensitivity|message-id|return-path',
};
const kinds = new Map<string, HeaderKind>();
for (const kind of ['from', 'date', 'to', 'subject', 'other'] as const)
  for (const name of names[kind].split('|')) kinds.set(name, kind);

/** Most lines of a header block, of one header, and of blank between two. */
const mostLines = 40;
const mostFolded = 3;
const mostBlank = 2;

export interface EmbeddedHeaders {
  /** The first line after the block. */
  end: number;
  fields: Partial<Record<HeaderKind, string>>;
}

/** Bold marks stand around the name or the colon: `*From:* x`, `*From*: x`. */
function headerOf(line: string): { kind: HeaderKind; value: string } | undefined {
  const match =
    /^[\s>|*_]{0,20}(\p{L}[\p{L}\p{M} '’.-]{0,24}?)[\s\u00a0*_]{0,8}[:：][*_]{0,3}(?:[\s\u00a0]+|(?![/\\]))(.*)$/u.exec(
      line.slice(0, longestLook * 4).normalize('NFC'),
    );
  if (!match) return undefined;
  const [, name = '', value = ''] = match;
  const kind = kinds.get(
    name
      .replace(/[\s\u00a0]+/g, ' ')
      .replace('’', "'")
      .toLowerCase(),
  );
  return kind && { kind, value: value.trim() };
}

/** Enough to be headers and not a form or an itinerary (From: Paris, To: London): an address, or all of sender, date and subject. */
function isConvincing({ from, to, date, subject }: EmbeddedHeaders['fields']): boolean {
  const known = [from, to, date, subject].filter((value) => value !== undefined).length;
  const hasAddress = /\S@\S/.test(`${from ?? ''} ${to ?? ''}`);
  return known >= 2 && (hasAddress || (from !== undefined && date !== undefined && subject !== undefined));
}

/**
 * The block of headers that a mail program wrote above the mail it quotes or passes on, beginning at line `at`, in any of the languages
 * above; `lenient` where a line before has said already that a mail follows.
 */
export function embeddedHeaders(lines: readonly string[], at: number, lenient = false): EmbeddedHeaders | undefined {
  const first = headerOf(lines[at] ?? '');
  if (!first || first.kind === 'other' || (first.kind === 'to' && !lenient)) return undefined;
  const fields: EmbeddedHeaders['fields'] = {};
  let current: HeaderKind = first.kind;
  let end = at;
  let blank = 0;
  let folded: string[] = [];
  for (let i = at; i < lines.length && i < at + mostLines; i++) {
    const line = lines[i] ?? '';
    const bare = line.replace(/^[\s>|]+/, '');
    if (isBlank(bare)) {
      blank++;
      // A blank line ends the block once it is complete, so that the mail's own first words stay its own.
      if (blank > mostBlank || (fields.subject !== undefined && fields.from !== undefined)) break;
      continue;
    }
    const header = headerOf(line);
    if (!header) {
      // Broken off a header if another one follows; else it is what the mail begins with.
      if (blank > 0 || folded.length >= mostFolded) break;
      folded.push(bare.replace(/[*_]{1,2}$/, '').trim());
      continue;
    }
    if (fields[header.kind] !== undefined && header.kind !== 'other') break;
    fields[current] = [fields[current] ?? '', ...folded]
      .join(' ')
      .slice(0, longestLook * 4)
      .trim();
    current = header.kind;
    fields[current] = header.value;
    folded = [];
    blank = 0;
    end = i + 1;
  }
  return lenient ? { end, fields } : isConvincing(fields) ? { end, fields } : undefined;
}
