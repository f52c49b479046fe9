import { type Expression, MetricMathError, type Operator } from './metric-math.ts';
import { maximum, minimum, sum } from './statistics.ts';

/** Datapoints by the start of their period. */
export type Points = ReadonlyMap<number, number>;

export type MathValue =
  | { kind: 'scalar'; value: number }
  | { kind: 'series'; points: Points }
  | { kind: 'list'; items: Points[] };

export interface MathScope {
  /** The value of another row by its id. Throws `MetricMathError` for an id that is not there. */
  resolve(id: string): MathValue;
  /** What METRICS() stands for: every metric of the widget, in order, without the expressions. */
  metrics(): Points[];
  /** The starts of all periods in the range: where FILL puts a datapoint. */
  times: readonly number[];
}

/** Computes an expression. As in CloudWatch, a datapoint that misses an operand, or divides by zero, does not exist. */
export function valueOfMath(expression: Expression, scope: MathScope): MathValue {
  switch (expression.kind) {
    case 'number':
      return { kind: 'scalar', value: expression.value };
    case 'text':
      throw new MetricMathError(`a text has no value here: ${expression.value}`);
    case 'reference':
      return scope.resolve(expression.id);
    case 'negation':
      return combine('-', { kind: 'scalar', value: 0 }, valueOfMath(expression.of, scope));
    case 'operation':
      return combine(expression.operator, valueOfMath(expression.left, scope), valueOfMath(expression.right, scope));
    case 'list':
      return { kind: 'list', items: expression.items.map((item) => seriesOf(valueOfMath(item, scope))) };
    case 'call':
      return call(expression.name, expression.arguments, scope);
  }
}

const reductions: Record<string, (values: readonly number[]) => number> = {
  SUM: sum,
  MIN: minimum,
  MAX: maximum,
  AVG: (values) => sum(values) / values.length,
};

function call(name: string, given: Expression[], scope: MathScope): MathValue {
  const [first, second] = given;
  if (name === 'METRICS' && !first) return { kind: 'list', items: scope.metrics() };
  if (name === 'FILL' && first && second && given.length === 2) {
    const filling = valueOfMath(second, scope);
    if (filling.kind !== 'scalar') throw new MetricMathError('FILL takes a number here');
    return fill(valueOfMath(first, scope), filling.value, scope.times);
  }
  const reduction = reductions[name];
  if (!reduction || !first || second)
    throw new MetricMathError(`the local cloud does not compute ${name} with ${given.length} arguments`);
  return reduce(reduction, valueOfMath(first, scope));
}

function fill(value: MathValue, filling: number, times: readonly number[]): MathValue {
  const filled = (points: Points) => new Map(times.map((at) => [at, points.get(at) ?? filling]));
  if (value.kind === 'list') return { kind: 'list', items: value.items.map(filled) };
  return { kind: 'series', points: filled(seriesOf(value)) };
}

/** Over a list: one series, at each time of the members that have a value then. Over one series: one number. */
function reduce(reduction: (values: readonly number[]) => number, value: MathValue): MathValue {
  if (value.kind === 'scalar') return value;
  if (value.kind === 'series') {
    const values = [...value.points.values()];
    return values.length === 0 ? value : { kind: 'scalar', value: reduction(values) };
  }
  const byTime = new Map<number, number[]>();
  for (const points of value.items)
    for (const [at, point] of points) {
      const values = byTime.get(at);
      if (values) values.push(point);
      else byTime.set(at, [point]);
    }
  return { kind: 'series', points: new Map([...byTime].map(([at, values]) => [at, reduction(values)])) };
}

function seriesOf(value: MathValue): Points {
  if (value.kind === 'series') return value.points;
  throw new MetricMathError(`a series is needed, not a ${value.kind === 'scalar' ? 'number' : 'list of series'}`);
}

const operations: Record<Operator, (left: number, right: number) => number> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
};

function combine(operator: Operator, left: MathValue, right: MathValue): MathValue {
  const operation = operations[operator];
  if (left.kind === 'scalar' && right.kind === 'scalar') {
    const value = operation(left.value, right.value);
    return Number.isFinite(value) ? { kind: 'scalar', value } : { kind: 'series', points: new Map() };
  }
  if (left.kind === 'list' || right.kind === 'list')
    throw new MetricMathError(`the local cloud does not compute ${operator} with a list of series`);
  const times = left.kind === 'series' ? left.points.keys() : right.kind === 'series' ? right.points.keys() : [];
  const points = new Map<number, number>();
  for (const at of times) {
    const a = left.kind === 'scalar' ? left.value : left.points.get(at);
    const b = right.kind === 'scalar' ? right.value : right.points.get(at);
    const value = a === undefined || b === undefined ? Number.NaN : operation(a, b);
    if (Number.isFinite(value)) points.set(at, value);
  }
  return { kind: 'series', points };
}
