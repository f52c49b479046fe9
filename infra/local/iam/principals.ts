import { listed, type PrincipalElement } from './policy-document.ts';
import type { Caller } from './request.ts';

/** What a `Principal` or `NotPrincipal` element says about a caller. */
export interface PrincipalSet {
  /** The caller itself, everyone, or its service. */
  names(caller: Caller): boolean;
  /** The caller's account. Allowing an account hands the decision to that account's identity policies: alone it allows no role. */
  namesAccountOf(caller: Caller): boolean;
}

/** Federated users and canonical S3 users do not call the local cloud, so such an entry is nobody. */
export function compilePrincipals(element: PrincipalElement): PrincipalSet {
  const aws = element === '*' ? ['*'] : listed(element.AWS);
  const services = new Set(element === '*' ? [] : listed(element.Service));
  const everyone = aws.includes('*');
  const arns = new Set(aws);
  const accounts = new Set(
    aws.map((entry) => /^(?:arn:aws:iam::)?(\d{12})(?::root)?$/.exec(entry)?.[1]).filter((account) => account !== undefined),
  );

  return {
    names: (caller) =>
      everyone ||
      (caller.type === 'service' ? services.has(caller.service) : arns.has(caller.roleArn) || arns.has(caller.sessionArn)),
    namesAccountOf: (caller) => caller.type === 'role' && accounts.has(caller.account),
  };
}
