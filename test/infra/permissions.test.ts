import { describe, expect, test } from 'vitest';
import { functionNames, pascalCase, phoneFunctionNames } from '../../infra/service-function.ts';
import { everything, nothing, ofType, synthesized, type TemplateBody } from './synthesized.ts';

interface Statement {
  Sid?: string;
  Effect: string;
  Action: string | string[];
  Resource: unknown;
  Condition?: Record<string, Record<string, unknown>>;
  Principal?: unknown;
}

const list = <T>(one: T | T[]): T[] => (Array.isArray(one) ? one : [one]);

/** Every statement that allows a role something, with the id of its policy. */
const granted = (template: TemplateBody) =>
  ofType(template, 'AWS::IAM::Policy').flatMap(([id, { Properties }]) =>
    (Object(Properties).PolicyDocument.Statement as Statement[]).map((statement) => ({ id, ...statement })),
  );

const body = synthesized(nothing).service;
const of = (id: string) => granted(body).filter((statement) => statement.id.startsWith(`${id}RoleDefaultPolicy`));
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
      HandOutFiles: 's3:GetObject',
      TakeFiles: 's3:PutObject',
      ListQueue: 'dynamodb:Query',
      ReleaseMails: 'sqs:SendMessage',
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
      TakeFiles: 's3:PutObject',
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

  test('acknowledge-escalation', () => {
    expect(verbs('AcknowledgeEscalation')).toEqual({
      ...ownLog,
      ReadReplyKey: 'secretsmanager:GetSecretValue',
      ReadTickets: 'dynamodb:GetItem',
      AppendToTickets: 'dynamodb:PutItem',
    });
  });

  test('and nothing by a managed policy or one written into the role', () => {
    const roles = ofType(body, 'AWS::IAM::Role');
    // Those of the phone are not deployed here: phone-channel.test.ts.
    expect(roles.length).toBe(functionNames.length - phoneFunctionNames.length + 3);
    for (const [, { Properties }] of roles) {
      expect(Properties).not.toHaveProperty('ManagedPolicyArns');
      expect(Properties).not.toHaveProperty('Policies');
    }
  });
});

describe('grants', () => {
  test('each stand alone under a name of their own, so that one can be taken away', () => {
    for (const name of functionNames) {
      const sids = of(pascalCase(name)).map(({ Sid }) => Sid);
      expect(sids).not.toContain(undefined);
      expect(new Set(sids).size).toBe(sids.length);
    }
  });

  test.each([
    ['every optional part', everything],
    ['no optional part', nothing],
  ])(
    'with %s, never have a wildcard for an action, nor for a whole resource except one that knows no resources',
    (_, context) => {
      const { data, service } = synthesized(context);
      const statements = [...granted(data), ...granted(service)];
      expect(statements.flatMap(({ Action }) => list(Action)).filter((action) => action.includes('*'))).toEqual([]);
      const everywhere = statements.filter(({ Resource }) => list(Resource).includes('*')).map(({ Sid }) => Sid);
      expect(everywhere).toEqual(context === everything ? ['ActivateRuleSet'] : []);
    },
  );

  test('let a role be passed to Scheduler only', () => {
    expect(of('KeepClocks').find(({ Sid }) => Sid === 'LetSchedulesRing')?.Condition).toEqual({
      StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' },
    });
  });

  test('for the files of agents end at their prefixes', () => {
    const on = (id: string, sid: string) => JSON.stringify(of(id).find(({ Sid }) => Sid === sid)?.Resource);
    expect(on('SendNotices', 'ReadAgentsFiles').match(/"\/[a-z]+\/\*"/g)).toEqual(['"/outgoing/*"']);
    expect(on('AgentApi', 'TakeFiles').match(/"\/[a-z]+\/\*"/g)).toEqual(['"/outgoing/*"']);
    expect(on('AgentApi', 'HandOutFiles').match(/"\/[a-z]+\/\*"/g)).toEqual([
      '"/attachments/*"',
      '"/outgoing/*"',
      '"/inbound/*"',
    ]);
  });

  test('for mail end at the two prefixes', () => {
    const on = (sid: string) => JSON.stringify(of('ReceiveEmail').find(({ Sid }) => Sid === sid)?.Resource);
    expect(on('ReadRawMail')).toContain('"/inbound/*"');
    expect(on('KeepAttachments')).toContain('"/attachments/*"');
  });
});

describe('services that act for us', () => {
  test('Scheduler takes a role on only for the group of schedules that the role is for', () => {
    const trusts = ofType(body, 'AWS::IAM::Role')
      .map(([, { Properties }]) => Object(Properties).AssumeRolePolicyDocument.Statement[0] as Statement)
      .filter(({ Principal }) => JSON.stringify(Principal).includes('scheduler'));
    expect(trusts).toHaveLength(3);
    for (const { Condition } of trusts) {
      expect(Condition?.StringEquals).toMatchObject({
        'aws:SourceAccount': { Ref: 'AWS::AccountId' },
        'aws:SourceArn': { 'Fn::GetAtt': [expect.stringMatching(/^(AlarmSchedules|Periodic)/), 'Arn'] },
      });
    }
  });

  test('nobody is allowed anything by a resource policy without saying for which account or resource', () => {
    const { data, service } = synthesized(everything);
    const types = ['AWS::S3::BucketPolicy', 'AWS::SNS::TopicPolicy', 'AWS::SQS::QueuePolicy'];
    const statements = [data, service].flatMap((template) =>
      types.flatMap((type) =>
        ofType(template, type).flatMap(([, { Properties }]) => Object(Properties).PolicyDocument.Statement as Statement[]),
      ),
    );
    const allowing = statements.filter(({ Effect }) => Effect === 'Allow');
    expect(allowing.length).toBeGreaterThan(5);
    for (const { Condition } of allowing) expect(JSON.stringify(Condition)).toMatch(/aws:SourceA(ccount|rn)/i);
  });
});
