import { local, showWho } from './backend.js';
import { stateBadge, widgetCard } from './chart-widget.js';
import { attempt, element, find, instantText } from './dom.js';

const redrawMilliseconds = 15_000;

async function refresh() {
  const [{ dashboards }, { alarms }, { errors }] = await Promise.all([
    local('/_local/dashboards'),
    local('/_local/alarms'),
    local('/_local/metrics'),
  ]);
  const range = find('range').value;
  const query = range === '' ? '' : `?range=${range}`;
  const boards = await Promise.all(dashboards.map(({ name }) => local(`/_local/dashboards/${encodeURIComponent(name)}${query}`)));
  find('alarms').replaceChildren(
    ...(alarms.length === 0 ? [element('p', { class: 'quiet' }, 'The stacks have no alarms.')] : alarmParts(alarms)),
  );
  find('dashboards').replaceChildren(
    ...(boards.length === 0
      ? [element('p', { class: 'quiet' }, 'The stacks have no dashboards.')]
      : boards.map((board) => boardSection(board, alarms))),
  );
  find('broken').hidden = errors.length === 0;
  find('broken-lines').replaceChildren(...errors.toReversed().map(errorEntry));
}

/** Those that ring stand open; the rest can be looked up. */
function alarmParts(alarms) {
  const folded = (state, words) => {
    const those = alarms.filter((alarm) => alarm.state === state);
    if (those.length === 0) return [];
    const open = find(`alarms-${state}`)?.open;
    return [
      element(
        'details',
        { id: `alarms-${state}`, open },
        element('summary', {}, `${those.length} ${words}`),
        ...those.map(alarmEntry),
      ),
    ];
  };
  const ringing = alarms.filter(({ state }) => state === 'ALARM').map(alarmEntry);
  return [
    ...(ringing.length === 0 ? [element('p', {}, 'No alarm rings.')] : ringing),
    ...folded('OK', 'are fine'),
    ...folded('INSUFFICIENT_DATA', 'cannot be told, or not yet'),
  ];
}

function alarmEntry({ name, description, state, reason }) {
  return element(
    'div',
    { class: 'alarm' },
    element('div', { class: 'row' }, stateBadge(state), element('strong', {}, name)),
    element('div', {}, description),
    element('div', { class: 'quiet' }, reason),
  );
}

function boardSection(board, alarms) {
  return element(
    'section',
    {},
    element('h2', {}, board.name),
    element('p', { class: 'quiet' }, `${instantText(board.from)} to ${instantText(board.to)}`),
    element('div', { class: 'board' }, ...board.widgets.map((widget) => widgetCard(widget, board, alarms))),
  );
}

function errorEntry({ at, problems, line }) {
  return element(
    'li',
    { class: 'entry' },
    element('p', {}, `${instantText(at)}: ${problems.join('; ')}`),
    element('pre', {}, line),
  );
}

find('refresh').addEventListener('click', ({ target }) => void attempt(refresh, target));
find('range').addEventListener('change', () => void attempt(refresh));
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => void attempt(refresh));
showWho(find('who'));
await attempt(refresh);
setInterval(() => {
  if (!document.hidden) void attempt(refresh);
}, redrawMilliseconds);
