import { AwsError } from '../service.ts';
import type { ConditionNode } from './dynalite.ts';

const comparisons = new Set(['=', '<>', 'in']);

/**
 * dynalite compares lists and maps by identity, so that `=` between documents would always be false. That must not pass in silence:
 * a comparison with a list or map among the request's values is refused.
 */
export function refuseDocumentComparison(node: ConditionNode): void {
  for (const argument of node.args ?? []) {
    if (Array.isArray(argument)) continue;
    if (comparisons.has(node.type ?? '') && (argument.L !== undefined || argument.M !== undefined)) {
      throw new AwsError('UnknownOperationException', 'the local cloud does not compare lists or maps', 501);
    }
    refuseDocumentComparison(argument);
  }
}
