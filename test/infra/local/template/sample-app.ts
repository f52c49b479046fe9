import * as cdk from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUserPoolAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration, WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import * as ses from 'aws-cdk-lib/aws-ses';
import * as sesActions from 'aws-cdk-lib/aws-ses-actions';
import * as sns from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import * as sqs from 'aws-cdk-lib/aws-sqs';

/** Synthesizes a small CDK app of the kind that the local cloud runs: a data stack and a service stack that refers to it. */
export function synthesizeSampleApp(outdir: string): void {
  const app = new cdk.App({ outdir, analyticsReporting: false });
  const data = new cdk.Stack(app, 'Data');
  const table = new dynamodb.TableV2(data, 'Table', {
    partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING },
    dynamoStream: dynamodb.StreamViewType.NEW_IMAGE,
    globalSecondaryIndexes: [{ indexName: 'due', partitionKey: { name: 'shard', type: dynamodb.AttributeType.STRING } }],
  });
  const bucket = new s3.Bucket(data, 'Mail', { enforceSSL: true });

  const service = new cdk.Stack(app, 'Service');
  const deadLetterQueue = new sqs.Queue(service, 'DeadLetters', { enforceSSL: true });
  const queue = new sqs.Queue(service, 'Inbox', { deadLetterQueue: { queue: deadLetterQueue, maxReceiveCount: 3 } });
  const topic = new sns.Topic(service, 'Received', { enforceSSL: true });
  topic.addSubscription(new SqsSubscription(queue));
  const configurationSet = new ses.ConfigurationSet(service, 'Sending');
  configurationSet.addEventDestination('Feedback', { destination: ses.EventDestination.snsTopic(topic) });
  const identity = new ses.EmailIdentity(service, 'Identity', {
    identity: ses.Identity.domain('guichet.example'),
    configurationSet,
  });
  new ses.ReceiptRuleSet(service, 'Rules').addRule('Support', {
    recipients: ['support@guichet.example'],
    actions: [new sesActions.S3({ bucket, topic, objectKeyPrefix: 'mail/' })],
  });

  const secret = new secrets.Secret(service, 'Key');
  const group = new scheduler.ScheduleGroup(service, 'Alarms');
  const fn = new lambda.Function(service, 'ReceiveEmail', {
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('export const handler = async () => {}'),
    environment: {
      QUEUE_URL: queue.queueUrl,
      TABLE: table.tableName,
      BUCKET: bucket.bucketName,
      SECRET: secret.secretArn,
      GROUP: group.scheduleGroupName,
    },
  });
  table.grantReadWriteData(fn);
  bucket.grantRead(fn);
  queue.grantSendMessages(fn);
  secret.grantRead(fn);
  group.grantWriteSchedules(fn);
  fn.addEventSource(new SqsEventSource(queue, { reportBatchItemFailures: true }));
  fn.addEventSource(new DynamoEventSource(table, { startingPosition: lambda.StartingPosition.LATEST }));
  new events.Rule(service, 'Sweep', {
    schedule: events.Schedule.rate(cdk.Duration.minutes(5)),
    targets: [new LambdaFunction(fn)],
  });
  const alarmRole = new iam.Role(service, 'RingRole', {
    assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceAccount': service.account },
        ArnEquals: { 'aws:SourceArn': group.scheduleGroupArn },
      },
    }),
  });
  fn.grantInvoke(alarmRole);
  alarmRole.grantPassRole(fn.grantPrincipal);

  const pool = new cognito.UserPool(service, 'Agents');
  const client = pool.addClient('Console');
  const http = new apigateway.HttpApi(service, 'Http');
  http.addRoutes({
    path: '/tickets/{id}',
    methods: [apigateway.HttpMethod.GET],
    integration: new HttpLambdaIntegration('Tickets', fn),
    authorizer: new HttpUserPoolAuthorizer('Agents', pool, { userPoolClients: [client] }),
  });
  const chat = new apigateway.WebSocketApi(service, 'Chat', {
    connectRouteOptions: { integration: new WebSocketLambdaIntegration('Connect', fn) },
  });
  const stage = new apigateway.WebSocketStage(service, 'Live', { webSocketApi: chat, stageName: 'live', autoDeploy: true });
  stage.grantManagementApiAccess(fn);
  fn.addEnvironment('CALLBACK_URL', stage.callbackUrl);

  new cloudwatch.Alarm(service, 'Errors', { metric: fn.metricErrors(), threshold: 1, evaluationPeriods: 1 });
  new cloudwatch.Dashboard(service, 'Overview', { widgets: [[new cloudwatch.GraphWidget({ left: [fn.metricErrors()] })]] });
  new cdk.CfnOutput(service, 'HttpUrl', { value: http.apiEndpoint });
  new cdk.CfnOutput(service, 'Issuer', { value: pool.userPoolProviderUrl });
  new cdk.CfnOutput(service, 'Dkim', { value: identity.dkimDnsTokenName1 });
  app.synth();
}
