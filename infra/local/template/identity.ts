import { lazily } from './circles.ts';
import { apiKinds } from './kinds/apis.ts';
import { contactCentreKinds } from './kinds/contact-centre.ts';
import { functionKinds } from './kinds/functions.ts';
import { type Facts, type Kind, type Kinds, regionalArn } from './kinds/kind.ts';
import { messagingKinds } from './kinds/messaging.ts';
import { operationsKinds } from './kinds/operations.ts';
import { storageKinds } from './kinds/storage.ts';
import { cutName } from './stable-names.ts';

const kinds: Kinds = {
  ...apiKinds,
  ...contactCentreKinds,
  ...functionKinds,
  ...messagingKinds,
  ...operationsKinds,
  ...storageKinds,
};

/** For types without a kind of their own: the shortest limit that AWS is known for. */
const longestByDefault = 64;

/** What the rest of a template can know of a resource without looking at its properties. */
export interface Identity {
  readonly name: string;
  readonly arn: string;
  readonly ref: string;
  /** undefined for an attribute that the type does not have, or that has no meaning on one machine. */
  attribute(name: string): string | undefined;
}

/** The resource types whose names, ARNs and attributes follow AWS; any other gets a generic name and ARN, and no attributes. */
export function knownKinds(): Readonly<Kinds> {
  return kinds;
}

export function identify(type: string, described: Omit<Facts, 'name' | 'arn' | 'text'>): Identity {
  const kind: Kind = kinds[type] ?? {};
  const name = lazily(
    () =>
      kind.name?.(facts) ??
      (kind.named === undefined ? undefined : facts.text(kind.named)) ??
      cutName(`${described.stack}-${described.logicalId}`, kind.longest ?? longestByDefault),
  );
  const arn = lazily(() => kind.arn?.(facts) ?? genericArn(type, facts));
  const facts: Facts = {
    ...described,
    text: (path) => textAt(path, described),
    get name() {
      return name();
    },
    get arn() {
      return arn();
    },
  };
  return {
    get name() {
      return name();
    },
    get arn() {
      return arn();
    },
    get ref() {
      return kind.ref?.(facts) ?? name();
    },
    attribute: (attribute) => kind.attributes?.[attribute]?.(facts),
  };
}

function textAt(path: string, { property }: Pick<Facts, 'property'>): string | undefined {
  const [top = path, ...deeper] = path.split('.');
  let value = property(top);
  for (const step of deeper)
    value = typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === step)?.[1] : undefined;
  return typeof value === 'string' || typeof value === 'number' ? `${value}` : undefined;
}

/** `AWS::Glue::Job` → `arn:aws:glue:…:job/<name>`; a custom resource is CloudFormation's own. */
function genericArn(type: string, facts: Facts): string {
  const [provider, service, resource] = type.toLowerCase().split('::');
  return provider === 'aws' && service && resource
    ? regionalArn(service, facts, `${resource}/${facts.name}`)
    : regionalArn('cloudformation', facts, `${type.toLowerCase().replaceAll('::', '-')}/${facts.name}`);
}
