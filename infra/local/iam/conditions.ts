import { conditionOperators } from './condition-operators.ts';
import { listed, type StatementElement } from './policy-document.ts';
import type { ContextLookup } from './request.ts';

export type Condition = (context: ContextLookup) => boolean;

/** Compiles a statement's `Condition` block: all of them must hold. Throws for an operator that is not IAM's or not known here. */
export function compileConditions(block: NonNullable<StatementElement['Condition']>): Condition[] {
  return Object.entries(block).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) =>
      compileCondition(
        operator,
        key.toLowerCase(),
        listed(values).map((value) => `${value}`),
      ),
    ),
  );
}

function compileCondition(written: string, key: string, policyValues: string[]): Condition {
  const [, quantifier, name = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(.+?)(IfExists)?$/.exec(written) ?? [];
  if (name === 'Null')
    return (context) => policyValues.some((value) => (value.toLowerCase() === 'true') === isMissing(context(key)));

  const operator = conditionOperators.get(name);
  if (!operator) throw new Error(`the local cloud does not know the condition operator ${written}`);
  const tests = policyValues.map((value) => operator.compile(value));
  const { negated } = operator;
  const ofMissingKey = whenMissing(quantifier, ifExists !== undefined, negated);

  return (context) => {
    const values = context(key);
    if (values === undefined || values.length === 0) return ofMissingKey;
    const fits = (value: string) => tests.some((test) => test(value, context)) !== negated;
    // Without a quantifier, a `…Not…` operator means that no value of the request is in the policy.
    return quantifier === 'ForAllValues' || (quantifier === undefined && negated) ? values.every(fits) : values.some(fits);
  };
}

/** An empty set satisfies `ForAllValues` and never `ForAnyValue`; a missing key satisfies `…IfExists` and the `…Not…` operators. */
function whenMissing(quantifier: string | undefined, ifExists: boolean, negated: boolean): boolean {
  if (quantifier === 'ForAllValues' || ifExists) return true;
  return quantifier === 'ForAnyValue' ? false : negated;
}

const isMissing = (values: readonly string[] | undefined) => values === undefined || values.length === 0;
