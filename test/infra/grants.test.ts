import { describe, expect, test } from 'vitest';
import { functionNames, pascalCase, phoneFunctionNames } from '../../infra/service-function.ts';
import { granted, grantedTo, list, type Statement } from './granted.ts';
import { everything, nothing, ofType, synthesized } from './synthesized.ts';

const body = synthesized(nothing).service;
const of = (id: string) => grantedTo(body, id);

describe('grants', () => {
  test('are all policies of ours: none is managed or written into the role', () => {
    const roles = ofType(body, 'AWS::IAM::Role');
    // Those of the phone are not deployed here: phone-channel.test.ts.
    expect(roles.length).toBe(functionNames.length - phoneFunctionNames.length + 3);
    for (const [, { Properties }] of roles) {
      expect(Properties).not.toHaveProperty('ManagedPolicyArns');
      expect(Properties).not.toHaveProperty('Policies');
    }
  });

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

  test('of agents to remove items end at what may go: no ticket, no event, no entry of the audit', () => {
    const grant = of('AgentApi').find(({ Sid }) => Sid === 'RemoveMacrosAndLinks');
    const allowed = Object(grant?.Condition)['ForAllValues:StringLike']['dynamodb:LeadingKeys'] as string[];
    expect(allowed).toEqual(['MACRO', 'IDENTIFIER#*', 'SUBSCRIPTION', 'CIRCUIT#*', 'LANE#*', 'BEHIND#*']);
  });

  test('for the files of agents end at their prefixes', () => {
    const on = (id: string, sid: string) => JSON.stringify(of(id).find(({ Sid }) => Sid === sid)?.Resource);
    expect(on('SendNotices', 'ReadAgentsFiles').match(/"\/[a-z]+\/\*"/g)).toEqual(['"/outgoing/*"']);
    expect(on('AgentApi', 'TakeFiles').match(/"\/[a-z]+\/\*"/g)).toEqual(['"/outgoing/*"']);
    expect(on('AgentApi', 'ClaimFiles').match(/"\/[a-z]+\/\*"/g)).toEqual(['"/outgoing/*"']);
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
