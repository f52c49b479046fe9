import * as z from 'zod/mini';
import type { Principal } from '../iam/iam.ts';
import type { App } from '../template/app.ts';
import type { SendingEventType } from './sending-events.ts';

/** The part of SNS that SES needs. */
export interface Publisher {
  publish(principal: Principal, topicArn: string, message: string, subject?: string): string;
}

export interface EventDestinations {
  /** The configuration sets of the template. */
  sets: ReadonlySet<string>;
  /** Throws when the topic's policy does not let SES publish: AWS would not have made the destination. */
  start(): void;
  /** The first error of a topic is passed on after all topics were tried. */
  publish(configurationSet: string, type: SendingEventType, json: string): void;
}

const destinationProperties = z.object({
  ConfigurationSetName: z.string(),
  EventDestination: z.object({
    Enabled: z._default(z.boolean(), true),
    MatchingEventTypes: z.array(z.string()),
    SnsDestination: z.optional(z.object({ TopicARN: z.string() })),
  }),
});

interface Destination {
  set: string;
  types: Set<string>;
  topicArn: string;
}

function destinationsOf(app: App): Destination[] {
  return app.byType('AWS::SES::ConfigurationSetEventDestination').flatMap(({ stack, logicalId, properties }) => {
    const parsed = z.safeParse(destinationProperties, properties);
    if (!parsed.success) throw new Error(`${stack}/${logicalId}: ${z.prettifyError(parsed.error)}`);
    const { ConfigurationSetName: set, EventDestination: destination } = parsed.data;
    if (!destination.Enabled) return [];
    if (!destination.SnsDestination) throw new Error(`${stack}/${logicalId}: only SNS destinations are played locally`);
    // CloudFormation spells the types in lower camel case, the SES API in others.
    const types = new Set(destination.MatchingEventTypes.map((type) => type.toLowerCase()));
    return [{ set, types, topicArn: destination.SnsDestination.TopicARN }];
  });
}

/** Event publishing of configuration sets to SNS. Throws for destinations of other kinds. */
export function createEventDestinations(app: App, publisher: Publisher): EventDestinations {
  const destinations = destinationsOf(app);
  const principal = (set: string): Principal => ({
    type: 'service',
    service: 'ses.amazonaws.com',
    sourceArn: `arn:aws:ses:${app.region}:${app.account}:configuration-set/${set}`,
  });
  return {
    sets: new Set(app.byType('AWS::SES::ConfigurationSet').map(({ name }) => name)),
    start: () => {
      for (const { set, topicArn } of destinations) {
        publisher.publish(principal(set), topicArn, 'Successfully validated SNS topic for Amazon SES event publishing.');
      }
    },
    publish: (configurationSet, type, json) => {
      const failures: unknown[] = [];
      for (const { set, types, topicArn } of destinations) {
        if (set !== configurationSet || !types.has(type.toLowerCase())) continue;
        try {
          publisher.publish(principal(set), topicArn, json, 'Amazon SES Email Event Notification');
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}
