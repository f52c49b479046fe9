import type { Stage } from '../support/cloud.ts';

let trials = 0;

/** A customer of whom no other trial has heard. */
export const anotherSender = (): string => `customer-${++trials}@customer.example`;

/**
 * Plays the story once for each step at which the function can be killed, before its call is carried out and, where that changes
 * anything, after, and says how many
 * steps there were.
 */
export async function killAtEachStep(
  stage: Stage,
  functionName: string,
  story: (sender: string) => Promise<void>,
): Promise<number> {
  for (let call = 1; ; call++) {
    let wasRead = false;
    for (const when of ['before', 'after'] as const) {
      // To read and lose the answer is not to have read.
      if (when === 'after' && wasRead) continue;
      const fault = stage.cloud.faults.plan({ functionName, call, when });
      try {
        await story(anotherSender());
      } catch (error) {
        const step = JSON.stringify(fault.calls()[call - 1]);
        throw new Error(`${functionName} killed ${when} call ${call} (${step}): ${String(error)}`, { cause: error });
      } finally {
        fault.cancel();
      }
      if (!fault.happened()) return call - 1;
      wasRead = /^(Get|Query|BatchGet|Head|List|Describe)/.test(fault.calls()[call - 1]?.operation ?? '');
    }
  }
}
