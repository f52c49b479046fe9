import { describe, expect, it } from 'vitest';
import { type Stage, startStage } from '../support/cloud.ts';

/** Takes one grant away from the synthesized template and plays the story: it must fail with AccessDenied that names action and resource. */

interface Statement {
  Sid?: string;
  Action: string | string[];
}

/** Every policy statement of a template, in place. */
function statements(template: unknown): Statement[][] {
  const found: Statement[][] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit);
    else if (typeof node === 'object' && node !== null) {
      for (const [key, value] of Object.entries(node)) {
        if (key === 'Statement' && Array.isArray(value)) found.push(value as Statement[]);
        visit(value);
      }
    }
  };
  visit(template);
  return found;
}

const actionsOf = ({ Action }: Statement) => [Action].flat();

/** The template without what lets `role` (a logical id's beginning, or a kind of resource policy) do `action`. */
function without(action: string, policy: RegExp) {
  let taken = 0;
  const edit = (_: string, template: unknown): unknown => {
    const copy = structuredClone(template) as { Resources: Record<string, { Type: string }> };
    for (const [logicalId, resource] of Object.entries(copy.Resources)) {
      if (!policy.test(logicalId)) continue;
      for (const list of statements(resource)) {
        for (const statement of [...list].filter((each) => actionsOf(each).includes(action))) {
          taken++;
          const left = actionsOf(statement).filter((each) => each !== action);
          if (left.length > 0) statement.Action = left;
          else list.splice(list.indexOf(statement), 1);
        }
      }
    }
    return copy;
  };
  return { edit, taken: () => taken };
}

/** Plays mail, warning and escalation, and says what did not come, or not in time: the sweeper, minutes later, does not count. */
async function missing(stage: Stage): Promise<string[]> {
  await stage.mail({ from: 'ana@customer.example', subject: 'Help', text: 'Please.' });
  await stage.settle();
  await stage.advance('PT3H12M30S');
  const warned = (await stage.outbox('duty@')).length;
  await stage.advance('PT48M');
  const arrived = {
    acknowledgement: (await stage.outbox('ana@')).length,
    warning: warned,
    escalation: (await stage.outbox('lead@')).length,
  };
  return Object.entries(arrived).flatMap(([name, count]) => (count === 1 ? [] : [name]));
}

const all = ['acknowledgement', 'warning', 'escalation'];
const cases = [
  { who: 'receive-email', lost: all, action: 's3:GetObject', policy: /^ReceiveEmail/, resource: /arn:aws:s3:::.*\/inbound\// },
  { who: 'receive-email', lost: all, action: 'dynamodb:PutItem', policy: /^ReceiveEmail/, resource: /:table\// },
  { who: 'receive-email', lost: all, action: 'secretsmanager:GetSecretValue', policy: /^ReceiveEmail/, resource: /:secret:/ },
  {
    who: 'the queue of receive-email',
    lost: all,
    action: 'sqs:ReceiveMessage',
    policy: /^ReceiveEmail/,
    resource: /arn:aws:sqs:.*ReceiveEmail/,
  },
  {
    who: 'keep-clocks',
    lost: ['warning', 'escalation'],
    action: 'scheduler:CreateSchedule',
    policy: /^KeepClocks/,
    resource: /:schedule\/.*\/tkt_/,
  },
  { who: 'keep-clocks', lost: ['warning', 'escalation'], action: 'iam:PassRole', policy: /^KeepClocks/, resource: /:role\// },
  {
    who: 'keep-clocks',
    lost: ['warning', 'escalation'],
    action: 'dynamodb:GetRecords',
    policy: /^KeepClocks/,
    resource: /\/stream\//,
  },
  {
    who: 'Scheduler',
    lost: ['warning', 'escalation'],
    action: 'sqs:SendMessage',
    policy: /^AlarmSchedulesRole/,
    resource: /RingAlarm/,
  },
  { who: 'ring-alarm', lost: ['warning', 'escalation'], action: 'dynamodb:PutItem', policy: /^RingAlarm/, resource: /:table\// },
  {
    who: 'send-notices',
    lost: all,
    action: 'ses:SendRawEmail',
    policy: /^SendNotices/,
    resource: /:(identity|configuration-set)\//,
  },
  { who: 'send-notices', lost: ['acknowledgement'], action: 'dynamodb:UpdateItem', policy: /^SendNotices/, resource: /:table\// },
];

describe('with every grant', () => {
  it('the story is whole', async () => {
    const stage = await startStage();
    expect(await missing(stage)).toEqual([]);
    expect(stage.cloud.denials).toEqual([]);
    await stage.stop();
  });
});

describe('without one grant', () => {
  for (const { who, lost, action, policy, resource } of cases) {
    it(`${who} is refused ${action}: no ${lost.join(', no ')}`, { timeout: 60_000 }, async () => {
      const grant = without(action, policy);
      const stage = await startStage({ edit: grant.edit });
      try {
        expect(grant.taken(), 'grants taken away').toBeGreaterThan(0);
        expect(await missing(stage)).toEqual(lost);
        const denied = stage.cloud.denials.filter((denial) => denial.action === action && resource.test(denial.resource));
        expect(denied[0]?.message).toMatch(new RegExp(`not authorized to perform: ${action} on resource: arn:`));
      } finally {
        await stage.stop();
      }
    });
  }
});

describe('without a resource policy', () => {
  for (const { who, action, policy } of [
    { who: 'SES', action: 's3:PutObject', policy: /^Mail.*Policy/ },
    { who: 'SES', action: 'sns:Publish', policy: /Topic.*Policy|Policy.*Topic/ },
    { who: 'SNS', action: 'sqs:SendMessage', policy: /^ReceiveEmailQueuePolicy/ },
  ]) {
    it(`${who} is refused ${action}`, { timeout: 60_000 }, async () => {
      const grant = without(action, policy);
      let refusal = '';
      try {
        const stage = await startStage({ edit: grant.edit });
        expect(await missing(stage)).toEqual(all);
        refusal = stage.cloud.denials.map(({ message }) => message).join('\n');
        await stage.stop();
      } catch (error) {
        refusal = String(error);
      }
      expect(grant.taken(), 'grants taken away').toBeGreaterThan(0);
      expect(refusal).toContain(action);
    });
  }
});
