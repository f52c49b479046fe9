/**
 * How absence notes and automatic answers are worded. Data, not logic: add what the world sends. Everything is compared folded (`fold`):
 * lower case, without accents. Every line is one language or a few that share words.
 */

/** Text as it is compared: composed, lower case, without the accents that some programs drop. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .replace(/[\u2018\u2019\u00b4`]/g, "'")
    .toLowerCase();
}

/** What programs put before the subject they answer, or write as the whole of it. */
const notes = [
  'auto(?:matic|mated|matische)?[ -]?(?:reply|response|responder|respons|answer)(?: message)?',
  '(?:automatic )?out[ -]of[ -](?:the )?office(?: (?:auto(?:matic)?[ -]?)?(?:reply|response|message|notice|notification))?|ooo(?: reply)?|oof',
  'vacation (?:reply|response|message|notice|auto-?reply)|away from (?:my|the) (?:mail|office|desk)|absence (?:notice|notification)',
  'automatische antwort|autom\\. antwort|auto-?antwort|(?:automatische )?abwesen(?:heits|d)[a-zäöüß-]*(?: mitteilung)?|bin (?:nicht )?(?:im büro|außer haus)|außer haus',
  "réponse automatique(?: d'absence(?: du bureau)?)?|(?:message|notification|avis|note) d'absence|absence (?:du bureau|prolongée)|absent(?:e)? du bureau",
  'respuesta automática|contestador automático|fuera de (?:la )?oficina|mensaje de ausencia|resposta automàtica',
  'risposta (?:automatica|non al computer)|fuori (?:sede|ufficio)|messaggio di assenza|avviso di assenza',
  'resposta automática|fora d[oe] (?:escritório|gabinete)|ausência tempor[aá]ria|mensagem de ausência',
  'automatisch(?:e)? (?:antwoord|reactie|bericht)|afwezigheids?[a-z]*|niet aanwezig|buiten (?:het )?kantoor',
  'auto(?:matisk(?:t)?)? ?svar|frånvaro[a-zäöå]*|fravær[a-zæøå]*|ikke til stede|ikke på kontoret|inte på kontoret',
  'automaattinen (?:vastaus|poissaoloviesti)|poissaolo[a-zäö-]*|poissa toimistosta|automaatvastus|kontorist väljas',
  'autoodpowiedź|automatyczna odpowiedź|odpowiedź automatyczna|poza biurem|nieobecność[a-ząćęłńóśźż ]{0,20}',
  'automatická odpove[dď]|automatická odpověď|mimo kancelář|oznámení o nepřítomnosti|mimo kancelárie|samodejni odgovor|automatski odgovor',
  'automatikus válasz|házon kívül(?:i értesítés)?|răspuns automat|în afara biroului|otomatik (?:yanıt|cevap)|ofis dışında|αυτόματη απάντηση|εκτός γραφείου',
  'автоответ[а-я]*|автоматический ответ|отсутствие на рабочем месте|вне офиса|автоматична відповідь|автоматичен отговор|аутоматски одговор',
  '(?:ārpus biroja[^:]{0,40})?(?:automātiskā atbilde|automatinis atsakymas)|ārpus biroja|automatinis atsakas',
  '自动(?:回复|答复)|自動(?:回覆|回復|答覆|応答|返信|返答)|(?:不在|外出|休假)(?:办公室|通知|のお知らせ|自动回复)|休暇(?:中|のお知らせ)',
  '자동 ?(?:응답|회신|답장)|부재 ?중(?: ?알림| ?자동 ?회신)?|תשובה אוטומטית|מענה אוטומטי|رد تلقائي|الرد التلقائي|ตอบกลับอัตโนมัติ|(?:thư )?trả lời tự động|balasan otomatis|स्वचालित उत्तर',
].join('|');

/** Words that people begin subjects with as well. */
const mayBe = [
  'auto|vacation|away|on (?:annual |sick |parental |maternity )?leave|i am away|away until [a-z0-9 ]{1,20}|urlaub|im urlaub|absence|absente?|en congés?|vacaciones|de vacaciones|ausente|ausencia|assente|in ferie|férias|de férias|ausência',
  'afwezig|vakantie|met vakantie|semester|på semester|ferie|på ferie|fraværende|frånvarande|poissa|loma|lomalla|nieobecn[a-ząćęłńóśźż]*|urlop|dovolená|szabadság|atvaļinājum[a-zāčēģīķļņšūž]*|отсутствую|отпуск|в отпуске|外出|出差|休假|出張|休暇|휴가|출장',
].join('|');

const tag = '^\\s*(?:\\[[^\\]]{0,60}\\]\\s*)?';
const from = '(?: (?:from|von|de|di|van|från|fra|od|от) [^:：]{1,40})?';
const colon = '\\s{0,3}(?:[:：]|\\s[–—-]\\s)';

/** No class in capitals (\\S, \\W) may stand in a source: folding makes it its opposite. */
const pattern = (source: string): RegExp => new RegExp(fold(source), 'u');

/** A note's formula before the subject it answers. */
export const notePrefix = pattern(`${tag}(?:${notes})${from}${colon}`);
/** A note's formula and nothing else. */
export const noteAlone = pattern(
  `${tag}(?:${notes})\\s{0,3}[.!]?\\s*$|^[^:：]{1,80} (?:is|will be) (?:currently )?out of (?:the )?office\\.?\\s*$`,
);
/** Never enough by itself. */
export const perhapsNote = pattern(`${tag}(?:${mayBe})(?:${colon}|\\s+re:|[.!]?\\s*$)`);

/** What people say who are not there, or programs on their behalf. */
export const absenceWords = pattern(
  [
    "(?:i am|i'm|i will be|we are|is|am|be) (?:currently |presently |now |still )?(?:out of (?:the |my )?office|away (?:from|until|on)|on (?:annual |maternity |paternity |parental |sick )?(?:leave|vacation|holidays?)|out until|travell?ing)",
    "(?:will be|am|i'll be) back (?:in the office |at work )?on|(?:limited|no|intermittent) access to (?:my )?e-?mail|no longer (?:work|employed|with the company)|this is an auto(?:mated|matic)|automatically generated (?:reply|response|message)|(?:your|for your) (?:e-?mail|message) has been received",
    'nicht (?:im (?:büro|haus|dienst)|erreichbar|am platz)|bin (?:ich )?(?:[a-zäöüß.0-9 ]{0,40})?(?:abwesend|außer haus|im urlaub)|wieder (?:erreichbar|im büro|im haus|für sie da)|nicht weitergeleitet|dies ist eine automatische',
    '(?:suis|serai) (?:actuellement )?(?:absente?|en congés?|en déplacement|hors du bureau)|serai de retour|mon (?:absence|retour)|ceci est (?:un message|une réponse) automatique',
    'estoy fuera|estaré (?:fuera|ausente|de vacaciones)|fuera de la oficina|de vacaciones hasta|mi regreso|regreso el|mensaje automático',
    'sono (?:assente|fuori|in ferie)|sarò (?:assente|fuori|di ritorno|in ferie)|fuori (?:sede|ufficio) fino|mio rientro|messaggio automatico',
    'estou (?:ausente|fora|de férias)|estarei (?:ausente|fora|de férias|de volta)|meu regresso|mensagem automática',
    'ben (?:ik )?(?:momenteel |niet )?(?:afwezig|op kantoor|met vakantie|op vakantie)|ik ben .{0,30}(?:afwezig|vakantie)|weer (?:aanwezig|bereikbaar|op kantoor)',
    '(?:jeg|jag) er? .{0,30}(?:ferie|semester|kontoret|tilbake|tilbage|tillbaka)|är (?:på semester|inte på kontoret)|er (?:på ferie|ikke på kontoret)|åter på kontoret|tilbake på kontoret|tilbage på kontoret',
    'olen (?:poissa|lomalla|matkoilla)|palaan (?:töihin|toimistolle)|jestem (?:nieobecn|na urlopie|poza biurem)|na urlopie|wracam|będę nieobecn',
    'jsem mimo kancelář|na dovolené|čerpám dovolenou|szabadságon vagyok|nem vagyok (?:az )?irod|sunt în concediu|ofis dışındayım|izindeyim|yıllık izin|απουσιάζω|σε άδεια',
    'нахожусь в отпуске|в отпуске (?:до|с)|отсутствую|буду на рабочем месте|не в офисе|esmu atvaļinājumā|atostog',
    '不在にして|休暇をいただ|休暇中|外出して|出張(?:中|のため)|自動(?:応答|返信|送信)(?:です|メッセージ|により|されて)|正在(?:休假|外出|出差)|休假(?:中|至)|我(?:将|會|会)?(?:外出|出差|休假)|自动回复邮件|부재중입니다|휴가 ?중|출장 ?중',
  ].join('|'),
);

/** Somebody wants something of us: a customer who writes about absence notes, not an absence note. */
export const plea = pattern(
  [
    "how (?:do|can|should|to)\\b|(?:can|could|would) you (?:please )?(?:help|fix|set|turn|enable|disable|switch|check|look|tell|change|stop)|(?:please|pls|kindly) (?:help|fix|advise|set up|turn o|enable|disable|switch|change|stop|investigate|look into)|(?:does|do|did|is|are)(?: not|n't) (?:work|being sent|get sent|sent|send|sync|show|save|start|turn)|not working|stopp?s? working|stopped working|is broken|keeps? (?:sending|failing|coming)|error message|we (?:need|want) |i (?:need|want) (?:to|you|help)",
    'wie (?:kann|stelle|schalte|richte|lässt|mache) |bitte .{0,80}(?:einrichten|aktivieren|deaktivieren|abschalten|ausschalten|einstellen|helfen|prüfen)|(?:funktioniert|geht|klappt|lässt sich) .{0,20}nicht|können sie .{0,60}(?:helfen|einrichten|prüfen|abschalten)',
    "comment (?:puis|faire|peut|je|activer|configurer|désactiver)|pou(?:vez|rriez)[- ]vous|merci de (?:mettre en place|configurer|activer|désactiver|corriger|vérifier)|ne (?:fonctionne|marche|s'envoie|part) (?:pas|plus)",
    'cómo (?:puedo|se|activo|configuro)|no funciona|pued(?:e|en|es) (?:ayudar|configurar|activar)|come (?:posso|si|faccio)|non funziona|pot(?:ete|rebbe|reste) |como (?:posso|faço|configur)|não funciona|pode(?:m|ria)? (?:ajudar|configurar)',
    'hoe (?:kan|stel|zet) |werkt niet|kun(?:t|nen)? (?:u|je|jullie) |hur (?:gör|kan|ställer) |fungerar inte|hvordan (?:kan|gør|setter|slår) |(?:virker|fungerer) ikke|miten |ei toimi|jak (?:mogę|ustawić|nastavit|mohu)|nie działa|nefunguje|nem működik|nu funcționează|çalışmıyor|как (?:настроить|включить|отключить|мне)|не работает',
    '(?:设置|设定|无法|不能|怎么|如何|失败|請問|请问).{0,20}|(?:設定|送信|動作|解除).{0,10}(?:方法|できません|できない|されません|しません)|教えて|안 ?(?:됩니다|돼요)|어떻게',
  ].join('|'),
);

/** Behind a formula and its colon: the subject is about such notes, not one that a program answers. */
export const aboutNotes = pattern(
  'not sent|not (?:being )?received|mailbox|outlook|exchange|gmail|config|set[ -]?up|settings?\\b|\\brules?\\b|\\b(?:dis|en)able|turn(?:ed)? o(?:n|ff)|switch|\\bloop|einstell|einricht|schleife|postfach|boîte|paramètr|boucle|configur|impostaz|buzón|skrzynk|настро|ящик|设置|邮箱|設定|メールボックス',
);
