import { Stack, Validations } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { flattenCfnReference } from 'cdk-nag/lib/utils/flatten-cfn-reference.js';

/**
 * Says why a role may act on a resource that has a wildcard in it, for cdk-nag's rule on those. The rule knows each such resource by the
 * text it has in the template, and what comes from the other stack has that text only once the CDK has linked the stacks. That is done
 * by the time it validates, so the reason is given then.
 */
export function acknowledgeWildcard(role: IRole, resource: string, reason: string): void {
  role.node.addValidation({
    validate: () => {
      const written = flattenCfnReference(Stack.of(role).resolve(resource));
      Validations.of(role).acknowledge({ id: `AwsSolutions-IAM5[Resource::${written}]`, reason });
      return [];
    },
  });
}
