import { element } from './dom.js';
import uPlot from './uplot.js';

const palettes = {
  light: ['#1a56c4', '#b3410e', '#12683a', '#7a2fb0', '#8f1d4f', '#0f6672'],
  dark: ['#8ab4ff', '#ffb183', '#86e0ab', '#d2a8ff', '#ff9fc6', '#7fdbe8'],
};
const plotHeight = 200;

/** One widget of an evaluated dashboard: a chart, numbers, text, or the error that stands in its place. */
export function widgetCard(widget, range, alarms) {
  const card = element('section', { class: 'card widget' }, widget.title ? element('h3', {}, widget.title) : '');
  for (const place of ['x', 'y', 'width', 'height']) card.style.setProperty(`--${place}`, widget[place]);
  card.append(...contentOf(widget, range, alarms));
  return card;
}

function contentOf(widget, range, alarms) {
  if (widget.kind === 'error') return [element('p', { class: 'problem' }, widget.error)];
  if (widget.kind === 'text') return widget.markdown.split(/\n+/).map(paragraph);
  if (widget.kind === 'alarm')
    return alarms
      .filter(({ arn }) => widget.alarms.includes(arn))
      .map(({ name, state }) => element('p', {}, `${name} `, stateBadge(state)));
  const errors = widget.series.filter(({ error }) => error).map(({ error }) => element('p', { class: 'problem' }, error));
  const series = widget.series.filter(({ error }) => !error);
  if (series.length === 0) return errors;
  return [...errors, ...(widget.view === 'timeSeries' ? chart(widget, series, range) : [numbers(widget, series)])];
}

/** Of Markdown only headings are drawn; the rest stays as it is written. */
function paragraph(line) {
  const [, heading] = /^#+ +(.*)$/.exec(line) ?? [];
  return heading ? element('h3', {}, heading) : element('p', {}, line);
}

export function stateBadge(state) {
  const kind = { OK: 'badge good', ALARM: 'badge bad' }[state] ?? 'badge';
  return element('span', { class: kind }, state === 'INSUFFICIENT_DATA' ? 'no data' : state);
}

function numbers({ view, yAxis }, series) {
  const gauge = ({ latest = 0, label }) =>
    element('meter', { min: yAxis.left?.min ?? 0, max: yAxis.left?.max ?? 100, value: latest, 'aria-label': label });
  return element(
    'div',
    { class: 'numbers' },
    ...series.map((row) =>
      element(
        'div',
        {},
        element('div', { class: 'number' }, numberText(row.latest)),
        view === 'gauge' ? gauge(row) : '',
        element('div', { class: 'quiet' }, row.label),
      ),
    ),
  );
}

function numberText(value) {
  return value === undefined ? '–' : value.toLocaleString('en', { maximumFractionDigits: 2 });
}

function chart({ title, yAxis, annotations }, series, { from, to }) {
  const palette = palettes[matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'];
  const colors = series.map((row, index) => row.color ?? palette[index % palette.length]);
  const summary = series.map(({ label, latest }) => `${label} ${numberText(latest)}`).join(', ');
  const place = element('div', { role: 'img', 'aria-label': `${title}, latest values: ${summary}` });
  let plot;
  // The width is known only once the card is in the page.
  new ResizeObserver(() => {
    if (plot && Math.abs(plot.width - place.clientWidth) < 2) return;
    plot?.destroy();
    if (place.clientWidth > 0) plot = plotOf(place, series, colors, { from, to }, yAxis, annotations.horizontal);
  }).observe(place);
  const legend = series.map(({ label, latest }, index) => {
    const swatch = element('span', { class: 'swatch', 'aria-hidden': 'true' });
    swatch.style.background = colors[index];
    return element('li', {}, swatch, `${label}: ${numberText(latest)}`);
  });
  const lines = annotations.horizontal.map(({ label, value }) =>
    element('li', {}, `– – ${label ?? 'line'}: ${numberText(value)}`),
  );
  return [place, element('ul', { class: 'plain legend' }, ...legend, ...lines)];
}

/** `14:30`; the date where ticks are a day or more apart. */
function timeLabels(_, ticks, __, ___, step) {
  return ticks.map((at) => new Date(at * 1000).toISOString().slice(...(step < 86_400 ? [11, 16] : [5, 10])));
}

function plotOf(place, series, colors, { from, to }, yAxis, lines) {
  const style = getComputedStyle(place);
  const [text, line] = [style.getPropertyValue('--quiet'), style.getPropertyValue('--line')];
  const starts = series.flatMap(({ points }) => points.slice(0, 1).map(({ at }) => at));
  // The first period may start before the range does.
  const seconds = [Math.min(Date.parse(from), ...starts) / 1000, Date.parse(to) / 1000];
  const table = ({ points }) => [points.map(({ at }) => at / 1000), points.map(({ value }) => value)];
  const levels = lines.map(({ value }) => [seconds, [value, value]]);
  const axis = (scale, side) => ({
    scale,
    side,
    stroke: text,
    grid: { stroke: line, show: side !== 1 },
    ticks: { stroke: line },
    size: 56,
  });
  const scale = ({ min, max } = {}) => ({
    range: (_, low, high) => [min ?? Math.min(0, low ?? 0), max ?? Math.max((high ?? 0) * 1.1, 1)],
  });
  const right = series.some((row) => row.yAxis === 'right');
  return new uPlot(
    {
      width: place.clientWidth,
      height: plotHeight,
      legend: { show: false },
      cursor: { show: false },
      tzDate: (at) => uPlot.tzDate(new Date(at * 1000), 'Etc/UTC'),
      scales: { x: { range: () => seconds }, left: scale(yAxis.left), right: scale(yAxis.right) },
      axes: [
        { stroke: text, grid: { stroke: line }, ticks: { stroke: line }, values: timeLabels },
        axis('left', 3),
        ...(right ? [axis('right', 1)] : []),
      ],
      series: [
        {},
        ...series.map(({ label, yAxis: side }, index) => ({
          label,
          scale: side,
          stroke: colors[index],
          width: 2,
          points: { size: 5 },
        })),
        ...lines.map(({ label, color }) => ({
          label,
          scale: 'left',
          stroke: color ?? text,
          dash: [6, 4],
          points: { show: false },
        })),
      ],
    },
    uPlot.join(
      [...series.map(table), ...levels],
      [...series.map(() => [1]), ...levels.map(() => [2])].map((mode) => [0, ...mode]),
    ),
    place,
  );
}
