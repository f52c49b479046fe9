import { local, showWho } from './backend.js';
import { heard, startClock } from './clock-panel.js';
import { attempt, element, find } from './dom.js';
import { showOutbox } from './outbox-panel.js';
import { refreshTickets } from './ticket-list.js';
import { onTicketChanged, refreshTicket } from './ticket-view.js';

/** How often the page looks for new mails. Tickets are asked for only when something happened: each question runs a function. */
const lookMilliseconds = 3000;

async function refreshAll() {
  heard(await local('/_local/clock'));
  showOutbox(await local('/_local/outbox'));
  await refreshTickets();
  await refreshTicket();
}

let lost = false;

async function look() {
  if (document.hidden) return;
  try {
    heard(await local('/_local/clock'));
    if (showOutbox(await local('/_local/outbox'))) {
      await refreshTickets();
      await refreshTicket();
    }
    if (lost) find('problem').textContent = '';
    lost = false;
  } catch (error) {
    lost = true;
    find('problem').textContent = `The local cloud does not answer: ${error.message}`;
  }
}

/** The shell fills in a new Message-ID each time: the same mail sent again would be one and the same, and make no ticket. */
function commandFor(smtp, address) {
  return [
    `curl smtp://${smtp} --crlf --mail-from ana.customer@example.com \\`,
    `  --mail-rcpt ${address} -T - <<MAIL`,
    'From: Ana Customer <ana.customer@example.com>',
    `To: ${address}`,
    'Subject: The export button does nothing',
    'Message-ID: <$(date +%s)@example.com>',
    '',
    'Since this morning nothing happens when I press it.',
    'MAIL',
  ].join('\n');
}

async function showAbout() {
  const { smtp, addresses } = await local('/_local/about');
  find('smtp').textContent = smtp;
  find('command').textContent = commandFor(smtp, addresses[0] ?? 'support@example.com');
  find('addresses').replaceChildren(
    ...(addresses.length === 0
      ? [element('li', {}, 'None: no receipt rule of the stacks takes mail.')]
      : addresses.map((address) => element('li', {}, element('code', {}, address)))),
  );
}

async function copyCommand() {
  await navigator.clipboard.writeText(`${find('command').textContent}\n`);
  find('copied').textContent = 'Copied.';
}

find('copy').addEventListener('click', () => void attempt(copyCommand));
find('refresh').addEventListener('click', ({ target }) => void attempt(refreshAll, target));
find('ticket-status').addEventListener('change', () => void attempt(refreshTickets));

showWho(find('who'));
startClock(refreshAll);
onTicketChanged(refreshAll);
await attempt(showAbout);
await attempt(refreshAll);
setInterval(look, lookMilliseconds);
