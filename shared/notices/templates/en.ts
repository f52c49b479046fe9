import type { Template } from './template.ts';

const clocks = {
  'pick-up': 'pick-up of the call',
  'first-response': 'first response',
  'next-response': 'next response',
  update: 'progress update',
  resolution: 'resolution',
  complaint: 'answer to the complaint',
};

export const en: Template = {
  colon: ': ',
  acknowledgement: {
    greeting: 'Hello,',
    received: (reference) => `Thank you for your message. We have received it; your reference is ${reference}.`,
    promised: {
      'first-response': (due) => `We will answer by ${due}.`,
      'next-response': (due) => `We will answer by ${due}.`,
      update: (due) => `We will tell you how far we have come by ${due}.`,
      resolution: (due) => `We will resolve your request by ${due}.`,
      complaint: (due) => `We will deal with your complaint and answer it by ${due}.`,
    },
    suspended: (reason) =>
      reason === undefined
        ? 'Service under your contract is suspended at present.'
        : `Service under your contract is suspended at present. The reason: ${reason}`,
    whileSuspended: 'We keep your request. As long as the service is suspended, we do not promise a time for it.',
    addMore: 'If you would like to add anything, simply reply to this message.',
    follow: 'See how your request stands',
    onThePhone: (digits) => `If you call us, please give the reference digit by digit: ${digits}.`,
    signature: 'Your support team',
    automatic: 'This confirmation was sent automatically.',
    willBeRead: 'A person will read your message.',
  },
  reply: {
    reference: (reference) => `Reference ${reference}`,
    answering: 'To continue this conversation, simply reply to this message.',
  },
  clocks,
  warning: {
    passed: {
      subject: ({ reference, clock, share }) => `${reference}: ${clocks[clock]}, ${share} of the time has passed`,
      headline: ({ reference, clock, share, due }) =>
        `Ticket ${reference}: the ${clocks[clock]} is due by ${due}. ${share} of the time has passed.`,
    },
    left: {
      subject: ({ reference, clock, left }) => `${reference}: ${clocks[clock]}, no more than ${left} left`,
      headline: ({ reference, clock, left, due }) =>
        `Ticket ${reference}: the ${clocks[clock]} is due by ${due}. No more than ${left} of service time is left.`,
    },
    tooLate: ({ reference, clock, due }) => `Ticket ${reference}: the ${clocks[clock]} was due by ${due}. That time has passed.`,
  },
  escalation: {
    missed: {
      subject: ({ reference, clock }) => `${reference}: ${clocks[clock]} missed`,
      headline: ({ reference, clock, due }) => `Ticket ${reference}: the ${clocks[clock]} has been missed since ${due}.`,
    },
    ahead: {
      subject: ({ reference, clock }) => `${reference}: ${clocks[clock]} still to be done`,
      headline: ({ reference, clock, due }) => `Ticket ${reference}: the ${clocks[clock]} is still to be done by ${due}.`,
    },
    undelivered: 'An earlier warning about this could not be delivered; that is why this message comes to you now.',
  },
  notFixed: ({ reference, clock }) =>
    `Ticket ${reference}: the ${clocks[clock]} is still to be done. Its due time is not fixed at present, because a pause has no end yet.`,
  takeNote: 'Take note of this',
  facts: {
    subject: 'Subject',
    requester: 'Requester',
    priority: 'Priority',
    status: 'Status',
    channel: 'Channel',
    assignee: 'Assignee',
    nobody: 'nobody yet',
    contract: 'Contract',
    inVersion: (contract, version) => `${contract} (version ${version})`,
    due: 'Due',
    notFixed: 'not fixed at present',
    left: 'Time left (service hours)',
    late: 'Late by (service hours)',
    step: 'Escalation step',
  },
  staffFooter: {
    why: 'You receive this message because the escalation ladder of the contract names you.',
    doNotAnswer: 'Please do not reply to it: replies do not reach the ticket.',
  },
  escalationPage: {
    title: (reference) => `Ticket ${reference}`,
    promise: 'What is promised',
    standing: 'How it stands',
    standings: {
      running: 'to be done in time',
      paused: 'paused',
      overdue: 'overdue',
      met: 'done in time',
      late: 'done late',
      cancelled: 'not waited for any more',
    },
    ask: 'Do you take note of this? The ticket will say so, and people who are to be told only if nobody reacts will not be.',
    button: 'I take note',
    thanks: 'Thank you. The ticket now says that you have taken note.',
    noted: (at) => `This was taken note of on ${at}. There is nothing more for you to do here.`,
    over: 'Nothing is waited for here any more, so there is nothing left to take note of. Thank you for looking.',
    unknown: 'This link leads nowhere. Please open it from the message once more, and make sure that it is whole.',
    failed: 'Something went wrong on our side. Please try again in a moment.',
  },
  priorities: { urgent: 'urgent', high: 'high', normal: 'normal', low: 'low' },
  statuses: { open: 'open', pending: 'waiting for the customer', resolved: 'resolved', closed: 'closed' },
  channels: {
    email: 'email',
    phone: 'phone',
    chat: 'chat',
    form: 'form',
    webhook: 'webhook',
    portal: 'portal',
    post: 'post',
    'on-site': 'on site',
    remote: 'remote session',
  },
};
