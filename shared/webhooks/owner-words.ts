import type { Language } from '../contracts/vocabulary.ts';
import type { DisabledBecause } from './subscription.ts';

interface Words {
  subject: (host: string) => string;
  disabled: (url: string, since: string) => string;
  because: Record<DisabledBecause, string>;
  waiting: (tickets: string) => string;
  again: (days: number) => string;
  how: string;
  footer: string;
}

/** What the owner of a disabled subscription is told. */
export const ownerWords: Record<Language, Words> = {
  en: {
    subject: (host) => `Webhooks to ${host} are switched off`,
    disabled: (url, since) => `Since ${since} we send no more webhooks to ${url}.`,
    because: {
      gone: 'The reason: it answered 410 Gone, which says that it wants none any more.',
      failing: 'The reason: it has taken none for three days.',
      asked: 'The reason: somebody asked for it.',
    },
    waiting: (tickets) => `Tickets with events that wait: ${tickets}.`,
    again: (days) =>
      `Events are kept for ${days} days. When the webhooks are switched on again, all that wait are sent, each once, in the order of their ticket.`,
    how: 'To switch them on, an administrator calls this, with the state “active”, or runs the second line:',
    footer: 'This message was sent automatically. Answers to it are not read.',
  },
  fr: {
    subject: (host) => `Les webhooks vers ${host} sont désactivés`,
    disabled: (url, since) => `Depuis le ${since}, nous n’envoyons plus de webhooks à ${url}.`,
    because: {
      gone: 'Motif\u00a0: l’adresse a répondu 410 Gone, ce qui signifie qu’elle n’en veut plus.',
      failing: 'Motif\u00a0: l’adresse n’en a accepté aucun depuis trois jours.',
      asked: 'Motif\u00a0: quelqu’un l’a demandé.',
    },
    waiting: (tickets) => `Tickets dont des événements attendent\u00a0: ${tickets}.`,
    again: (days) =>
      `Les événements sont conservés pendant ${days} jours. Dès la réactivation, tous ceux qui attendent sont envoyés, une seule fois chacun, dans l’ordre de leur ticket.`,
    how: 'Pour réactiver les webhooks, un administrateur fait cet appel avec l’état «\u00a0active\u00a0», ou exécute la seconde ligne\u00a0:',
    footer: 'Ce message a été envoyé automatiquement. Les réponses ne sont pas lues.',
  },
  zh: {
    subject: (host) => `发往 ${host} 的 Webhook 已停用`,
    disabled: (url, since) => `自${since}起，我们不再向 ${url} 发送 Webhook。`,
    because: {
      gone: '原因：对方返回 410 Gone，表示不再需要接收。',
      failing: '原因：对方已连续三天未接收任何 Webhook。',
      asked: '原因：应相关人员要求停用。',
    },
    waiting: (tickets) => `有待发送事件的工单数：${tickets}。`,
    again: (days) => `事件保留 ${days} 天。重新启用后，所有待发送的事件将按各工单的顺序发送，每个事件只发送一次。`,
    how: '如需重新启用，请管理员以状态“active”调用以下接口，或运行第二行命令：',
    footer: '本邮件由系统自动发送，请勿回复。',
  },
};
