import type { Denial, Requirement } from './iam.ts';
import type { Caller } from './request.ts';

export type PolicyKind = 'identity-based policy' | 'resource-based policy';

/** What stands against a request. */
export type Refusal = { reason: 'no policy allows it'; missing: PolicyKind } | { reason: 'explicit deny'; denying: PolicyKind };

/** A denial with AWS's own message. Source: IAM user guide, "Troubleshoot access denied error messages". */
export function createDenial(caller: Caller, requirement: Requirement, refusal: Refusal): Denial {
  const { action, resource } = requirement;
  const principal = caller.type === 'role' ? caller.sessionArn : caller.service;
  const why =
    refusal.reason === 'explicit deny'
      ? `with an explicit deny in ${withArticle(refusal.denying)}`
      : `because no ${refusal.missing} allows the ${action} action`;
  return {
    ...requirement,
    principal,
    reason: refusal.reason,
    message: `User: ${principal} is not authorized to perform: ${action} on resource: ${resource} ${why}`,
  };
}

const withArticle = (kind: PolicyKind) => `${kind.startsWith('i') ? 'an' : 'a'} ${kind}`;
