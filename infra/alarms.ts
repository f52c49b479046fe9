import { ArnFormat, type Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { Stage } from './stages.ts';

/** What silence of the metric means. There is no default: for each alarm someone has to think of it. */
type Silence = 'fine' | 'alarming';

interface Condition {
  /** What people suffer while this is so. An alarm of which nobody can say this should not exist. */
  impact: string;
  metric: cloudwatch.IMetric;
  /** How many of the latest periods must be bad; one of one unless said otherwise. */
  inPeriods?: { breaching: number; of: number };
  whenSilent: Silence;
}

/** Goes off when the metric is at least, above or below this much. */
export type AlarmProps = Condition & ({ atLeast: number } | { above: number } | { below: number });

/** All alarms, and the one topic that they tell. */
export class Alarms extends Construct {
  readonly topic: Topic;
  private readonly stage: Stage;

  constructor(stack: Stack, stage: Stage) {
    super(stack, 'Alarms');
    this.stage = stage;
    this.topic = new Topic(this, 'Topic', { displayName: `Guichet ${stage.name} alarms`, enforceSSL: true });
    // Refusing plain HTTP makes a policy, and any policy replaces the default one that let the account's alarms publish.
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsPublish',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: {
          StringEquals: { 'aws:SourceAccount': stack.account },
          ArnLike: {
            'aws:SourceArn': stack.formatArn({
              service: 'cloudwatch',
              resource: 'alarm',
              resourceName: '*',
              arnFormat: ArnFormat.COLON_RESOURCE_NAME,
            }),
          },
        },
      }),
    );
    if (stage.alarmEmail) this.topic.addSubscription(new EmailSubscription(stage.alarmEmail));
  }

  /** `name` is also the section of runbook.md that says what to do. */
  raise(name: string, props: AlarmProps): cloudwatch.Alarm {
    const { threshold, comparisonOperator } = limit(props);
    const alarm = new cloudwatch.Alarm(this, name, {
      alarmName: `guichet-${this.stage.name}-${name}`,
      alarmDescription: `${props.impact} What to do: infra/runbook.md#${name}`,
      metric: props.metric,
      threshold,
      comparisonOperator,
      evaluationPeriods: props.inPeriods?.of ?? 1,
      datapointsToAlarm: props.inPeriods?.breaching ?? 1,
      treatMissingData:
        props.whenSilent === 'fine' ? cloudwatch.TreatMissingData.NOT_BREACHING : cloudwatch.TreatMissingData.BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
    alarm.addOkAction(new SnsAction(this.topic));
    return alarm;
  }
}

function limit(props: AlarmProps): { threshold: number; comparisonOperator: cloudwatch.ComparisonOperator } {
  if ('atLeast' in props) {
    return { threshold: props.atLeast, comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD };
  }
  if ('above' in props)
    return { threshold: props.above, comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD };
  return { threshold: props.below, comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD };
}
