/** What the chat says to its visitor. */
export interface Words {
  open: string;
  close: string;
  title: string;
  message: string;
  send: string;
  you: string;
  support: string;
  connecting: string;
  online: string;
  offline: string;
  elsewhere: string;
  continueHere: string;
  sending: string;
  sent: string;
  seen: string;
  typing: string;
  reference: (reference: string) => string;
  firstAnswer: (due: string) => string;
  closed: string;
  nobody: string;
  byMail: string;
  address: string;
  leave: string;
  left: (address: string) => string;
  resolved: string;
  refused: (rule: string) => string;
  tooMany: string;
  cut: string;
  mailed: string;
  unread: (count: number) => string;
  attach: string;
  files: string;
  remove: (name: string) => string;
  fetch: (name: string) => string;
  fileReady: string;
  fileTooLarge: string;
  filesTooMany: string;
  fileNotSent: string;
  uploading: string;
  filesLost: string;
}

const en: Words = {
  open: 'Open the chat',
  close: 'Close the chat',
  title: 'Chat with us',
  message: 'Your message',
  send: 'Send',
  you: 'You',
  support: 'Support',
  connecting: 'Connecting …',
  online: 'Connected',
  offline: 'No connection. What you write is kept and sent as soon as there is one.',
  elsewhere: 'You are chatting in another window.',
  continueHere: 'Continue here',
  sending: 'Sending …',
  sent: 'Sent',
  seen: 'Seen',
  typing: 'Somebody is typing …',
  reference: (reference) => `Your reference is ${reference}.`,
  firstAnswer: (due) => `We will answer by ${due}.`,
  closed: 'Nobody is here at the moment. Leave your e-mail address and we will answer you there.',
  nobody: 'It may take a moment. Leave your e-mail address if you would rather not wait.',
  byMail: 'Get the answer by e-mail',
  address: 'Your e-mail address',
  leave: 'Answer me there',
  left: (address) => `We will answer you at ${address}.`,
  resolved: 'Your request has been resolved. Just write if there is anything else.',
  refused: (rule) => `This was not sent: ${rule}.`,
  tooMany: 'That was a lot at once. The rest follows in a moment.',
  cut: 'The rest comes by e-mail.',
  mailed: 'You wrote to us by e-mail.',
  unread: (count) => `${count} new`,
  attach: 'Attach files',
  files: 'Files',
  remove: (name) => `Remove ${name}`,
  fetch: (name) => `Download ${name}`,
  fileReady: 'Attached',
  fileTooLarge: 'Larger than 6.5 MB',
  filesTooMany: 'At most 5 files go with a message',
  fileNotSent: 'Not uploaded. Remove it and attach it again.',
  uploading: 'Your files are still on their way. Please send in a moment.',
  filesLost: 'Files that you had attached were not sent. Please attach them again.',
};

const fr: Words = {
  open: 'Ouvrir la discussion',
  close: 'Fermer la discussion',
  title: 'Discuter avec nous',
  message: 'Votre message',
  send: 'Envoyer',
  you: 'Vous',
  support: 'Assistance',
  connecting: 'Connexion en cours …',
  online: 'Connecté',
  offline: 'Pas de connexion. Ce que vous écrivez est conservé et envoyé dès que possible.',
  elsewhere: 'Vous discutez dans une autre fenêtre.',
  continueHere: 'Continuer ici',
  sending: 'Envoi …',
  sent: 'Envoyé',
  seen: 'Vu',
  typing: 'Quelqu’un écrit …',
  reference: (reference) => `Votre référence est ${reference}.`,
  firstAnswer: (due) => `Nous vous répondrons au plus tard le ${due}.`,
  closed: 'Personne n’est là en ce moment. Laissez votre adresse e-mail et nous vous y répondrons.',
  nobody: 'Cela peut prendre un moment. Laissez votre adresse e-mail si vous préférez ne pas attendre.',
  byMail: 'Recevoir la réponse par e-mail',
  address: 'Votre adresse e-mail',
  leave: 'Répondez-moi là',
  left: (address) => `Nous vous répondrons à ${address}.`,
  resolved: 'Votre demande est résolue. Écrivez-nous s’il reste quelque chose.',
  refused: (rule) => `Ceci n’a pas été envoyé : ${rule}.`,
  tooMany: 'Cela fait beaucoup d’un coup. La suite part dans un instant.',
  cut: 'La suite arrive par e-mail.',
  mailed: 'Vous nous avez écrit par e-mail.',
  unread: (count) => `${count} nouveau${count > 1 ? 'x' : ''}`,
  attach: 'Joindre des fichiers',
  files: 'Fichiers',
  remove: (name) => `Retirer ${name}`,
  fetch: (name) => `Télécharger ${name}`,
  fileReady: 'Joint',
  fileTooLarge: 'Plus de 6,5 Mo',
  filesTooMany: 'Cinq fichiers au plus par message',
  fileNotSent: 'Non transmis. Retirez-le et joignez-le à nouveau.',
  uploading: 'Vos fichiers sont en cours de transmission. Envoyez dans un instant.',
  filesLost: 'Des fichiers joints n’ont pas été envoyés. Joignez-les à nouveau.',
};

const zh: Words = {
  open: '打开聊天',
  close: '关闭聊天',
  title: '在线咨询',
  message: '您的消息',
  send: '发送',
  you: '您',
  support: '客服',
  connecting: '正在连接……',
  online: '已连接',
  offline: '没有网络连接。您写的内容会保留，恢复后立即发送。',
  elsewhere: '您正在另一个窗口中聊天。',
  continueHere: '在此继续',
  sending: '正在发送……',
  sent: '已发送',
  seen: '已读',
  typing: '对方正在输入……',
  reference: (reference) => `您的受理编号是 ${reference}。`,
  firstAnswer: (due) => `我们将在 ${due} 之前回复您。`,
  closed: '目前没有客服在线。请留下您的邮箱，我们会通过邮件回复您。',
  nobody: '可能需要稍等片刻。如果不想等待，请留下您的邮箱。',
  byMail: '通过邮件接收回复',
  address: '您的邮箱',
  leave: '请回复到这里',
  left: (address) => `我们会回复到 ${address}。`,
  resolved: '您的问题已解决。如还有其他问题，请直接留言。',
  refused: (rule) => `此消息未发送：${rule}。`,
  tooMany: '发送得太快了，其余内容稍后发送。',
  cut: '其余内容将通过邮件发送。',
  mailed: '您通过邮件联系了我们。',
  unread: (count) => `${count} 条新消息`,
  attach: '添加附件',
  files: '附件',
  remove: (name) => `移除 ${name}`,
  fetch: (name) => `下载 ${name}`,
  fileReady: '已添加',
  fileTooLarge: '超过 6.5 MB',
  filesTooMany: '每条消息最多 5 个附件',
  fileNotSent: '上传失败，请移除后重新添加。',
  uploading: '附件正在上传，请稍后再发送。',
  filesLost: '部分附件未发送，请重新添加。',
};

const all: Record<string, Words> = { en, fr, zh };

/** The first of these languages that there are words in, such as `fr` for `fr-CA`. */
export function wordsFor(wanted: readonly string[]): { language: string; words: Words } {
  for (const each of wanted) {
    const language = each.toLowerCase().split('-')[0] ?? '';
    const words = all[language];
    if (words) return { language, words };
  }
  return { language: 'en', words: en };
}
