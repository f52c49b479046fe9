import type { App } from '../template/app.ts';
import { createDenial, type Refusal } from './denial.ts';
import type { Denial, Iam, Requirement } from './iam.ts';
import type { Caller, Request } from './request.ts';
import { createContext, type GovernedPrincipal } from './request-context.ts';
import { loadResourcePolicies } from './resource-policies.ts';
import { loadRolePolicies } from './role-policies.ts';
import type { Statement } from './statement.ts';

const nothing: readonly Statement[] = [];

/**
 * Evaluates the template's policies as IAM does within one account: an explicit deny anywhere wins; otherwise a role needs an allow
 * in its identity policies or the resource's policy, a service principal in the resource's policy. Source: IAM user guide,
 * "Policy evaluation logic". Throws when the template has a policy that cannot be evaluated here. Service control policies,
 * permissions boundaries, session policies and KMS key policies are not part of it, and `aws:CurrentTime` exists only if the
 * requirement brings it.
 */
export function createIam(app: App): Iam {
  const roles = loadRolePolicies(app);
  const resourcePolicies = loadResourcePolicies(app);
  const denials: Denial[] = [];

  const decide = (
    principal: GovernedPrincipal,
    requirement: Requirement,
    { identity, resource }: { identity: readonly Statement[]; resource: readonly Statement[] },
  ): Denial | undefined => {
    const caller = callerOf(principal, app.account);
    const context = createContext(app, principal, requirement.context);
    const refusal = refusalOf(
      { caller, context, action: requirement.action.toLowerCase(), resource: requirement.resource },
      identity,
      resource,
    );
    if (!refusal) return undefined;
    const denial = createDenial(caller, requirement, refusal);
    denials.push(denial);
    return denial;
  };

  return {
    denials,
    check: (principal, requirement) => {
      if (principal.type === 'account') return undefined;
      const identity = principal.type === 'role' ? roles.get(principal.roleArn)?.identity : undefined;
      return decide(principal, requirement, { identity: identity ?? nothing, resource: resourcePolicies(requirement.resource) });
    },
    checkTrust: (roleArn, service, sourceArn) =>
      decide(
        { type: 'service', service, sourceArn },
        { action: 'sts:AssumeRole', resource: roleArn },
        { identity: nothing, resource: roles.get(roleArn)?.trust ?? nothing },
      ),
  };
}

function callerOf(principal: GovernedPrincipal, account: string): Caller {
  if (principal.type === 'service') return { type: 'service', service: principal.service };
  const role = principal.roleArn.slice(principal.roleArn.lastIndexOf('/') + 1);
  return { type: 'role', roleArn: principal.roleArn, sessionArn: `arn:aws:sts::${account}:assumed-role/${role}/local`, account };
}

function refusalOf(request: Request, identity: readonly Statement[], resource: readonly Statement[]): Refusal | undefined {
  const byIdentity = verdictOf(identity, request);
  if (byIdentity === 'Deny') return { reason: 'explicit deny', denying: 'identity-based policy' };
  const byResource = verdictOf(resource, request);
  if (byResource === 'Deny') return { reason: 'explicit deny', denying: 'resource-based policy' };
  if (byIdentity === 'Allow' || byResource === 'Allow') return undefined;
  return {
    reason: 'no policy allows it',
    missing: request.caller.type === 'role' ? 'identity-based policy' : 'resource-based policy',
  };
}

function verdictOf(statements: readonly Statement[], request: Request): 'Allow' | 'Deny' | undefined {
  let verdict: 'Allow' | undefined;
  for (const { effect, appliesTo } of statements) {
    if (verdict === 'Allow' && effect === 'Allow') continue;
    if (!appliesTo(request)) continue;
    if (effect === 'Deny') return 'Deny';
    verdict = 'Allow';
  }
  return verdict;
}
