import * as z from 'zod/mini';
import type { FaultPlan, PlannedFault } from '../gateway/faults.ts';
import { type HttpRequest, type HttpResponse, jsonResponse } from '../http-api/exchange.ts';
import { readBody } from './input.ts';

export interface FaultPlans {
  plan(request: HttpRequest): HttpResponse;
  list(): HttpResponse;
  /** Cancels and forgets all plans. */
  clear(): HttpResponse;
}

const planSchema = z.strictObject({
  function: z.string().check(z.minLength(1)),
  /** Without it nothing is killed: the plan only watches. */
  call: z.optional(z.int().check(z.gte(1))),
  when: z._default(z.enum(['before', 'after']), 'before'),
});

export function createFaultPlans(plan: (plan: FaultPlan) => PlannedFault): FaultPlans {
  const planned: { asked: z.infer<typeof planSchema>; fault: PlannedFault }[] = [];
  const list = (status: number) => {
    const faults = planned.map(({ asked, fault }) => ({ ...asked, happened: fault.happened(), calls: fault.calls() }));
    return jsonResponse(status, { faults });
  };
  return {
    plan: (request) => {
      const asked = readBody(planSchema, request);
      const { function: functionName, call = Number.POSITIVE_INFINITY, when } = asked;
      planned.push({ asked, fault: plan({ functionName, call, when }) });
      return list(201);
    },
    list: () => list(200),
    clear: () => {
      for (const { fault } of planned.splice(0)) fault.cancel();
      return list(200);
    },
  };
}
