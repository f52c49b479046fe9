import * as z from 'zod/mini';
import type { App, Resource } from '../template/app.ts';
import { lambdaPermissionPolicies } from './lambda-permissions.ts';
import { type PolicyDocument, policyDocument } from './policy-document.ts';
import type { Statement } from './statement.ts';
import { labelOf, loadPolicy, readProperties } from './template-policy.ts';
import { defaultTopicPolicy } from './topic-default.ts';

/** Statements that hang on a resource, by its ARN. */
export type ResourcePolicies = (resourceArn: string) => readonly Statement[];

/** A policy of the template and the resource that it hangs on. */
interface Attachment {
  owner: string;
  document: PolicyDocument;
}

const bucketPolicy = z.object({ Bucket: z.string(), PolicyDocument: policyDocument });
const topicPolicy = z.object({ Topics: z.array(z.string()), PolicyDocument: policyDocument });
const queuePolicy = z.object({ Queues: z.array(z.string()), PolicyDocument: policyDocument });
const secretPolicy = z.object({ SecretId: z.string(), ResourcePolicy: policyDocument });

/** How each type of policy resource says what it hangs on. */
const readers: Record<string, (resource: Resource, app: App) => Attachment[]> = {
  'AWS::S3::BucketPolicy': (resource) => {
    const { Bucket, PolicyDocument } = readProperties(resource, bucketPolicy);
    return [{ owner: `arn:aws:s3:::${Bucket}`, document: PolicyDocument }];
  },
  'AWS::SNS::TopicPolicy': (resource) => {
    const { Topics, PolicyDocument } = readProperties(resource, topicPolicy);
    return Topics.map((owner) => ({ owner, document: PolicyDocument }));
  },
  'AWS::SQS::QueuePolicy': (resource, { region, account }) => {
    const { Queues, PolicyDocument } = readProperties(resource, queuePolicy);
    // Queues are named by URL, whose last part is the queue's name.
    return Queues.map((url) => ({
      owner: `arn:aws:sqs:${region}:${account}:${url.split('/').at(-1)}`,
      document: PolicyDocument,
    }));
  },
  'AWS::SecretsManager::ResourcePolicy': (resource) => {
    const { SecretId, ResourcePolicy } = readProperties(resource, secretPolicy);
    return [{ owner: SecretId, document: ResourcePolicy }];
  },
};

/** Policies whose effect would be missing without a word. */
function refuseUnread(app: App) {
  for (const type of ['AWS::SNS::TopicInlinePolicy', 'AWS::SQS::QueueInlinePolicy']) {
    for (const resource of app.byType(type)) throw new Error(`${labelOf(resource)}: the local cloud does not evaluate ${type}`);
  }
  for (const table of [...app.byType('AWS::DynamoDB::Table'), ...app.byType('AWS::DynamoDB::GlobalTable')]) {
    if (JSON.stringify(table.properties).includes('"ResourcePolicy"')) {
      throw new Error(`${labelOf(table)}: the local cloud does not evaluate resource policies of tables`);
    }
  }
}

/**
 * All resource policies of the template, and the one that AWS gives a topic without any. Throws when two policies hang on one
 * resource: on AWS the second replaces the first, or the deployment fails.
 */
export function loadResourcePolicies(app: App): ResourcePolicies {
  refuseUnread(app);
  const statements = new Map<string, Statement[]>();
  const labels = new Map<string, string>();
  for (const [type, attachmentsOf] of Object.entries(readers)) {
    for (const resource of app.byType(type)) {
      for (const { owner, document } of attachmentsOf(resource, app)) {
        const other = labels.get(owner);
        if (other)
          throw new Error(`${owner} has two policies, ${other} and ${labelOf(resource)}: on AWS only one of them would count`);
        labels.set(owner, labelOf(resource));
        statements.set(owner, loadPolicy(labelOf(resource), document));
      }
    }
  }
  for (const topic of app.byType('AWS::SNS::Topic')) {
    if (!statements.has(topic.arn)) statements.set(topic.arn, defaultTopicPolicy(topic.arn, app.account));
  }
  for (const [fn, own] of lambdaPermissionPolicies(app)) statements.set(fn, own);

  return (resourceArn) => statements.get(policyOwner(resourceArn)) ?? [];
}

/** An object is governed by its bucket's policy. Elsewhere the resource that is asked for carries the policy itself. */
function policyOwner(resourceArn: string): string {
  if (!resourceArn.startsWith('arn:aws:s3:::')) return resourceArn;
  const slash = resourceArn.indexOf('/');
  return slash < 0 ? resourceArn : resourceArn.slice(0, slash);
}
