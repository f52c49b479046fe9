import type { Template } from './template.ts';

const clocks = { 'first-response': 'first response', resolution: 'resolution' };

export const en: Template = {
  colon: ': ',
  acknowledgement: {
    greeting: 'Hello,',
    received: (reference) => `Thank you for your message. We have received it; your reference is ${reference}.`,
    promised: {
      'first-response': (due) => `We will answer by ${due}.`,
      resolution: (due) => `We will resolve your request by ${due}.`,
    },
    addMore: 'If you would like to add anything, simply reply to this message.',
    onThePhone: (digits) => `If you call us, please give the reference digit by digit: ${digits}.`,
    signature: 'Your support team',
    automatic: 'This confirmation was sent automatically. A person will read your message.',
  },
  reply: {
    reference: (reference) => `Reference ${reference}`,
    answering: 'To continue this conversation, simply reply to this message.',
  },
  warning: {
    subject: ({ reference, clock, share }) => `${reference}: ${clocks[clock]}, ${share} of the time has passed`,
    headline: ({ reference, clock, share, due }) =>
      `Ticket ${reference}: the ${clocks[clock]} is due by ${due}. ${share} of the time has passed.`,
    tooLate: ({ reference, clock, due }) => `Ticket ${reference}: the ${clocks[clock]} was due by ${due}. That time has passed.`,
  },
  escalation: {
    subject: ({ reference, clock }) => `${reference}: ${clocks[clock]} missed`,
    headline: ({ reference, clock, due }) => `Ticket ${reference}: the ${clocks[clock]} has been missed since ${due}.`,
  },
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
    left: 'Time left (service hours)',
    late: 'Late by (service hours)',
    step: 'Escalation step',
  },
  staffFooter: {
    why: 'You receive this message because the escalation ladder of the contract names you.',
    doNotAnswer: 'Please do not reply to it: replies do not reach the ticket.',
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
