import { arnOf, type Facts, type Kind, type Kinds, nameOf, regionalArn } from './kind.ts';

const alarmKind: Kind = {
  named: 'AlarmName',
  longest: 255,
  arn: (alarm) => regionalArn('cloudwatch', alarm, `alarm:${alarm.name}`),
  attributes: { Arn: arnOf },
};

/** A rule of the default bus has no bus in its ARN. `EventBusName` may be a name or an ARN. */
const rulePath = (rule: Facts) => {
  const bus = rule.text('EventBusName')?.split('/').at(-1) ?? 'default';
  return bus === 'default' ? `rule/${rule.name}` : `rule/${bus}/${rule.name}`;
};

export const operationsKinds: Kinds = {
  'AWS::CloudWatch::Alarm': alarmKind,
  'AWS::CloudWatch::CompositeAlarm': alarmKind,
  'AWS::CloudWatch::Dashboard': {
    named: 'DashboardName',
    longest: 255,
    arn: (dashboard) => `arn:aws:cloudwatch::${dashboard.account}:dashboard/${dashboard.name}`,
  },

  'AWS::Logs::LogGroup': {
    named: 'LogGroupName',
    longest: 512,
    // CloudFormation's ARN of a log group ends with `:*`, so that it covers the streams.
    arn: (group) => regionalArn('logs', group, `log-group:${group.name}:*`),
    attributes: { Arn: arnOf },
  },

  'AWS::Events::Rule': {
    named: 'Name',
    longest: 64,
    arn: (rule) => regionalArn('events', rule, rulePath(rule)),
    attributes: { Arn: arnOf, RuleName: nameOf },
  },
  'AWS::Events::EventBus': {
    named: 'Name',
    longest: 256,
    arn: (bus) => regionalArn('events', bus, `event-bus/${bus.name}`),
    attributes: { Arn: arnOf, Name: nameOf },
  },

  'AWS::Scheduler::ScheduleGroup': {
    named: 'Name',
    longest: 64,
    arn: (group) => regionalArn('scheduler', group, `schedule-group/${group.name}`),
    attributes: { Arn: arnOf },
  },
  'AWS::Scheduler::Schedule': {
    named: 'Name',
    longest: 64,
    arn: (schedule) => regionalArn('scheduler', schedule, `schedule/${schedule.text('GroupName') ?? 'default'}/${schedule.name}`),
    attributes: { Arn: arnOf },
  },
};
