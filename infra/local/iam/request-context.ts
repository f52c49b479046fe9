import type { App } from '../template/app.ts';
import type { Principal, Requirement } from './iam.ts';
import type { ContextLookup } from './request.ts';
import { servicesWithSourceOwner } from './topic-default.ts';

/** Principals that policies apply to. */
export type GovernedPrincipal = Exclude<Principal, { type: 'account' }>;

/**
 * The condition keys of a request: those that IAM always has, then those that the request brings, which win.
 * Built at the first question, because most requests meet no condition.
 */
export function createContext(app: App, principal: GovernedPrincipal, given: Requirement['context']): ContextLookup {
  let values: Map<string, readonly string[]> | undefined;
  return (key) => {
    values ??= build(app, principal, given);
    return values.get(key);
  };
}

function build(app: App, principal: GovernedPrincipal, given: Requirement['context'] = {}): Map<string, readonly string[]> {
  const always = {
    'aws:RequestedRegion': app.region,
    'aws:ResourceAccount': app.account,
    // Local requests go over plain HTTP, but never leave the machine. To AWS the same code speaks TLS, so statements that deny
    // insecure transport must not fire here.
    'aws:SecureTransport': 'true',
    'aws:PrincipalIsAWSService': `${principal.type === 'service'}`,
  };
  const all = { ...always, ...(principal.type === 'service' ? ofService(app, principal) : ofRole(app, principal)), ...given };
  return new Map(Object.entries(all).map(([key, value]) => [key.toLowerCase(), typeof value === 'string' ? [value] : value]));
}

function ofService({ account }: App, { service, sourceArn }: Extract<Principal, { type: 'service' }>): Record<string, string> {
  return {
    'aws:PrincipalServiceName': service,
    'aws:SourceAccount': account,
    'aws:SourceArn': sourceArn,
    ...(servicesWithSourceOwner.has(service) ? { 'aws:SourceOwner': account } : {}),
  };
}

function ofRole({ account }: App, { roleArn }: Extract<Principal, { type: 'role' }>): Record<string, string> {
  return {
    'aws:PrincipalAccount': account,
    'aws:PrincipalArn': roleArn,
    'aws:PrincipalType': 'AssumedRole',
    'aws:SourceIp': '127.0.0.1',
    'aws:ViaAWSService': 'false',
  };
}
