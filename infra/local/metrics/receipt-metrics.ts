import type { Receiving } from '../ses/receiving.ts';
import type { Measurement } from './series.ts';

/**
 * Counts for SES whether a rule's actions could be carried out ("Viewing metrics for email receiving"). Of several rules it could not tell
 * which one failed, so with more or fewer than one nothing is counted.
 */
export function measuredReceiving(
  receiving: Receiving,
  rules: readonly { name: string }[],
  clock: { now(): number },
  record: (measurements: Measurement[]) => void,
): Receiving {
  const [rule, ...others] = rules;
  if (!rule || others.length > 0) return receiving;
  const count = (failed: boolean) => {
    const base = { namespace: 'AWS/SES', dimensions: { RuleName: rule.name }, unit: 'Count', at: clock.now() };
    record([
      { ...base, name: 'PublishSuccess', values: [failed ? 0 : 1] },
      { ...base, name: 'PublishFailure', values: [failed ? 1 : 0] },
    ]);
  };
  return {
    ...receiving,
    receive: (mail) => {
      try {
        const id = receiving.receive(mail);
        count(false);
        return id;
      } catch (error) {
        count(true);
        throw error;
      }
    },
  };
}
