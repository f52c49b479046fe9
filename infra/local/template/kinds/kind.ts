import type { LocalEndpoints } from '../app.ts';

/** What a kind of resource may ask about one resource of that kind. Reading resolves; a circle throws. */
export interface Facts {
  stack: string;
  logicalId: string;
  account: string;
  region: string;
  endpoints: LocalEndpoints;
  /** The same in every run and different for every resource: the seed of made-up ids. */
  seed: string;
  readonly name: string;
  readonly arn: string;
  /** A resolved property; undefined when the template does not set it. */
  property(name: string): unknown;
  /** A resolved property that is text, at any depth (`Rule.Name`). */
  text(path: string): string | undefined;
}

/** How AWS names one type of resource, and what `Ref` and `Fn::GetAtt` answer for it. Source: CloudFormation's resource reference. */
export interface Kind {
  /** The property that names it; a path into nested properties is allowed. */
  named?: string;
  /** The most characters a made-up name may have. */
  longest?: number;
  /** The name, where it is not simply the named property or `<stack>-<logicalId>`. For ids that AWS chooses, the id. */
  name?(facts: Facts): string;
  /** Without it: `arn:aws:<service>:<region>:<account>:<resource>/<name>` from the type. */
  arn?(facts: Facts): string;
  /** What `Ref` answers; without it the name. */
  ref?(facts: Facts): string;
  attributes?: Record<string, (facts: Facts) => string>;
}

export type Kinds = Record<string, Kind>;

/** An ARN of a service that has regions and accounts in it. */
export function regionalArn(service: string, facts: Facts, resource: string): string {
  return `arn:aws:${service}:${facts.region}:${facts.account}:${resource}`;
}

export const nameOf = (facts: Facts) => facts.name;
export const arnOf = (facts: Facts) => facts.arn;
