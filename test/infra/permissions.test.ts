import { describe, expect, test } from 'vitest';
import { granted, grantedTo, list } from './granted.ts';
import { nothing, ofType, type Resource, synthesized } from './synthesized.ts';

const body = synthesized(nothing).service;
const of = (id: string) => grantedTo(body, id);
const verbs = (id: string) => Object.fromEntries(of(id).map(({ Sid, Action }) => [Sid, list(Action).sort().join(' ')]));

const ownLog = { WriteOwnLog: 'logs:CreateLogStream logs:PutLogEvents' };
const receive = 'sqs:ChangeMessageVisibility sqs:DeleteMessage sqs:GetQueueAttributes sqs:ReceiveMessage';
const stream = {
  ReadChanges: 'dynamodb:DescribeStream dynamodb:GetRecords dynamodb:GetShardIterator',
  ListChanges: 'dynamodb:ListStreams',
  SetChangesAside: 'sqs:SendMessage',
};

describe('each function may do exactly this', () => {
  test('receive-email', () => {
    expect(verbs('ReceiveEmail')).toEqual({
      ...ownLog,
      ReceiveMail: receive,
      ReadRawMail: 's3:GetObject',
      KeepAttachments: 's3:PutObject',
      ReadReplyKey: 'secretsmanager:GetSecretValue',
      ReadTickets: 'dynamodb:GetItem dynamodb:Query',
      AppendToTickets: 'dynamodb:PutItem',
    });
  });

  test('note-delivery', () => {
    expect(verbs('NoteDelivery')).toEqual({
      ...ownLog,
      ReceiveReports: receive,
      ReadTickets: 'dynamodb:GetItem',
      ReadContracts: 'dynamodb:Query',
      AppendToTickets: 'dynamodb:PutItem',
      MarkNotices: 'dynamodb:UpdateItem',
    });
  });

  test('keep-clocks', () => {
    expect(verbs('KeepClocks')).toEqual({
      ...ownLog,
      ...stream,
      KeepSchedules: 'scheduler:CreateSchedule scheduler:DeleteSchedule',
      LetSchedulesRing: 'iam:PassRole',
      RingAtOnce: 'sqs:SendMessage',
      AskForPages: 'sqs:SendMessage',
    });
  });

  test('ring-alarm', () => {
    expect(verbs('RingAlarm')).toEqual({
      ...ownLog,
      ReceiveAlarms: receive,
      ReadTickets: 'dynamodb:GetItem',
      ReadContracts: 'dynamodb:Query',
      AppendToTickets: 'dynamodb:PutItem',
    });
  });

  test('sweep-alarms and measure-backlog, each with its tickets on one index only', () => {
    expect(verbs('SweepAlarms')).toEqual({
      ...ownLog,
      FindAlarms: 'dynamodb:Query',
      RingAgain: 'sqs:SendMessage',
      FindReclockings: 'dynamodb:Query',
      AskForPages: 'sqs:SendMessage',
    });
    expect(verbs('MeasureBacklog')).toEqual({ ...ownLog, CountQueue: 'dynamodb:Query' });
    const on = (id: string, sid: string) => JSON.stringify(of(id).find(({ Sid }) => Sid === sid)?.Resource);
    expect(on('SweepAlarms', 'FindAlarms')).toContain('"/index/alarms"');
    expect(on('MeasureBacklog', 'CountQueue')).toContain('"/index/queue"');
  });

  test('reclock-tickets', () => {
    expect(verbs('ReclockTickets')).toEqual({
      ...ownLog,
      ReceivePages: receive,
      ReadTickets: 'dynamodb:GetItem',
      ReadContracts: 'dynamodb:Query',
      FindAffectedTickets: 'dynamodb:Query',
      AppendToTickets: 'dynamodb:PutItem',
    });
    const found = of('ReclockTickets').find(({ Sid }) => Sid === 'FindAffectedTickets');
    expect(JSON.stringify(found?.Resource)).toContain('"/index/queue"');
  });

  test('send-notices', () => {
    expect(verbs('SendNotices')).toEqual({
      ...ownLog,
      ...stream,
      ReceiveLateNotices: receive,
      DeferNotices: 'sqs:SendMessage',
      PushToConnections: 'execute-api:ManageConnections',
      ForgetConnections: 'dynamodb:DeleteItem',
      WakeSubscribers: 'sqs:SendMessage',
      ReadAgentsFiles: 's3:GetObject',
      ReadReplyKey: 'secretsmanager:GetSecretValue',
      ReadTickets: 'dynamodb:GetItem dynamodb:Query',
      ClaimNotices: 'dynamodb:PutItem dynamodb:UpdateItem',
      SendAsOurDomain: 'ses:SendRawEmail',
      SendWithReports: 'ses:SendRawEmail',
    });
  });

  test('agent-api', () => {
    expect(verbs('AgentApi')).toEqual({
      ...ownLog,
      ReadTickets: 'dynamodb:GetItem dynamodb:Query',
      AppendToTickets: 'dynamodb:PutItem',
      CountRequests: 'dynamodb:UpdateItem',
      RemoveMacrosAndLinks: 'dynamodb:DeleteItem',
      HandOutFiles: 's3:GetObject',
      TakeFiles: 's3:PutObject s3:PutObjectTagging',
      ClaimFiles: 's3:DeleteObjectTagging',
      ListQueue: 'dynamodb:Query',
      ReleaseMails: 'sqs:SendMessage',
      WakeLanes: 'sqs:SendMessage',
      KeepSubscriptionSecrets:
        'secretsmanager:CreateSecret secretsmanager:DeleteSecret secretsmanager:GetSecretValue secretsmanager:PutSecretValue',
    });
  });

  test('receive-chat and serve-widget', () => {
    expect(verbs('ReceiveChat')).toEqual({
      ...ownLog,
      ReadTickets: 'dynamodb:GetItem dynamodb:Query',
      AppendToTickets: 'dynamodb:PutItem',
      KeepChats: 'dynamodb:UpdateItem',
      ForgetConnections: 'dynamodb:DeleteItem',
      AnswerConnections: 'execute-api:ManageConnections',
      TakeFiles: 's3:PutObject s3:PutObjectTagging',
      ClaimFiles: 's3:DeleteObjectTagging',
      HandOutFiles: 's3:GetObject',
    });
    expect(verbs('ServeWidget')).toEqual(ownLog);
    const on = (id: string, sid: string) => JSON.stringify(of(id).find(({ Sid }) => Sid === sid)?.Resource);
    expect(on('SendNotices', 'PushToConnections').match(/"\/chat\/\w+\/@connections\/\*"/g)).toEqual([
      '"/chat/POST/@connections/*"',
    ]);
    expect(on('ReceiveChat', 'AnswerConnections').match(/"\/chat\/\w+\/@connections\/\*"/g)).toEqual([
      '"/chat/POST/@connections/*"',
      '"/chat/DELETE/@connections/*"',
    ]);
    expect(on('ReceiveChat', 'TakeFiles').match(/"\/[a-z]+\/\*"/g)).toEqual(['"/attachments/*"']);
  });

  test('deliver-webhook, with secrets of subscriptions alone', () => {
    expect(verbs('DeliverWebhook')).toEqual({
      ...ownLog,
      ReceiveWakeUps: receive,
      ReadTickets: 'dynamodb:GetItem dynamodb:Query',
      KeepLanes: 'dynamodb:DeleteItem dynamodb:PutItem dynamodb:UpdateItem',
      WakeLanes: 'sqs:SendMessage',
      ReadSubscriptionSecrets: 'secretsmanager:GetSecretValue',
      SendAsOurDomain: 'ses:SendRawEmail',
      SendWithReports: 'ses:SendRawEmail',
    });
    const secrets = of('DeliverWebhook').find(({ Sid }) => Sid === 'ReadSubscriptionSecrets');
    expect(JSON.stringify(secrets?.Resource)).toContain('secret:guichet-production/subscriptions/*');
  });

  test('acknowledge-escalation', () => {
    expect(verbs('AcknowledgeEscalation')).toEqual({
      ...ownLog,
      ReadReplyKey: 'secretsmanager:GetSecretValue',
      ReadTickets: 'dynamodb:GetItem',
      AppendToTickets: 'dynamodb:PutItem',
    });
  });

  test('receive-webhook', () => {
    expect(verbs('ReceiveWebhook')).toEqual({
      ...ownLog,
      ReadTickets: 'dynamodb:GetItem',
      ReadContracts: 'dynamodb:Query',
      AppendToTickets: 'dynamodb:PutItem',
      CountRequests: 'dynamodb:UpdateItem',
      ReadPartnerSecrets: 'secretsmanager:GetSecretValue',
    });
    const secrets = of('ReceiveWebhook').find(({ Sid }) => Sid === 'ReadPartnerSecrets');
    expect(JSON.stringify(secrets?.Resource)).toMatch(/:secret:guichet-production\/partners\/\*"/);
  });

  test('receive-form', () => {
    expect(verbs('ReceiveForm')).toEqual({
      ...ownLog,
      ReadForms: 'dynamodb:GetItem dynamodb:Query',
      AppendToTickets: 'dynamodb:PutItem',
      CountSubmissions: 'dynamodb:UpdateItem',
      ReadReplyKey: 'secretsmanager:GetSecretValue',
      TakeFiles: 's3:PutObject s3:PutObjectTagging',
      LookAtFiles: 's3:GetObject',
      ClaimFiles: 's3:DeleteObjectTagging',
    });
    for (const { Sid, Resource } of of('ReceiveForm').filter(({ Sid: sid }) => sid?.endsWith('Files')))
      expect(JSON.stringify(Resource).match(/"\/[a-z/]+\*"/g), Sid).toEqual(['"/attachments/forms/*"']);
  });

  test('receive-form reads the secret of a challenge only where the stage names one, and that one only', () => {
    const challengeSecretArn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:challenge-Ab12Cd';
    const { service } = synthesized({ ...nothing, challengeSecretArn });
    const found = granted(service).filter(({ Sid }) => Sid === 'ReadChallengeSecret');
    expect(found).toMatchObject([{ Action: 'secretsmanager:GetSecretValue', Resource: challengeSecretArn }]);
    const [[, fn]] = ofType(service, 'AWS::Lambda::Function').filter(([id]) => id.startsWith('ReceiveForm')) as [
      [string, Resource],
    ];
    expect(Object(fn.Properties?.Environment).Variables).toMatchObject({ CHALLENGE_SECRET_ARN: challengeSecretArn });
  });

  test('show-request', () => {
    expect(verbs('ShowRequest')).toEqual({
      ...ownLog,
      ReadTickets: 'dynamodb:GetItem dynamodb:Query',
      AppendToTickets: 'dynamodb:PutItem',
      CountMessages: 'dynamodb:UpdateItem',
      ReadReplyKey: 'secretsmanager:GetSecretValue',
    });
  });

  test('describe-api', () => {
    expect(verbs('DescribeApi')).toEqual(ownLog);
  });
});
