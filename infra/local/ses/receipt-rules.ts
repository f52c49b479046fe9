import * as z from 'zod/mini';
import type { App, Resource } from '../template/app.ts';
import { domainOf, withoutLabel } from './addresses.ts';

export interface S3Action {
  bucket: string;
  keyPrefix: string;
  topicArn: string | undefined;
}

export interface ReceiptRule {
  name: string;
  arn: string;
  /** Empty = every address of every verified domain. */
  recipients: string[];
  scan: boolean;
  actions: S3Action[];
  /** Rules after this one are not looked at for a mail that it matched. */
  stops: boolean;
}

const s3Action = z.strictObject({
  BucketName: z.string(),
  ObjectKeyPrefix: z._default(z.string(), ''),
  TopicArn: z.optional(z.string()),
});
/** Strict: an action or an option that is not played must not pass for done. `KmsKeyArn` is among those, client-side encryption. */
const action = z.union([z.strictObject({ S3Action: s3Action }), z.strictObject({ StopAction: z.object({ Scope: z.string() }) })]);
const ruleProperties = z.object({
  RuleSetName: z.string(),
  After: z.optional(z.string()),
  Rule: z.object({
    Enabled: z._default(z.boolean(), false),
    Recipients: z._default(z.array(z.string()), []),
    ScanEnabled: z._default(z.boolean(), false),
    Actions: z._default(z.array(action), []),
  }),
});

function read({ stack, logicalId, properties }: Resource): z.infer<typeof ruleProperties> {
  const parsed = z.safeParse(ruleProperties, properties);
  if (!parsed.success) throw new Error(`${stack}/${logicalId}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/**
 * The enabled rules in the order of their rule set: after the rule that `After` names, at the front without it, as CloudFormation makes
 * them. The template's one rule set counts as the active one; throws for a second, and for actions other than S3 and Stop.
 */
export function receiptRulesOf(app: App): ReceiptRule[] {
  const ordered: { rule: ReceiptRule; enabled: boolean }[] = [];
  const sets = new Set<string>();
  for (const resource of app.byType('AWS::SES::ReceiptRule')) {
    const { RuleSetName, After, Rule } = read(resource);
    sets.add(RuleSetName);
    if (sets.size > 1) throw new Error(`only one receipt rule set can be active: ${[...sets].join(', ')}`);
    const actions = Rule.Actions.flatMap((each) => ('S3Action' in each ? [each.S3Action] : []));
    const rule: ReceiptRule = {
      name: resource.name,
      arn: `arn:aws:ses:${app.region}:${app.account}:receipt-rule-set/${RuleSetName}:receipt-rule/${resource.name}`,
      recipients: Rule.Recipients,
      scan: Rule.ScanEnabled,
      actions: actions.map(({ BucketName, ObjectKeyPrefix, TopicArn }) => ({
        bucket: BucketName,
        keyPrefix: ObjectKeyPrefix,
        topicArn: TopicArn,
      })),
      stops: Rule.Actions.some((each) => 'StopAction' in each),
    };
    const before = ordered.findIndex((other) => other.rule.name === After);
    if (After !== undefined && before < 0)
      throw new Error(`${resource.stack}/${resource.logicalId}: there is no rule ${After} to come after`);
    ordered.splice(before + 1, 0, { rule, enabled: Rule.Enabled });
  }
  return ordered.filter(({ enabled }) => enabled).map(({ rule }) => rule);
}

/**
 * Does a recipient of a rule cover an address? `ana@x.com` also covers `ana+label@x.com`, `ana+label@x.com` only itself, `x.com` every
 * address there but none of its subdomains, `.x.com` the subdomains only (SES developer guide, "Creating receipt rules", recipients).
 */
export function covers(recipient: string, address: string): boolean {
  const wanted = recipient.toLowerCase();
  const actual = address.toLowerCase();
  if (wanted.startsWith('.')) return domainOf(actual).endsWith(wanted);
  if (!wanted.includes('@')) return domainOf(actual) === wanted;
  return actual === wanted || withoutLabel(actual) === wanted;
}
