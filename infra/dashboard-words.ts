/** Values of the metrics' dimensions, as the functions write them, with the words that the dashboard has for them. */

export const clockWords = {
  'pick-up': 'call picked up',
  'first-response': 'first answer',
  'next-response': 'next answer',
  update: 'word on progress',
  resolution: 'solution',
  complaint: 'answer to a complaint',
};

export const outcomeWords = {
  ticket: 'new tickets',
  reply: 'replies',
  automatic: 'automatic mail',
  bounce: 'bounces',
  refused: 'refused: spam, virus, repeated',
  quarantined: 'in quarantine',
};

export const noticeWords = {
  reply: "agents' answers",
  acknowledgement: 'acknowledgements',
  warning: 'warnings to the team',
  escalation: 'escalations to the team',
};
