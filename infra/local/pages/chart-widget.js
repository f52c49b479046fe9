import { plotOf } from './chart-plot.js';
import { element } from './dom.js';

const palettes = {
  light: ['#1a56c4', '#b3410e', '#12683a', '#7a2fb0', '#8f1d4f', '#0f6672', '#6b5900', '#525a66'],
  dark: ['#8ab4ff', '#ffb183', '#86e0ab', '#d2a8ff', '#ff9fc6', '#7fdbe8', '#e0c860', '#c3cad6'],
};

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

function chart(widget, series, range) {
  const { title, annotations } = widget;
  const palette = palettes[matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'];
  const colors = series.map((row, index) => row.color ?? palette[index % palette.length]);
  const summary = series.map(({ label, latest }) => `${label} ${numberText(latest)}`).join(', ');
  const place = element('div', { role: 'img', 'aria-label': `${title}, latest values: ${summary}` });
  let plot;
  // The width is known only once the card is in the page.
  new ResizeObserver(() => {
    if (plot && Math.abs(plot.width - place.clientWidth) < 2) return;
    plot?.destroy();
    if (place.clientWidth > 0) plot = plotOf(place, widget, series, colors, range);
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
