import { AwsError } from '../service.ts';
import type { App } from '../template/app.ts';
import { domainOf, withoutLabel } from './addresses.ts';

export interface Identity {
  name: string;
  arn: string;
  /** The configuration set that mail from here uses when it names none. */
  configurationSet?: string | undefined;
}

/** The addresses and domains that the template may send from; they count as verified. */
export interface Identities {
  /** The most specific one: the address, then its domain, then the domains above. Throws MessageRejected when there is none. */
  of(address: string): Identity;
}

function defaultSet(attributes: unknown): string | undefined {
  if (typeof attributes !== 'object' || attributes === null || !('ConfigurationSetName' in attributes)) return undefined;
  return typeof attributes.ConfigurationSetName === 'string' ? attributes.ConfigurationSetName : undefined;
}

export function createIdentities(app: App): Identities {
  const known = new Map<string, Identity>();
  for (const { name, properties } of app.byType('AWS::SES::EmailIdentity')) {
    const arn = `arn:aws:ses:${app.region}:${app.account}:identity/${name}`;
    known.set(name.toLowerCase(), { name, arn, configurationSet: defaultSet(properties.ConfigurationSetAttributes) });
  }
  return {
    of: (address) => {
      const lower = address.toLowerCase();
      const labels = domainOf(lower).split('.');
      const domains = labels.map((_, index) => labels.slice(index).join('.'));
      const name = [lower, withoutLabel(lower), ...domains].find((candidate) => known.has(candidate));
      const identity = name === undefined ? undefined : known.get(name);
      if (identity) return identity;
      throw new AwsError(
        'MessageRejected',
        `Email address is not verified. The following identities failed the check in region ${app.region.toUpperCase()}: ${address}`,
      );
    },
  };
}
