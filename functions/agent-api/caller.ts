import { CallerError } from '../../shared/errors.ts';
import type { ApiEvent } from '../../shared/lambda/http.ts';

/** An agent, as the token names them. */
export interface Caller {
  id: string;
}

/** Groups of the user pool whose members may work on tickets. */
const staff = ['agent', 'manager', 'admin'];

/**
 * Who calls. API Gateway has checked the token; claims reach us as strings, and the list of groups as `[agent manager]`, in brackets
 * and apart by blanks. Throws CallerError for somebody of no staff group.
 */
export function callerOf(event: ApiEvent): Caller {
  const { claims } = event.requestContext.authorizer.jwt;
  const groups = String(claims['cognito:groups'] ?? '')
    .replace(/^\[|\]$/g, '')
    .split(/[\s,]+/);
  if (!groups.some((group) => staff.includes(group)))
    throw new CallerError('forbidden', `only members of ${staff.join(', ')} may do this`);
  return { id: String(claims.sub) };
}
