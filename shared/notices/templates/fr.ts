import type { Template } from './template.ts';

/** French sets a no-break space before a colon. */
const clocks = { 'first-response': 'la première réponse', resolution: 'la résolution' };
const subjects = { 'first-response': 'première réponse', resolution: 'résolution' };

export const fr: Template = {
  colon: '\u00a0: ',
  acknowledgement: {
    greeting: 'Bonjour,',
    received: (reference) =>
      `Nous vous remercions de votre message. Nous l’avons bien reçu et enregistré sous la référence ${reference}.`,
    promised: {
      'first-response': (due) => `Nous vous répondrons au plus tard le ${due}.`,
      resolution: (due) => `Votre demande sera résolue au plus tard le ${due}.`,
    },
    addMore: 'Si vous souhaitez compléter votre demande, il vous suffit de répondre à ce message.',
    onThePhone: (digits) => `Si vous nous appelez, veuillez indiquer cette référence chiffre par chiffre\u00a0: ${digits}.`,
    signature: 'Votre équipe d’assistance',
    automatic:
      'Cet accusé de réception vous a été envoyé automatiquement. Votre message sera lu par une personne de notre équipe.',
  },
  reply: {
    reference: (reference) => `Référence ${reference}`,
    answering: 'Pour poursuivre cet échange, il vous suffit de répondre à ce message.',
  },
  warning: {
    subject: ({ reference, clock, share }) => `${reference}\u00a0: ${subjects[clock]}, ${share} du délai est écoulé`,
    headline: ({ reference, clock, share, due }) =>
      `Ticket ${reference}\u00a0: ${clocks[clock]} est attendue au plus tard le ${due}. ${share} du délai est écoulé.`,
    tooLate: ({ reference, clock, due }) =>
      `Ticket ${reference}\u00a0: ${clocks[clock]} était attendue au plus tard le ${due}. Ce délai est dépassé.`,
  },
  escalation: {
    subject: ({ reference, clock }) => `${reference}\u00a0: ${subjects[clock]} en retard`,
    headline: ({ reference, clock, due }) =>
      `Ticket ${reference}\u00a0: l’échéance de ${clocks[clock]} est dépassée depuis le ${due}.`,
  },
  facts: {
    subject: 'Objet',
    requester: 'Demandeur',
    priority: 'Priorité',
    status: 'État',
    channel: 'Canal',
    assignee: 'Responsable',
    nobody: 'personne pour le moment',
    contract: 'Contrat',
    inVersion: (contract, version) => `${contract} (version ${version})`,
    due: 'Échéance',
    left: 'Temps restant (heures de service)',
    late: 'Retard (heures de service)',
    step: 'Niveau d’escalade',
  },
  staffFooter: {
    why: 'Vous recevez ce message parce que la procédure d’escalade du contrat vous désigne.',
    doNotAnswer: 'Veuillez ne pas y répondre\u00a0: les réponses ne parviennent pas au ticket.',
  },
  priorities: { urgent: 'urgente', high: 'haute', normal: 'normale', low: 'basse' },
  statuses: { open: 'ouvert', pending: 'en attente du client', resolved: 'résolu', closed: 'clos' },
  channels: {
    email: 'courriel',
    phone: 'téléphone',
    chat: 'messagerie instantanée',
    form: 'formulaire',
    webhook: 'webhook',
    portal: 'portail',
    post: 'courrier postal',
    'on-site': 'sur site',
    remote: 'prise en main à distance',
  },
};
