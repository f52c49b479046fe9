import { compilePolicy, type Statement } from './statement.ts';

/**
 * Services that say for which account they publish. Only they pass a topic's default policy; EventBridge and S3 need a topic policy.
 * Source: SNS developer guide, "Example cases for Amazon SNS access control", `aws:SourceOwner`.
 */
export const servicesWithSourceOwner: ReadonlySet<string> = new Set([
  'apigateway.amazonaws.com',
  'cloudwatch.amazonaws.com',
  'ses.amazonaws.com',
]);

/** The policy that SNS gives a new topic. Any `AWS::SNS::TopicPolicy`, were it only a Deny, replaces it. */
export function defaultTopicPolicy(topicArn: string, account: string): Statement[] {
  return compilePolicy({
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: ['sns:Publish', 'sns:Subscribe', 'sns:GetTopicAttributes', 'sns:ListSubscriptionsByTopic'],
        Resource: topicArn,
        Condition: { StringEquals: { 'aws:SourceOwner': account } },
      },
    ],
  });
}
