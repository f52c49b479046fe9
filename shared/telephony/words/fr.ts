import type { Words } from './words.ts';

export const fr: Words = {
  voice: 'Lea',
  languageCode: 'fr-FR',
  opened: (reference) =>
    `Votre demande est enregistrée sous la référence ${reference}. Merci de patienter, quelqu’un va vous répondre.`,
  joined: (reference) => `Cet appel est rattaché à votre demande ${reference}. Merci de patienter, quelqu’un va vous répondre.`,
  choose: (references) =>
    [
      ...references.map((reference, i) => `Pour votre demande ${reference}, appuyez sur ${i + 1}.`),
      `Pour une nouvelle demande, appuyez sur ${references.length + 1}.`,
      `Pour saisir une autre référence, appuyez sur ${references.length + 2}.`,
    ].join(' '),
  keyIn: 'Veuillez saisir les neuf chiffres de votre référence.',
  unknownReference: 'Cette référence nous est inconnue. Veuillez saisir à nouveau ses neuf chiffres.',
  closed: ({ reference, opens, mayCallBack }) =>
    [
      'Personne ne peut prendre votre appel à cette heure.',
      opens === undefined ? '' : `Nous serons de nouveau là ${opens}.`,
      `Votre demande est enregistrée sous la référence ${reference}.`,
      mayCallBack ? 'Pour être rappelé à ce moment-là, appuyez sur 1.' : '',
    ]
      .filter(Boolean)
      .join(' '),
  suspended: (reason) => `Le service prévu par votre contrat est suspendu : ${reason}.`,
  goodbye: 'Merci de votre appel. Au revoir.',
  callBack: (opens) =>
    opens === undefined ? 'Nous vous rappellerons. Au revoir.' : `Nous vous rappellerons ${opens}. Au revoir.`,
  unnoted:
    'Veuillez nous excuser, votre souhait d’être rappelé n’a pas pu être noté. Merci de rappeler pendant nos heures d’ouverture. Votre demande reste enregistrée. Au revoir.',
  noNumber: 'Votre numéro est masqué, nous ne pouvons donc pas vous rappeler. Merci de rappeler. Au revoir.',
  full: (isNoted) =>
    isNoted
      ? 'Toutes les lignes sont occupées. Votre numéro est noté et nous vous rappellerons. Au revoir.'
      : 'Toutes les lignes sont occupées. Merci de rappeler dans quelques minutes. Au revoir.',
  waiting: 'Merci de patienter. Quelqu’un va vous répondre dès que possible.',
  offer: 'Pour être rappelé et garder votre place, appuyez sur 1.',
  promised: 'Nous vous rappellerons. Au revoir.',
  sorry:
    'Veuillez nous excuser, nous ne pouvons pas consulter votre demande pour le moment. Merci de patienter, quelqu’un va vous répondre.',
  subject: (phone) => (phone === undefined ? 'Appel d’un numéro masqué' : `Appel du ${phone}`),
  chatSubject: 'Discussion en ligne',
  called: (phone) => (phone === undefined ? 'A appelé d’un numéro masqué.' : `A appelé du ${phone}.`),
  chatStarted: 'A ouvert une discussion en ligne.',
};
