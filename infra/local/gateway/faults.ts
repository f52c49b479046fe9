/** One AWS request of a function, as `Faults` saw it arrive. */
export interface ObservedCall {
  service: string;
  operation: string;
}

export interface FaultPlan {
  /** Matches every function whose local name contains this text. */
  functionName: string;
  /** 1 = the first AWS call after the plan was made. `Infinity` kills nothing and only watches. */
  call: number;
  /** `before`: the request is not carried out. `after`: it is, but its answer never arrives. Either way the process is killed. */
  when: 'before' | 'after';
}

export interface PlannedFault {
  happened(): boolean;
  /** Every call of the function since the plan was made, those of the process started after the kill included. */
  calls(): ObservedCall[];
  cancel(): void;
}

/** Lets a test kill a function's process at its n-th AWS call, the moments at which half-done work shows. */
export interface Faults {
  plan(plan: FaultPlan): PlannedFault;
  /** For the endpoint: counts a call of a function and says whether, and when, its process is to be killed. */
  observe(functionName: string, call: ObservedCall): 'before' | 'after' | undefined;
}

interface Watch extends FaultPlan {
  seen: ObservedCall[];
  happened: boolean;
}

export function createFaults(): Faults {
  const watches = new Set<Watch>();
  return {
    plan: (plan) => {
      if (!(plan.call >= 1)) throw new RangeError(`calls are counted from 1, not ${plan.call}`);
      const watch: Watch = { ...plan, seen: [], happened: false };
      watches.add(watch);
      return {
        happened: () => watch.happened,
        calls: () => [...watch.seen],
        cancel: () => {
          watches.delete(watch);
        },
      };
    },
    observe: (functionName, call) => {
      if (watches.size === 0) return undefined;
      let kill: 'before' | 'after' | undefined;
      for (const watch of watches) {
        if (!functionName.includes(watch.functionName)) continue;
        watch.seen.push(call);
        if (watch.happened || watch.seen.length !== watch.call) continue;
        watch.happened = true;
        kill = kill === 'before' ? kill : watch.when;
      }
      return kill;
    },
  };
}
