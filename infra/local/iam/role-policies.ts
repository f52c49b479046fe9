import * as z from 'zod/mini';
import type { App, Resource } from '../template/app.ts';
import { listed, type PolicyDocument, policyDocument } from './policy-document.ts';
import type { Statement } from './statement.ts';
import { labelOf, loadPolicy, readProperties } from './template-policy.ts';

/** What the template says of one role. */
export interface RolePolicies {
  /** What the role may do. */
  identity: Statement[];
  /** Who may assume it. */
  trust: Statement[];
}

const roleSchema = z.object({
  AssumeRolePolicyDocument: policyDocument,
  ManagedPolicyArns: z.optional(z.array(z.string())),
  Policies: z.optional(z.array(z.object({ PolicyDocument: policyDocument }))),
  PermissionsBoundary: z.optional(z.unknown()),
});
const attachedSchema = z.object({
  PolicyDocument: policyDocument,
  Roles: z.optional(z.array(z.string())),
  RoleName: z.optional(z.string()),
});

/** AWS's own policies that the local cloud knows by heart. Source: AWS managed policy reference. */
const awsManagedPolicies = new Map<string, PolicyDocument>([
  [
    'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
    {
      Statement: [
        { Effect: 'Allow', Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], Resource: '*' },
      ],
    },
  ],
]);

/**
 * Identity and trust policies by role ARN: the role's inline policies, the policies of the template attached to it from either side,
 * and AWS's managed ones. Throws for a managed policy or a permissions boundary whose text is not here.
 */
export function loadRolePolicies(app: App): Map<string, RolePolicies> {
  const attached = new Map<string, Statement[]>();
  const managed = new Map([...awsManagedPolicies].map(([arn, document]) => [arn, loadPolicy(arn, document)]));
  for (const type of ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy']) {
    for (const policy of app.byType(type)) {
      const { PolicyDocument, Roles, RoleName } = readProperties(policy, attachedSchema);
      const statements = loadPolicy(labelOf(policy), PolicyDocument);
      managed.set(policy.arn, statements);
      for (const role of [...listed(Roles), ...listed(RoleName)])
        attached.set(role, [...(attached.get(role) ?? []), ...statements]);
    }
  }
  return new Map(
    app.byType('AWS::IAM::Role').map((role) => {
      const { AssumeRolePolicyDocument, ManagedPolicyArns, Policies, PermissionsBoundary } = readProperties(role, roleSchema);
      if (PermissionsBoundary !== undefined) {
        throw new Error(`${labelOf(role)}: the local cloud does not evaluate permissions boundaries`);
      }
      const inline = listed(Policies).flatMap(({ PolicyDocument }) => loadPolicy(labelOf(role), PolicyDocument));
      const byArn = listed(ManagedPolicyArns).flatMap((arn) => managed.get(arn) ?? unknownPolicy(role, arn));
      return [
        role.arn,
        {
          identity: [...inline, ...(attached.get(role.name) ?? []), ...byArn],
          trust: loadPolicy(labelOf(role), AssumeRolePolicyDocument),
        },
      ];
    }),
  );
}

function unknownPolicy(role: Resource, arn: string): never {
  throw new Error(`${labelOf(role)}: the local cloud does not have the managed policy ${arn}`);
}
