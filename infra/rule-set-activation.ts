import { CfnOutput, Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ReceiptRule, ReceiptRuleSet } from 'aws-cdk-lib/aws-ses';
import { AwsCustomResource, AwsCustomResourcePolicy, PhysicalResourceId } from 'aws-cdk-lib/custom-resources';
import type { ServiceStack } from './service-stack.ts';

/**
 * SES obeys one receipt rule set per account and Region, and CloudFormation cannot say which. Unless the stage asks for it, the stack
 * therefore changes nothing and prints the command; mail does not come in until someone has run it.
 */
export function offerActivation(stack: ServiceStack, ruleSet: ReceiptRuleSet, rule: ReceiptRule): void {
  new CfnOutput(stack, 'MailExchanger', { value: `${stack.stage.mailDomain} MX 10 inbound-smtp.${stack.region}.amazonaws.com` });
  if (stack.stage.activateRuleSet) {
    activate(stack, ruleSet, rule);
    return;
  }
  const command = `aws ses set-active-receipt-rule-set --rule-set-name ${ruleSet.receiptRuleSetName} --region ${stack.region}`;
  new CfnOutput(stack, 'ToReceiveMailRun', { value: command });
}

function activate(stack: ServiceStack, ruleSet: ReceiptRuleSet, rule: ReceiptRule): void {
  const call = {
    service: 'ses',
    action: 'SetActiveReceiptRuleSet',
    parameters: { RuleSetName: ruleSet.receiptRuleSetName },
    physicalResourceId: PhysicalResourceId.of(ruleSet.receiptRuleSetName),
  };
  const activation = new AwsCustomResource(stack, 'ReceivingIsActive', {
    onCreate: call,
    onUpdate: call,
    // No onDelete: switching receiving off for the whole account may hit a rule set that has become active since. SES refuses to delete
    // the active rule set, so someone has to decide what takes its place before this stack can go.
    policy: AwsCustomResourcePolicy.fromStatements([
      new PolicyStatement({ sid: 'ActivateRuleSet', actions: ['ses:SetActiveReceiptRuleSet'], resources: ['*'] }),
    ]),
    installLatestAwsSdk: false,
    timeout: Duration.minutes(2),
    logGroup: new LogGroup(stack, 'ReceivingIsActiveLog', {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    }),
  });
  activation.node.addDependency(rule);
  Validations.of(activation).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'ses:SetActiveReceiptRuleSet cannot be limited to a resource.',
  });
  const provider = stack.node.findChild(`AWS${AwsCustomResource.PROVIDER_FUNCTION_UUID.replaceAll('-', '')}`);
  Validations.of(provider).acknowledge(
    {
      id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
      reason: "The CDK's own provider function; it runs at deployment only.",
    },
    { id: 'AwsSolutions-L1', reason: "The CDK's own provider function; its runtime comes with the CDK." },
  );
}
