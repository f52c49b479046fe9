import { wordsOf } from './lines.ts';

/** What mail programs write between an answer and the mail it answers, by language. */
const originals = new Set([
  ...['original message', 'original mail', 'original email', 'original e-mail', 'reply message', 'original appointment'],
  ...['ursprüngliche nachricht', 'originalnachricht', 'original nachricht', 'original-nachricht', 'antwort nachricht'],
  ...['ursprüngliche e-mail', 'ursprünglicher termin', "message d'origine", 'message original', 'message initial'],
  ...['mensaje original', 'mensagem original', 'messaggio originale', 'messaggio originario', 'oorspronkelijk bericht'],
  ...['origineel bericht', 'wiadomość oryginalna', 'oryginalna wiadomość', 'pierwotna wiadomość', 'ursprungligt meddelande'],
  ...['originalmeddelande', 'oprindelig meddelelse', 'oprindelig besked', 'original meddelelse', 'opprinnelig melding'],
  ...['opprinnelig beskjed', 'alkuperäinen viesti', 'исходное сообщение', 'первоначальное сообщение', 'оригинальное сообщение'],
  ...['вихідне повідомлення', 'оригінальне повідомлення', 'orijinal mesaj', 'özgün ileti', 'eredeti üzenet', 'původní zpráva'],
  ...['pôvodná správa', 'mesaj original', 'mesajul original', 'αρχικό μήνυμα', 'originalna poruka', 'izvorno sporočilo'],
  ...['missatge original', 'pesan asli', 'thư gốc', 'tin nhắn gốc', 'הודעה מקורית', 'الرسالة الأصلية', 'algne sõnum'],
  ...['原始邮件', '原始郵件', '原邮件', '原始信件', '原始訊息', '元のメッセージ', '原始メッセージ', 'オリジナルメッセージ'],
  ...['원본 메시지', '원본 메일', '원본메시지'],
]);

/** What they write above a mail that is passed on. */
const forwards = new Set([
  ...['forwarded message', 'begin forwarded message', 'forwarded mail', 'forwarded email', 'forwarded e-mail'],
  ...['weitergeleitete nachricht', 'anfang der weitergeleiteten nachricht', 'anfang der weitergeleiteten e-mail'],
  ...['beginn der weitergeleiteten nachricht', 'weitergeleitete e-mail', 'message transféré', 'message réexpédié'],
  ...['début du message transféré', 'début du message réexpédié', 'début du message réacheminé', 'mensaje reenviado'],
  ...['inicio del mensaje reenviado', 'comienzo del mensaje reenviado', 'messaggio inoltrato', 'inizio messaggio inoltrato'],
  ...['inizio del messaggio inoltrato', 'mensagem encaminhada', 'mensagem reencaminhada', 'início da mensagem encaminhada'],
  ...['início da mensagem reencaminhada', 'doorgestuurd bericht', 'begin doorgestuurd bericht', 'wiadomość przekazana'],
  ...['przekazana wiadomość', 'przesłana wiadomość', 'wiadomość przesłana', 'początek przekazywanej wiadomości'],
  ...['początek przekazanej wiadomości', 'treść przekazanej wiadomości', 'vidarebefordrat meddelande', 'vidarebefordrat brev'],
  ...['börja vidarebefordrat meddelande', 'vidarebefordrat mejl', 'videresendt meddelelse', 'videresendt besked'],
  ...[
    'start på videresendt besked',
    'start på videresendt meddelelse',
    'videresendt melding',
    'begynnelsen på videresendt melding',
  ],
  ...['videresendt e-post', 'välitetty viesti', 'välitetty viesti alkaa', 'edelleenlähetetty viesti', 'пересланное сообщение'],
  ...['пересылаемое сообщение', 'начало переадресованного сообщения', 'начало пересылаемого сообщения'],
  ...['переслане повідомлення', 'iletilen mesaj', 'iletilmiş mesaj', 'yönlendirilmiş ileti', 'yönlendirilen ileti'],
  ...['iletilen ileti başlangıcı', 'továbbított üzenet', 'továbbított levél', 'přeposlaná zpráva', 'preposlaná správa'],
  ...['mesaj redirecționat', 'mesaj redirectionat', 'mesaj retransmis', 'προωθημένο μήνυμα', 'προωθούμενο μήνυμα'],
  ...['proslijeđena poruka', 'posredovano sporočilo', 'missatge reenviat', 'edastatud sõnum', 'pesan terusan'],
  ...['thư được chuyển tiếp', 'thư đã chuyển tiếp', 'tin nhắn được chuyển tiếp', 'הודעה שהועברה', 'الرسالة المعاد توجيهها'],
  ...[
    '转发的邮件',
    '转发邮件',
    '已转发邮件',
    '转发的消息',
    '开始转发的邮件',
    '被转发邮件信息',
    '轉寄的郵件',
    '轉寄郵件',
    '開始轉寄郵件',
  ],
  ...[
    '已轉寄的郵件',
    '轉寄的訊息',
    '転送メッセージ',
    '転送されたメッセージ',
    '転送メール',
    '전달된 메시지',
    '전달된 메일',
    '전달된 메세지',
  ],
]);

/** Lotus Notes names who passed it on, and when. */
const forwardedBy =
  /^[\s>*]*-{3,} ?(?:forwarded by|weitergeleitet von|transféré par|reenviado por|inoltrato da) .{1,200}-{3,}\s*$/i;

const isFramed = (line: string): boolean => /^[\s>*_]*[-=_—―–─]{2,}/u.test(line);
const endsWithColon = (line: string): boolean => /[:：]\s*\*?\s*$/.test(line);

/** `-----Original Message-----` and its like: an answer to what follows, or now and then a mail passed on. */
export const isOriginalMark = (line: string): boolean => isFramed(line) && originals.has(wordsOf(line));

/** `Begin forwarded message:`, `---------- Forwarded message ---------` and their like. */
export const isForwardMark = (line: string): boolean =>
  ((isFramed(line) || endsWithColon(line)) && forwards.has(wordsOf(line))) || forwardedBy.test(line.slice(0, 300));
