import { stableCharacters, stableUuid } from '../stable-names.ts';
import { arnOf, type Facts, type Kind, type Kinds, nameOf, regionalArn } from './kind.ts';

const chosenId = (facts: Facts) => stableUuid(facts.seed);

/** What lives in a Connect instance has an ARN below the instance's, and is known by that ARN everywhere. */
const inInstance = (collection: string, attribute: string): Kind => ({
  name: chosenId,
  arn: (part) => `${part.text('InstanceArn')}/${collection}/${part.name}`,
  ref: arnOf,
  attributes: { [attribute]: arnOf },
});

export const contactCentreKinds: Kinds = {
  'AWS::Connect::Instance': {
    name: chosenId,
    arn: (instance) => regionalArn('connect', instance, `instance/${instance.name}`),
    ref: arnOf,
    attributes: { Arn: arnOf, Id: nameOf },
  },
  'AWS::Connect::ContactFlow': inInstance('contact-flow', 'ContactFlowArn'),
  'AWS::Connect::ContactFlowModule': inInstance('flow-module', 'ContactFlowModuleArn'),
  'AWS::Connect::HoursOfOperation': inInstance('operating-hours', 'HoursOfOperationArn'),
  'AWS::Connect::Queue': inInstance('queue', 'QueueArn'),
  'AWS::Connect::RoutingProfile': inInstance('routing-profile', 'RoutingProfileArn'),
  'AWS::Connect::SecurityProfile': inInstance('security-profile', 'SecurityProfileArn'),
  'AWS::Connect::User': inInstance('agent', 'UserArn'),
  'AWS::Connect::PhoneNumber': {
    name: chosenId,
    arn: (number) => regionalArn('connect', number, `phone-number/${number.name}`),
    ref: arnOf,
    // A number of the range that is kept free for fiction.
    attributes: { PhoneNumberArn: arnOf, Address: (number) => `+120255501${stableCharacters(number.seed, 2, '0123456789')}` },
  },
};
