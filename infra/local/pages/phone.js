import { local, showWho } from './backend.js';
import { attempt, element, find } from './dom.js';

const refreshMilliseconds = 5000;
let chosen;

const speakers = { flow: 'Guichet', caller: 'Caller', agent: 'Agent', connect: 'Connect' };
const standings = {
  input: 'A key is waited for.',
  queue: 'In the queue, until somebody answers.',
  agent: 'An agent speaks with the caller.',
  flow: 'On its way.',
  ended: 'Ended.',
};

async function refresh() {
  const { calls } = await local('/_local/calls');
  find('calls').replaceChildren(
    ...(calls.length === 0 ? [element('p', { class: 'quiet' }, 'None yet.')] : calls.toReversed().map(entry)),
  );
  chosen ??= calls.at(-1)?.id;
  if (chosen !== undefined) show(await local(`/_local/calls/${chosen}`));
}

function entry({ id, channel, from, name, waiting, initiationMethod }) {
  const what =
    channel === 'TASK'
      ? `Task: ${name}`
      : `${initiationMethod === 'CALLBACK' ? 'Call back to' : 'From'} ${from ?? 'a withheld number'}`;
  const choose = () => {
    chosen = id;
    void attempt(refresh);
  };
  return element(
    'button',
    { type: 'button', id: `call-${id}`, class: 'open-ticket', 'aria-pressed': String(id === chosen), click: choose },
    `${what} – ${standings[waiting]}`,
  );
}

function show({ waiting, queued, voice, transcript }) {
  find('standing').textContent =
    `${standings[waiting]}${queued && waiting === 'input' ? ' In the queue meanwhile.' : ''}${voice ? ` Voice: ${voice}.` : ''}`;
  const lines = transcript.map(({ at, who, text }) =>
    element(
      'li',
      { class: 'said' },
      element('span', { class: 'quiet' }, `${at.slice(11, 19)} `),
      element('strong', {}, `${speakers[who]}: `),
      text,
    ),
  );
  find('transcript').replaceChildren(...lines);
  const isOver = waiting === 'ended';
  for (const button of document.querySelectorAll('[data-act], #keyed button'))
    button.disabled = isOver && !button.dataset.act?.includes('wait');
}

const act = (body, button) =>
  attempt(async () => {
    if (chosen === undefined) throw new Error('Call first.');
    await local(`/_local/calls/${chosen}`, { method: 'POST', body });
    await refresh();
  }, button);

for (const key of ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'])
  find('keypad').append(element('button', { type: 'button', 'data-act': JSON.stringify({ press: key }) }, key));

document.addEventListener('click', ({ target }) => {
  if (target.dataset?.act) void act(JSON.parse(target.dataset.act), target);
});
find('keyed').addEventListener('submit', (event) => {
  event.preventDefault();
  void act({ key: find('digits').value }, event.submitter).then(() => {
    find('digits').value = '';
  });
});
find('dial').addEventListener('submit', (event) => {
  event.preventDefault();
  const channel = find('channel').value;
  const from = channel === 'VOICE' && find('from').value !== '' ? { from: find('from').value } : {};
  const to = channel === 'VOICE' ? { to: find('to').value } : {};
  void attempt(async () => {
    ({ id: chosen } = await local('/_local/calls', { method: 'POST', body: { channel, ...from, ...to } }));
    await refresh();
  }, event.submitter);
});
showWho(find('who'));
await attempt(refresh);
setInterval(() => {
  if (!document.hidden) void attempt(refresh);
}, refreshMilliseconds);
