import { type ApiAddress, readApiAddress } from './api-address.ts';

/** What differs from one deployment of Guichet to another. */
export interface Stage extends ApiAddress {
  name: StageName;
  /** The domain whose addresses are ours: all its mail comes in, and what we send is from it. */
  mailDomain: string;
  /** Nobody named a domain: good enough to synthesize, and refused at deployment. */
  mailDomainIsExample: boolean;
  /** Gets a mail from each alarm; without it the alarm topic has no subscriber until someone subscribes. */
  alarmEmail: string | undefined;
  /**
   * Makes our receipt rules the active ones of the account. Off unless asked for: an account has one active rule set per Region, so
   * switching ours on switches another team's off.
   */
  activateRuleSet: boolean;
  /** Off where the domain is verified with SES elsewhere. */
  createIdentity: boolean;
  /** Automatic acknowledgements that one address gets in an hour at most. */
  acknowledgementsPerHour: number;
  /** Chats that one address may start in an hour: people may share one. */
  chatsPerHour: number;
  /** Origins of pages that may call the agents' API, such as `https://desk.example.com`. */
  corsOrigins: string[];
  /** What links in mails begin with, where it is not the API's domain: `https://support.example.com/desk`. */
  publicUrl: string | undefined;
  /** The Amazon Connect instance that calls come in by. Without it, and without making one, there is no phone. */
  connectInstanceArn: string | undefined;
  /** Makes a Connect instance. Off unless asked for: an account may have few, and removing one loses its numbers and recordings. */
  connectCreate: boolean;
  /** Secret of whoever checks that a person fills in a form, for forms that have a challenge. */
  challengeSecretArn: string | undefined;
}

export const stageNames = ['production', 'staging', 'local'] as const;
export type StageName = (typeof stageNames)[number];

/** Reserved for documentation (RFC 2606): no mail can ever reach it. */
export const exampleMailDomain = 'support.example.com';

const defaults = {
  alarmEmail: undefined,
  activateRuleSet: false,
  createIdentity: true,
  acknowledgementsPerHour: 200,
  chatsPerHour: 200,
  corsOrigins: [],
};

/**
 * The stage that the CDK context asks for, `production` unless told otherwise. Context given with `-c` is text; in cdk.json it may have
 * its own type. Throws an error that says what to write.
 */
export function readStage(context: (key: string) => unknown): Stage {
  const name = stageNames.find((known) => known === (context('stage') ?? 'production'));
  if (!name) throw new Error(`there is no stage ${String(context('stage'))}: give -c stage= one of ${stageNames.join(', ')}`);
  const mailDomain = text(context, 'mailDomain') ?? (name === 'local' ? 'guichet.example' : undefined);
  if (mailDomain !== undefined && !/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/.test(mailDomain)) {
    throw new Error(`mailDomain is not a domain in lower case: ${mailDomain}`);
  }
  return {
    name,
    mailDomain: mailDomain ?? exampleMailDomain,
    mailDomainIsExample: mailDomain === undefined,
    alarmEmail: text(context, 'alarmEmail') ?? defaults.alarmEmail,
    activateRuleSet: flag(context, 'activateRuleSet') ?? defaults.activateRuleSet,
    createIdentity: flag(context, 'createIdentity') ?? defaults.createIdentity,
    acknowledgementsPerHour: defaults.acknowledgementsPerHour,
    // On one machine, everybody has the same address.
    chatsPerHour: name === 'local' ? 10_000 : defaults.chatsPerHour,
    corsOrigins: text(context, 'corsOrigins')?.split(',').map(origin) ?? defaults.corsOrigins,
    publicUrl: webAddress(text(context, 'publicUrl')),
    connectInstanceArn: instance(text(context, 'connectInstanceArn')),
    connectCreate: flag(context, 'connectCreate') ?? name === 'local',
    challengeSecretArn: secretArn(text(context, 'challengeSecretArn')),
    ...readApiAddress({ text: (key) => text(context, key), flag: (key) => flag(context, key) }),
  };
}

function text(context: (key: string) => unknown, key: string): string | undefined {
  const value = context(key);
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') throw new Error(`${key} must be text: give -c ${key}=…`);
  return value;
}

function flag(context: (key: string) => unknown, key: string): boolean | undefined {
  const value = context(key);
  if (value === undefined || value === null || value === '') return undefined;
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw new Error(`${key} must be true or false: give -c ${key}=true`);
}

function origin(written: string): string {
  if (URL.canParse(written) && new URL(written).origin === written) return written;
  throw new Error(`corsOrigins must be origins such as https://desk.example.com, separated by commas, not ${written}`);
}

function secretArn(written: string | undefined): string | undefined {
  if (written === undefined || /^arn:[\w-]+:secretsmanager:[\w-]+:\d{12}:secret:[\w/+=.@-]+$/.test(written)) return written;
  throw new Error(`challengeSecretArn must be the whole ARN of a secret, not ${written}`);
}

/** A path is allowed, since an API may be mapped to one. */
function webAddress(written: string | undefined): string | undefined {
  const isAddress = written === undefined || (URL.canParse(written) && /^https:\/\/[^?#]*[^/?#]$/.test(written));
  if (!isAddress)
    throw new Error(
      `publicUrl must be an address such as https://support.example.com, without a slash at its end, not ${written}`,
    );
  return written;
}

function instance(written: string | undefined): string | undefined {
  if (written === undefined || /^arn:aws[a-z-]*:connect:[a-z0-9-]+:\d{12}:instance\/[0-9a-f-]{36}$/.test(written)) return written;
  throw new Error(`connectInstanceArn must be the ARN of an Amazon Connect instance, not ${written}`);
}
