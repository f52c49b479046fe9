import { CfnParameter, type Stack, Validations } from 'aws-cdk-lib';

/**
 * Anybody may synthesize without naming a domain; deploying so would take the mail of the real one away from its rule. A parameter
 * without a value stops the CDK, and CloudFormation after it, with this name in the message.
 */
export function refuseDeployment(stack: Stack): void {
  new CfnParameter(stack, 'DeployWithContextMailDomain', {
    type: 'String',
    description: 'Deploy with -c mailDomain=<your domain>. It takes the place of this parameter.',
  });
  Validations.of(stack).acknowledge({
    id: 'CloudFormation-Validate::W2001',
    reason: 'It is there to be missing, not to be used.',
  });
}
