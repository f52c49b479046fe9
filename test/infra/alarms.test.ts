import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { functionNames } from '../../infra/service-function.ts';
import { everything, ofType, synthesized } from './synthesized.ts';

const body = synthesized(everything).service;
const runbook = readFileSync(join(import.meta.dirname, '../../infra/runbook.md'), 'utf8');

const alarms = ofType(body, 'AWS::CloudWatch::Alarm').map(([, { Properties = {} }]) => Properties);
const names = alarms.map(({ AlarmName }) => String(AlarmName).replace('guichet-production-', ''));

/** The runbook's sections: name and text. */
const sections = new Map(
  runbook
    .split(/^## /m)
    .slice(1)
    .map((section): [string, string] => {
      const [title = '', ...lines] = section.split('\n');
      return [title.trim(), lines.join('\n')];
    }),
);

describe('the runbook', () => {
  test('has a section for every alarm and none without one', () => {
    expect([...sections.keys()].sort()).toEqual([...names].sort());
  });

  test.each([...sections])('says about %s what people notice, how to look, what to do and how to know it is over', (_, text) => {
    for (const heading of ['**People notice**', '**Look**', '**Do**', '**Over when**']) expect(text).toContain(heading);
  });
});

describe('every alarm', () => {
  test.each(names.map((name, i): [string, Record<string, unknown>] => [name, alarms[i] ?? {}]))(
    '%s says what people suffer, points to its section, tells someone, and knows what silence means',
    (name, alarm) => {
      expect(alarm.AlarmDescription).toMatch(/^[A-Z].{30,}\. What to do: infra\/runbook\.md#/);
      expect(alarm.AlarmDescription).toContain(`infra/runbook.md#${name}`);
      expect(alarm.AlarmActions).toHaveLength(1);
      expect(alarm.OKActions).toEqual(alarm.AlarmActions);
      expect(['notBreaching', 'breaching']).toContain(alarm.TreatMissingData);
    },
  );

  test('that waits for silence is one of a periodic job', () => {
    const silent = names.filter((_, i) => alarms[i]?.TreatMissingData === 'breaching');
    expect(silent).toEqual(['sweep-alarms-not-running', 'measure-backlog-not-running', 'reconcile-calls-not-running']);
  });
});

describe('there is an alarm', () => {
  test.each(functionNames)('for errors of %s', (name) => {
    expect(names).toContain(`${name}-errors`);
  });

  test('for each dead-letter queue, and it watches that queue', () => {
    const deadLetterQueues = ofType(body, 'AWS::SQS::Queue').filter(([id]) => id.includes('DeadLetters'));
    const watched = alarms
      .filter(({ AlarmName }) => String(AlarmName).endsWith('-dead-letters'))
      .map(({ Dimensions }) => String(Object(Dimensions)[0].Value['Fn::GetAtt'][0]));
    expect(watched.sort()).toEqual(deadLetterQueues.map(([id]) => id).sort());
  });

  test.each([
    'promises-broken',
    'attainment-low',
    'oldest-unanswered',
    'alarms-swept',
    'firing-lag',
    'deliveries-failed',
    'escalations-undelivered',
    'mail-not-stored',
    'receive-email-behind',
    'keep-clocks-behind',
    'send-notices-behind',
    'agent-api-failing',
  ])('for the service as a whole: %s', (name) => {
    expect(names).toContain(name);
  });
});

test('alarms reach the topic: CloudWatch may publish to it, and the address of the stage is subscribed', () => {
  const policies = ofType(body, 'AWS::SNS::TopicPolicy').map(([, policy]) => JSON.stringify(policy));
  expect(policies.filter((policy) => policy.includes('cloudwatch.amazonaws.com'))).toHaveLength(1);
  const addresses = ofType(body, 'AWS::SNS::Subscription').map(([, { Properties }]) => Properties?.Endpoint);
  expect(addresses).toContain('ops@example.org');
});
