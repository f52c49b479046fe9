/** A metric math expression, read. */
export type Expression =
  | { kind: 'number'; value: number }
  | { kind: 'text'; value: string }
  | { kind: 'reference'; id: string }
  | { kind: 'negation'; of: Expression }
  | { kind: 'operation'; operator: Operator; left: Expression; right: Expression }
  | { kind: 'list'; items: Expression[] }
  | { kind: 'call'; name: string; arguments: Expression[] };

export type Operator = '+' | '-' | '*' | '/';

/** Why an expression cannot be drawn, in words for the one who reads the dashboard. */
export class MetricMathError extends Error {
  override readonly name = 'MetricMathError';
}

/** Reads `100 * FILL(errors, 0) / SUM([m1, m2])`. Throws `MetricMathError` for anything outside the part that the local cloud knows. */
export function parseMetricMath(source: string): Expression {
  const tokens = tokensOf(source);
  let position = 0;
  const peek = () => tokens[position];
  const take = () => tokens[position++];
  const expect = (token: string) => {
    const found = take();
    if (found !== token) throw new MetricMathError(`expected ${token} but found ${found ?? 'the end'} in ${source}`);
  };

  const sum = (): Expression => {
    let left = product();
    for (let operator = peek(); operator === '+' || operator === '-'; operator = peek()) {
      take();
      left = { kind: 'operation', operator, left, right: product() };
    }
    return left;
  };
  const product = (): Expression => {
    let left = factor();
    for (let operator = peek(); operator === '*' || operator === '/'; operator = peek()) {
      take();
      left = { kind: 'operation', operator, left, right: factor() };
    }
    return left;
  };
  const factor = (): Expression => {
    const token = take();
    if (token === undefined) throw new MetricMathError(`it ends too early: ${source}`);
    if (token === '-') return { kind: 'negation', of: factor() };
    if (token === '[') return { kind: 'list', items: listUntil(']') };
    if (token === '(') {
      const inner = sum();
      expect(')');
      return inner;
    }
    if (/^["']/.test(token)) return { kind: 'text', value: token.slice(1, -1) };
    if (/^[\d.]/.test(token)) return { kind: 'number', value: Number(token) };
    if (!/^\w/.test(token)) throw new MetricMathError(`unexpected ${token} in ${source}`);
    if (peek() !== '(') return { kind: 'reference', id: token };
    take();
    return { kind: 'call', name: token, arguments: listUntil(')') };
  };
  const listUntil = (end: string): Expression[] => {
    const items: Expression[] = [];
    if (peek() === end) {
      take();
      return items;
    }
    items.push(sum());
    while (peek() === ',') {
      take();
      items.push(sum());
    }
    expect(end);
    return items;
  };

  const expression = sum();
  if (position < tokens.length) throw new MetricMathError(`unexpected ${peek()} in ${source}`);
  return expression;
}

function tokensOf(source: string): string[] {
  const tokens: string[] = [];
  const pattern = /\s*(?:(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[A-Za-z_]\w*|"[^"]*"|'[^']*'|[-+*/()[\],])|(\S))/gy;
  for (const [, token, unknown] of source.matchAll(pattern)) {
    if (unknown !== undefined) throw new MetricMathError(`the local cloud does not compute ${unknown} in ${source}`);
    if (token !== undefined) tokens.push(token);
  }
  return tokens;
}
