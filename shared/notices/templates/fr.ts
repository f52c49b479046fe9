import type { Template } from './template.ts';

/** French sets a no-break space before a colon. All of these are feminine, as the sentences around them need. */
const clocks = {
  'pick-up': 'la prise d’appel',
  'first-response': 'la première réponse',
  'next-response': 'la réponse suivante',
  update: 'l’information sur l’avancement',
  resolution: 'la résolution',
  complaint: 'la réponse à la réclamation',
};
const subjects = {
  'pick-up': 'prise d’appel',
  'first-response': 'première réponse',
  'next-response': 'réponse suivante',
  update: 'information sur l’avancement',
  resolution: 'résolution',
  complaint: 'réponse à la réclamation',
};

export const fr: Template = {
  colon: '\u00a0: ',
  acknowledgement: {
    greeting: 'Bonjour,',
    received: (reference) =>
      `Nous vous remercions de votre message. Nous l’avons bien reçu et enregistré sous la référence ${reference}.`,
    promised: {
      'first-response': (due) => `Nous vous répondrons au plus tard le ${due}.`,
      'next-response': (due) => `Nous vous répondrons au plus tard le ${due}.`,
      update: (due) => `Nous vous donnerons des nouvelles de l’avancement au plus tard le ${due}.`,
      resolution: (due) => `Votre demande sera résolue au plus tard le ${due}.`,
      complaint: (due) => `Votre réclamation sera traitée et recevra une réponse au plus tard le ${due}.`,
    },
    suspended: (reason) =>
      reason === undefined
        ? 'Le service prévu par votre contrat est actuellement suspendu.'
        : `Le service prévu par votre contrat est actuellement suspendu. Motif\u00a0: ${reason}`,
    whileSuspended: 'Nous conservons votre demande. Tant que dure la suspension, nous ne nous engageons sur aucun délai.',
    addMore: 'Si vous souhaitez compléter votre demande, il vous suffit de répondre à ce message.',
    follow: 'Suivre votre demande',
    onThePhone: (digits) => `Si vous nous appelez, veuillez indiquer cette référence chiffre par chiffre\u00a0: ${digits}.`,
    signature: 'Votre équipe d’assistance',
    automatic: 'Cet accusé de réception vous a été envoyé automatiquement.',
    willBeRead: 'Votre message sera lu par une personne de notre équipe.',
  },
  reply: {
    reference: (reference) => `Référence ${reference}`,
    answering: 'Pour poursuivre cet échange, il vous suffit de répondre à ce message.',
  },
  clocks: subjects,
  warning: {
    passed: {
      subject: ({ reference, clock, share }) => `${reference}\u00a0: ${subjects[clock]}, ${share} du délai est écoulé`,
      headline: ({ reference, clock, share, due }) =>
        `Ticket ${reference}\u00a0: ${clocks[clock]} est attendue au plus tard le ${due}. ${share} du délai est écoulé.`,
    },
    left: {
      subject: ({ reference, clock, left }) => `${reference}\u00a0: ${subjects[clock]}, il reste au plus ${left}`,
      headline: ({ reference, clock, left, due }) =>
        `Ticket ${reference}\u00a0: ${clocks[clock]} est attendue au plus tard le ${due}. Il reste au plus ${left} de service.`,
    },
    tooLate: ({ reference, clock, due }) =>
      `Ticket ${reference}\u00a0: ${clocks[clock]} était attendue au plus tard le ${due}. Ce délai est dépassé.`,
  },
  escalation: {
    missed: {
      subject: ({ reference, clock }) => `${reference}\u00a0: ${subjects[clock]} en retard`,
      headline: ({ reference, clock, due }) =>
        `Ticket ${reference}\u00a0: l’échéance de ${clocks[clock]} est dépassée depuis le ${due}.`,
    },
    ahead: {
      subject: ({ reference, clock }) => `${reference}\u00a0: ${subjects[clock]} encore attendue`,
      headline: ({ reference, clock, due }) =>
        `Ticket ${reference}\u00a0: ${clocks[clock]} est encore attendue, au plus tard le ${due}.`,
    },
    undelivered:
      'Un avertissement précédent à ce sujet n’a pas pu être remis\u00a0; c’est pourquoi ce message vous est adressé dès maintenant.',
  },
  notFixed: ({ reference, clock }) =>
    `Ticket ${reference}\u00a0: ${clocks[clock]} est encore attendue. Son échéance n’est pas fixée pour le moment, car une pause n’a pas encore de fin.`,
  takeNote: 'Prendre acte de ce message',
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
    notFixed: 'non fixée pour le moment',
    left: 'Temps restant (heures de service)',
    late: 'Retard (heures de service)',
    step: 'Niveau d’escalade',
  },
  staffFooter: {
    why: 'Vous recevez ce message parce que la procédure d’escalade du contrat vous désigne.',
    doNotAnswer: 'Veuillez ne pas y répondre\u00a0: les réponses ne parviennent pas au ticket.',
  },
  escalationPage: {
    title: (reference) => `Ticket ${reference}`,
    promise: 'Engagement',
    standing: 'Situation',
    standings: {
      running: 'à tenir dans le délai',
      paused: 'en pause',
      overdue: 'en retard',
      met: 'tenu dans le délai',
      late: 'tenu en retard',
      cancelled: 'n’est plus attendu',
    },
    ask: 'Prenez-vous acte de ce message\u00a0? Le ticket le mentionnera, et les personnes à prévenir seulement en l’absence de réaction ne le seront pas.',
    button: 'J’en prends acte',
    thanks: 'Merci. Le ticket indique désormais que vous en avez pris acte.',
    noted: (at) => `Il en a été pris acte le ${at}. Vous n’avez rien d’autre à faire ici.`,
    over: 'Plus rien n’est attendu ici\u00a0: il n’y a plus rien dont prendre acte. Merci d’avoir regardé.',
    unknown: 'Ce lien ne mène nulle part. Veuillez l’ouvrir à nouveau depuis le message, en vérifiant qu’il est complet.',
    failed: 'Un problème est survenu de notre côté. Veuillez réessayer dans un instant.',
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
