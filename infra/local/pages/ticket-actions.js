import { api, local, session } from './backend.js';
import { attempt, element } from './dom.js';

const priorities = ['urgent', 'high', 'normal', 'low'];

/** What can be done to a ticket. `changed` runs when something was done and has settled. */
export function ticketActions(ticket, changed) {
  const path = `/tickets/${encodeURIComponent(ticket.id)}`;
  const buttons = [];
  const run = (act) =>
    attempt(
      async () => {
        await act();
        await local('/_local/settle', { method: 'POST' });
        await changed();
      },
      ...buttons,
    );
  const button = (id, label, act, kind) => {
    const made = element('button', { type: 'button', id, class: kind, click: () => run(act) }, label);
    buttons.push(made);
    return made;
  };

  const text = element('textarea', { id: 'ticket-text', 'data-drafted': '' });
  const say = (where) => async () => {
    if (text.value.trim() === '') throw new Error('Write something first.');
    await api(`${path}/${where}`, { method: 'POST', body: { text: text.value } });
    text.value = '';
  };
  const put = (what, body) => api(`${path}/${what}`, { method: 'PUT', body });

  return element(
    'div',
    {},
    element('label', { for: 'ticket-text' }, 'Reply or note'),
    text,
    element(
      'p',
      { class: 'row' },
      button('send-reply', 'Send reply', say('replies'), 'main'),
      button('add-note', 'Add note', say('notes')),
      button('take-it', 'Take it', () => put('assignee', { assignee: session().sub })),
      button('resolve', 'Resolve', () => put('status', { status: 'resolved' })),
    ),
    priorityForm(ticket, buttons, run, (body) => put('priority', body)),
  );
}

/** A reason has to be given: it stays in the ticket's history. */
function priorityForm(ticket, buttons, run, change) {
  const priority = element(
    'select',
    { id: 'ticket-priority', 'data-drafted': ticket.priority },
    ...priorities.map((each) => element('option', { value: each, selected: each === ticket.priority }, each)),
  );
  const reason = element('input', {
    id: 'priority-reason',
    'data-drafted': '',
    required: true,
    maxlength: '1000',
    autocomplete: 'off',
    placeholder: 'why',
  });
  const submit = element('button', { type: 'submit', id: 'change-priority' }, 'Change priority');
  buttons.push(submit);
  return element(
    'form',
    {
      class: 'row',
      submit: (event) => {
        event.preventDefault();
        void run(async () => {
          await change({ priority: priority.value, reason: reason.value });
          // No longer drafts: from now on the ticket says what they are.
          reason.value = '';
          priority.dataset.drafted = priority.value;
        });
      },
    },
    element('label', { for: 'ticket-priority' }, 'Priority'),
    priority,
    element('label', { for: 'priority-reason' }, 'because'),
    reason,
    submit,
  );
}
