import uPlot from './uplot.js';

const plotHeight = 200;

/** Draws series into a place as wide as it is. Lone values are dots; the widget's level lines are dashed. */
export function plotOf(place, { yAxis, stacked, annotations }, series, colors, { from, to }) {
  const style = getComputedStyle(place);
  const [text, line] = [style.getPropertyValue('--quiet'), style.getPropertyValue('--line')];
  const starts = series.flatMap(({ points }) => points.slice(0, 1).map(({ at }) => at));
  // The first period may start before the range does.
  const seconds = [Math.min(Date.parse(from), ...starts) / 1000, Date.parse(to) / 1000];
  const levels = annotations.horizontal;
  const axis = (scale, side) => ({
    scale,
    side,
    stroke: text,
    grid: { stroke: line, show: side !== 1 },
    ticks: { stroke: line },
    size: 56,
  });
  const right = series.some((row) => row.yAxis === 'right');
  return new uPlot(
    {
      width: place.clientWidth,
      height: plotHeight,
      legend: { show: false },
      cursor: { show: false },
      tzDate: (at) => uPlot.tzDate(new Date(at * 1000), 'Etc/UTC'),
      scales: { x: { range: () => seconds }, left: scaleOf(yAxis.left), right: scaleOf(yAxis.right) },
      axes: [
        { stroke: text, grid: { stroke: line }, ticks: { stroke: line }, values: timeLabels },
        axis('left', 3),
        ...(right ? [axis('right', 1)] : []),
      ],
      series: [
        {},
        ...levels.map(({ label, color }) => ({
          label,
          scale: 'left',
          stroke: color ?? text,
          dash: [6, 4],
          points: { show: false },
        })),
        // What is stacked on top is painted first, so that what lies below covers its lower part.
        ...series
          .map(({ label, yAxis: side }, index) => ({
            label,
            scale: side,
            stroke: colors[index],
            width: 2,
            fill: stacked && side === 'left' ? colors[index] : undefined,
            points: { show: true, size: 5, fill: colors[index] },
          }))
          .toReversed(),
      ],
    },
    tableOf(series, stacked, levels, seconds),
    place,
  );
}

function scaleOf({ min, max } = {}) {
  return { range: (_, low, high) => [min ?? Math.min(0, low ?? 0), max ?? Math.max((high ?? 0) * 1.1, 1)] };
}

/** The columns for the plot, in the order in which it paints: times, level lines, then the series from the last to the first. */
function tableOf(series, stacked, levels, seconds) {
  const pointsOf = ({ points }) => [points.map(({ at }) => at / 1000), points.map(({ value }) => value)];
  const tables = [...levels.map(({ value }) => [seconds, [value, value]]), ...series.map(pointsOf)];
  const [times, ...columns] = uPlot.join(tables);
  const rows = columns.slice(levels.length);
  return [times, ...columns.slice(0, levels.length), ...(stacked ? stackedRows(rows, series) : rows).toReversed()];
}

/** Adds up the rows of the left axis, each on top of those before it; one without a value adds nothing where another has one. */
function stackedRows(rows, series) {
  const isStacked = (index) => series[index].yAxis === 'left';
  const sums =
    rows[0]?.map((_, at) => (rows.some((row, index) => isStacked(index) && row[at] !== undefined) ? 0 : undefined)) ?? [];
  return rows.map((row, index) => {
    if (!isStacked(index)) return row;
    for (const [at, sum] of sums.entries()) if (sum !== undefined) sums[at] = sum + (row[at] ?? 0);
    return [...sums];
  });
}

/** `14:30`; the date where ticks are a day or more apart. */
function timeLabels(_, ticks, __, ___, step) {
  return ticks.map((at) => new Date(at * 1000).toISOString().slice(...(step < 86_400 ? [11, 16] : [5, 10])));
}
