import { CfnOutput, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { table as layout } from '../shared/dynamo/table.ts';
import { Agents } from './agents.ts';
import { addMailDomain } from './mail-domain.ts';
import { refuseDeployment } from './refuse-deployment.ts';
import type { Stage } from './stages.ts';

/**
 * What must outlive any mistake: tickets, mails, the key of reply addresses, the agents' accounts. All of it stays when the stack goes.
 * Nothing here has a name of its own, because a retained thing with a fixed name blocks the next deployment.
 */
export class DataStack extends Stack {
  readonly table: dynamodb.TableV2;
  readonly mailBucket: s3.Bucket;
  readonly replyKey: Secret;
  readonly agents: Agents;

  constructor(scope: Construct, stage: Stage) {
    super(scope, `Guichet-${stage.name}-data`, { description: `Guichet ${stage.name}: tickets, mails, agents` });
    // Without it the CDK lets S3 write access logs by an ACL, and buckets refuse ACLs since 2023.
    this.node.setContext('@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy', true);
    if (stage.mailDomainIsExample) refuseDeployment(this);

    this.table = ticketTable(this);
    this.mailBucket = mailBucket(this, stage);
    this.replyKey = replyKey(this);
    this.agents = new Agents(this, stage);
    if (stage.createIdentity) addMailDomain(this, stage.mailDomain);

    new CfnOutput(this, 'TableName', { value: this.table.tableName });
    new CfnOutput(this, 'MailBucketName', { value: this.mailBucket.bucketName });
  }
}

function ticketTable(stack: Stack): dynamodb.TableV2 {
  const text = (name: string): dynamodb.Attribute => ({ name, type: dynamodb.AttributeType.STRING });
  const { alarms, queue } = layout.indexes;
  return new dynamodb.TableV2(stack, 'Table', {
    partitionKey: text(layout.partitionKey),
    sortKey: text(layout.sortKey),
    timeToLiveAttribute: layout.timeToLive,
    billing: dynamodb.Billing.onDemand(),
    dynamoStream: dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
    globalSecondaryIndexes: [
      {
        indexName: alarms.name,
        partitionKey: text(alarms.partitionKey),
        sortKey: text(alarms.sortKey),
        projectionType: dynamodb.ProjectionType.KEYS_ONLY,
      },
      {
        indexName: queue.name,
        partitionKey: text(queue.partitionKey),
        sortKey: text(queue.sortKey),
        projectionType: dynamodb.ProjectionType.INCLUDE,
        nonKeyAttributes: [...queue.attributes],
      },
    ],
  });
}

/** What a presigned upload has signed, beside what browsers set by themselves. */
const uploadHeaders = ['content-type', 'if-none-match', 'x-amz-tagging'];

function mailBucket(stack: Stack, stage: Stage): s3.Bucket {
  const closed = {
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    encryption: s3.BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
    removalPolicy: RemovalPolicy.RETAIN,
  };
  const log = new s3.Bucket(stack, 'MailBucketLog', { ...closed, lifecycleRules: [{ expiration: Duration.days(400) }] });
  return new s3.Bucket(stack, 'MailBucket', {
    ...closed,
    // A mail that is overwritten or deleted by mistake can be brought back for a month. Mails themselves never expire: they are evidence.
    versioned: true,
    // Files are put by presigned addresses: the signature decides who may, whatever page asks. Forms and chats are on pages that only
    // contracts know; browsers send S3 nothing that would speak for their user. Reading what is there is for agents' pages.
    cors: [
      { allowedOrigins: ['*'], allowedMethods: [s3.HttpMethods.PUT], allowedHeaders: uploadHeaders, maxAge: 3600 },
      ...(stage.corsOrigins.length > 0
        ? [{ allowedOrigins: stage.corsOrigins, allowedMethods: [s3.HttpMethods.GET], maxAge: 3600 }]
        : []),
    ],
    lifecycleRules: [
      { noncurrentVersionExpiration: Duration.days(30), abortIncompleteMultipartUploadAfter: Duration.days(2) },
      // Uploads that nothing names. Functions take the tag off what is named; see `unclaimed` in shared/notices/outgoing-files.ts.
      { id: 'unclaimed-uploads', tagFilters: { unclaimed: 'true' }, expiration: Duration.days(2) },
    ],
    serverAccessLogsBucket: log,
    serverAccessLogsPrefix: 'mail/',
  });
}

function replyKey(stack: Stack): Secret {
  const secret = new Secret(stack, 'ReplyKey', {
    description: 'Signs the addresses that customers reply to',
    generateSecretString: { passwordLength: 64, excludePunctuation: true },
    removalPolicy: RemovalPolicy.RETAIN,
  });
  Validations.of(secret).acknowledge({
    id: 'AwsSolutions-SMG4',
    reason:
      'Rotation on its own would make every reply address already mailed out unknown. The runbook of a leak is a new secret by hand.',
  });
  return secret;
}
