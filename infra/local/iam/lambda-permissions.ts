import * as z from 'zod/mini';
import type { App } from '../template/app.ts';
import { exactly, type PrincipalElement, type StatementElement } from './policy-document.ts';
import type { Statement } from './statement.ts';
import { labelOf, loadPolicy, readProperties } from './template-policy.ts';

/** Strict: a member that is not read here would be a condition that is not checked. */
const permissionSchema = exactly({
  Action: z.string(),
  FunctionName: z.string(),
  Principal: z.string(),
  SourceAccount: z.optional(z.string()),
  SourceArn: z.optional(z.string()),
});

/** A function's resource policy is made of the `AWS::Lambda::Permission`s that name it. By function ARN, with any qualifier. */
export function lambdaPermissionPolicies(app: App): Map<string, Statement[]> {
  const statements = new Map<string, Statement[]>();
  for (const permission of app.byType('AWS::Lambda::Permission')) {
    const { Action, FunctionName, Principal, SourceAccount, SourceArn } = readProperties(permission, permissionSchema);
    const fn = functionArn(FunctionName, app);
    const statement: StatementElement = {
      Effect: 'Allow',
      Principal: principalOf(Principal),
      Action,
      Resource: fn,
      Condition: {
        ...(SourceArn === undefined ? {} : { ArnLike: { 'aws:SourceArn': SourceArn } }),
        ...(SourceAccount === undefined ? {} : { StringEquals: { 'aws:SourceAccount': SourceAccount } }),
      },
    };
    statements.set(fn, [...(statements.get(fn) ?? []), ...loadPolicy(labelOf(permission), { Statement: [statement] })]);
  }
  return statements;
}

/** A name, `<account>:function:<name>` or a whole ARN. */
function functionArn(name: string, { account, region }: App): string {
  if (name.startsWith('arn:')) return name;
  return name.includes(':function:')
    ? `arn:aws:lambda:${region}:${name}`
    : `arn:aws:lambda:${region}:${account}:function:${name}`;
}

/** Lambda takes services, accounts, ARNs and everyone in one text. */
function principalOf(written: string): PrincipalElement {
  if (written === '*') return '*';
  return written.startsWith('arn:') || /^\d{12}$/.test(written) ? { AWS: written } : { Service: written };
}
