/**
 * What callers hear when our function does not answer: all else that is said comes from it. Kept in the flow itself, since then nothing
 * else can be asked.
 */
export interface Apology {
  /** Amazon Polly's voice, neural. */
  voice: string;
  languageCode: string;
  /** Something of ours failed, and somebody will answer. */
  sorry: string;
  /** While the caller waits. */
  waiting: string;
  offer: string;
  promised: string;
  /** Nobody can be waited for, and no call back noted either. */
  full: string;
}

export const apologies = {
  en: {
    voice: 'Amy',
    languageCode: 'en-GB',
    sorry: 'We are sorry, we cannot look up your request right now. Please hold, somebody will be with you.',
    waiting: 'Thank you for waiting. Somebody will be with you as soon as possible.',
    offer: 'To be called back and keep your place, press 1.',
    promised: 'We will call you back. Goodbye.',
    full: 'We are sorry, all lines are busy. Please call again in a few minutes. Goodbye.',
  },
  fr: {
    voice: 'Lea',
    languageCode: 'fr-FR',
    sorry:
      'Veuillez nous excuser, nous ne pouvons pas consulter votre demande pour le moment. Merci de patienter, quelqu’un va vous répondre.',
    waiting: 'Merci de patienter. Quelqu’un va vous répondre dès que possible.',
    offer: 'Pour être rappelé et garder votre place, appuyez sur 1.',
    promised: 'Nous vous rappellerons. Au revoir.',
    full: 'Veuillez nous excuser, toutes les lignes sont occupées. Merci de rappeler dans quelques minutes. Au revoir.',
  },
  zh: {
    voice: 'Zhiyu',
    languageCode: 'zh-CN',
    sorry: '抱歉，目前无法查询您的请求。请稍候，客服人员将为您服务。',
    waiting: '感谢您的等候，客服人员将尽快为您服务。',
    offer: '如需回电并保留您的排队位置，请按1。',
    promised: '我们会给您回电。再见。',
    full: '抱歉，所有线路正忙，请几分钟后再拨。再见。',
  },
} as const satisfies Record<string, Apology>;
