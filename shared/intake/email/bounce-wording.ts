/** How mail servers that send no standard report say that a message was not delivered. Data, not logic: add what the world sends. */

/** Local parts that only mail servers write from. */
export const daemonSender =
  /^(?:mailer-?daemon|mail-?daemon|mdaemon|mmdf|uucp|smtp-?daemon|mail-?router|mailsystem|mail-?system|bounces?|double-?bounce)(?:[+=.-].*)?$/i;
/** The one name that people never have: enough by itself. */
export const daemonAlone = /^mailer-daemon$/i;
/** Local parts that mail servers share with the people who look after them. */
export const postmasterSender = /^(?:post[-_]?master|daemon|system|administrator|mail-?admin|smtp|mta|email-?system|mailer)$/i;
/** Display names that mail servers write. */
export const daemonName =
  /mail(?:er)?[-_ ]?(?:delivery|daemon|transport|router)|delivery (?:sub)?system|postmaster|system administrator|mail admin/i;

/** A subject that a person gave by replying or forwarding; servers quote subjects after their own words. */
export const passedOn = /^\s*(?:re|aw|sv|fwd?|wg|tr|rv|enc|doorst|vs|vb)\s*(?:\[\d+\])?\s*:/i;

/** Subjects of bounces. */
export const bounceSubjects: RegExp[] = [
  /undeliver(?:able|ed)|non[- ]?deliver|not (?:be )?delivered|unable to deliver|undelivr/i,
  /deliver(?:y)?[ :-].{0,40}(?:fail|problem|error|unsuccess|delay|notification|report|status|incomplete|refus|reject|not possible)/i,
  /(?:fail|problem|error|delay|unsuccess|reject|return)\w{0,4}.{0,30}(?:deliver|mail|message)/i,
  /\bare not (?:a )?member\b|^(?:loop alert|mail delivery warning|failure notice|returned? (?:mail|message|to sender)|mail (?:system|failure|could not|returned|error)|ndn:|dsn:|warning:|error|rejected)/i,
  /(?:message|mail|email).{0,40}(?:could not|cannot|can't|not).{0,20}(?:deliver|sent|send)|(?:user|recipient|mailbox|host) (?:un|not )known|mailbox.{0,15}full/i,
  /unzustell|nicht zugestellt|zustell|non remis|échec|non recapit|mancata|no entregad|niet (?:be)?zorg|nie można dostarczy|не доставлен|недоставлен/i,
  /配信(?:不能|エラー|できません)|送信(?:エラー|できません)|退信|系统退信|无法送达|返送|エラー通知/,
];

/** How servers begin, without accents and in lower case: to whose mail failed, not about it. */
export const spokenToSender =
  /(?:your|this|the (?:following|attached)) (?:e-?mail |mail )?(?:message|e-?mail|mail)\b.{0,120}(?:(?:could|can|was|has|is) ?(?:not|n't)|cannot|failed to) (?:be |been )?(?:deliver|sent|relay|forward)|(?:failed|undeliver\w+) recipients?\b|(?:could not|unable to|cannot) deliver (?:your|the|this|to|message)|delivery (?:of (?:your |the |this )?(?:e-?mail|mail|message)|to the following|attempt).{0,120}(?:fail|postpon|delay|reject|not)|votre (?:message|courriel|mail|e-mail).{0,80}(?:n'a pas pu|non remis|n'a pas ete)|(?:ihre|die) (?:nachricht|e-?mail|mail).{0,80}(?:nicht|konnte).{0,40}(?:zugestellt|ubermittelt|werden)|(?:su|tu|el) (?:mensaje|correo).{0,80}no (?:se )?(?:ha |pudo|puede).{0,40}entreg|(?:il|suo) messaggio.{0,80}non.{0,40}(?:consegn|recapit)|(?:sua|a) mensagem.{0,80}nao.{0,40}entreg|(?:uw|het) bericht.{0,80}niet.{0,40}(?:bezorgd|afgeleverd)|(?:メール|メッセージ).{0,40}(?:配信|送信|届け).{0,20}(?:でき|失敗)|(?:邮件|郵件).{0,40}(?:无法|無法|未能|被退回)/;

/** What bounces say in their text. */
export const bounceTexts: RegExp[] = [
  /(?:un|not |n't |cannot |could not |unable to )(?:be )?(?:deliver|reach|relay)|undeliver|non[- ]?deliver/i,
  /deliver\w{0,4} .{0,60}(?:fail|delay|error|problem|reject|abort|unsuccess|attempt)|fail\w{0,3} .{0,40}deliver/i,
  /(?:permanent|fatal|transient|temporary)\w{0,3} .{0,20}(?:error|fail|fatal)|postponed|duplicated message-id|not a (?:member|subscriber) of|giving up|retry time(?:out)? .{0,20}exceeded|bounced? (?:back|message|mail)|returned (?:to (?:the )?sender|mail|message|below|unopened)/i,
  /(?:user|recipient|mailbox|account|address|host|domain|addressee)s?\b.{0,60}(?:unknown|not found|no such|does(?: not|n't) exist|disabled|invalid|unavailable|not listed|full|over ?quota|exceeded|reject|suspended|inactive|closed|refused|not accept)/i,
  /(?:unknown|no such|invalid|bad|nonexistent|illegal)\s.{0,20}(?:user|recipient|mailbox|account|address|host|domain|addressee)/i,
  /(?:^|\D)5\d\d[ -](?:#?5\.\d{1,3}\.\d{1,3}|[a-z<])|(?:^|\D)[45]\.\d{1,2}\.\d{1,3}\b|smtp;\s*[45]\d\d/im,
  /(?:nicht|konnte).{0,60}(?:zugestellt|übermittelt|zustell)|n'a pas (?:pu|été).{0,40}(?:remis|délivr|livr|distribu)|no (?:se )?(?:ha )?pud?o.{0,40}entreg|(?:配信|送信|送達).{0,20}(?:でき|失敗|エラー)|não (?:foi|pôde|pode).{0,40}entreg/i,
];

/** A fault that may pass by itself. */
export const temporary =
  /\bdelay(?:ed)?\b|still being retried|will (?:be retried|(?:keep|continue) (?:on )?trying|retry)|(?:^|\s)4\.\d{1,3}\.\d{1,3}\b|not yet been delivered|transient non-fatal|do not (?:need to )?re-?send/i;
/** A fault that stays; where both are there it wins. */
export const permanent =
  /(?:^|\D)5\.\d{1,3}\.\d{1,3}\b|(?:^|[^\d.])5[0-5]\d[ -]|permanent (?:fatal )?error|user unknown|no such user|gave up|giving up/im;

/** Where the copy of the original message begins; addresses after it are not those that failed. */
export const originalMarker =
  /^[-= >*#]*(?:(?:begin )?(?:original|returned|unsent|undelivered|the (?:original|unsent))[ -]*(?:message|mail)|below this line|(?:this is )?a copy of (?:the|your)|message headers?(?: follow)?|your (?:original )?message (?:reads|follows|(?:was|is)\s*:|(?:was|is) (?:below|attached|as follows))|the header|transcript of|(?:return-path|received|message-id|mime-version):)/i;
