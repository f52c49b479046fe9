import { type Role, roles } from '../../shared/api/operation.ts';
import { CallerError } from '../../shared/errors.ts';
import type { ApiEvent } from './serve.ts';

/** An agent, as the token names them, and the highest role they have. */
export interface Caller {
  id: string;
  role: Role;
}

/**
 * Who calls, being at least `least`. API Gateway has checked the token; claims reach us as strings, and the list of groups as
 * `[agent manager]`, in brackets and apart by blanks. Throws CallerError for somebody who may not.
 */
export function callerOf(event: ApiEvent, least: Role = 'agent'): Caller {
  const { claims } = event.requestContext.authorizer.jwt;
  const groups = String(claims['cognito:groups'] ?? '')
    .replace(/^\[|\]$/g, '')
    .split(/[\s,]+/);
  const role = roles.findLast((each) => groups.includes(each));
  const enough = roles.slice(roles.indexOf(least));
  if (!role || !enough.includes(role))
    throw new CallerError('forbidden', `only members of ${enough.join(', ')} may do this`, 'authorization');
  return { id: String(claims.sub), role };
}
