import { element, find, instantText } from './dom.js';

const shown = new Set();

/** Adds the mails that are not shown yet, newest first; those that someone is reading stay as they are. Answers whether there were any. */
export function showOutbox(mails) {
  const fresh = mails.filter((mail) => !shown.has(mail.messageId));
  for (const mail of fresh) {
    shown.add(mail.messageId);
    find('outbox').prepend(mailEntry(mail));
  }
  const count = mails.length === 1 ? '1 mail was sent.' : `${mails.length} mails were sent.`;
  const text = mails.length === 0 ? 'Nothing was sent yet.' : `${count} Newest first.`;
  if (find('outbox-count').textContent !== text) find('outbox-count').textContent = text;
  return fresh.length > 0;
}

function mailEntry({ messageId, at, from, to, subject, text, html, raw }) {
  return element(
    'details',
    { class: 'entry' },
    element(
      'summary',
      {},
      element('strong', {}, subject || '(no subject)'),
      element('span', { class: 'quiet' }, ` to ${to.join(', ')}`),
    ),
    element(
      'dl',
      { class: 'facts' },
      element('dt', {}, 'Sent'),
      element('dd', {}, instantText(at)),
      element('dt', {}, 'From'),
      element('dd', {}, from),
      element('dt', {}, 'To'),
      element('dd', {}, to.join(', ')),
    ),
    element('pre', {}, text || '(no text part)'),
    html
      ? element(
          'p',
          {},
          element(
            'a',
            { href: `/_local/outbox/${encodeURIComponent(messageId)}/html`, target: '_blank', rel: 'noopener' },
            'Open its HTML part',
          ),
        )
      : undefined,
    element('details', {}, element('summary', {}, 'As sent, with all headers'), element('pre', {}, raw)),
  );
}
