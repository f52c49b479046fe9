import type { Stage } from '../support/cloud.ts';

let trials = 0;

/** A customer of whom no other trial has heard. */
export const anotherSender = (): string => `customer-${++trials}@customer.example`;

/** To read and lose the answer is not to have read. */
const isRead = (operation: string) => /^(Get|Query|BatchGet|Head|List|Describe)/.test(operation);

/**
 * Plays the story twice undisturbed, then once for each state in which a death can leave the world: before the function's first call, and
 * after each of its calls that changes anything. To die before the next call is the same as after this one, and no read leaves a trace.
 * Says how many calls there were. A function that has just started reads more than one that has run, so it is watched once it has run;
 * a call that a trial does not come to, because less was read again, kills nobody.
 */
export async function killAtEachStep(
  stage: Stage,
  functionName: string,
  story: (sender: string) => Promise<void>,
): Promise<number> {
  await story(anotherSender());
  const watch = stage.cloud.faults.plan({ functionName, call: Number.POSITIVE_INFINITY, when: 'before' });
  await story(anotherSender());
  watch.cancel();
  const operations = watch.calls().map(({ operation }) => operation);
  const deaths = [
    { call: 1, when: 'before' as const },
    ...operations.flatMap((operation, i) => (isRead(operation) ? [] : [{ call: i + 1, when: 'after' as const }])),
  ];
  for (const { call, when } of deaths) {
    const fault = stage.cloud.faults.plan({ functionName, call, when });
    try {
      await story(anotherSender());
    } catch (error) {
      const step = JSON.stringify(fault.calls()[call - 1]);
      throw new Error(`${functionName} killed ${when} call ${call} (${step}): ${String(error)}`, { cause: error });
    } finally {
      fault.cancel();
    }
  }
  return operations.length;
}
