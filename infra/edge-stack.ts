import { CfnOutput, Stack } from 'aws-cdk-lib';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';
import type { Stage } from './stages.ts';

/**
 * Requests of one address in five minutes, a second twenty: an office of agents behind one address stays below it. What partners send is
 * not counted: it is signed, has a quota of each partner's own, and may come from one address at any rate that this allows.
 */
export const mostRequestsOfAnAddress = 6000;

/**
 * Rules that look into bodies and would refuse what customers really send: a long text, a page's source, a log with an attack in it; or
 * into query arguments, and would refuse what agents look for: `localhost`, `app.log`, two hundred Chinese characters. They count, so that
 * the console shows what they see, and refuse nothing. `NoUserAgent_HEADER`: programs of partners may have none.
 * Source: AWS WAF developer guide, "Baseline rule groups".
 */
const countedOnly = {
  AWSManagedRulesCommonRuleSet: [
    'NoUserAgent_HEADER',
    'SizeRestrictions_BODY',
    'EC2MetaDataSSRF_BODY',
    'GenericLFI_BODY',
    'GenericRFI_BODY',
    'CrossSiteScripting_BODY',
    'SizeRestrictions_QUERYSTRING',
    'EC2MetaDataSSRF_QUERYARGUMENTS',
    'GenericLFI_QUERYARGUMENTS',
    'RestrictedExtensions_QUERYARGUMENTS',
    'GenericRFI_QUERYARGUMENTS',
    'CrossSiteScripting_QUERYARGUMENTS',
  ],
  AWSManagedRulesKnownBadInputsRuleSet: [
    'JavaDeserializationRCE_BODY',
    'Log4JRCE_BODY',
    'JavaDeserializationRCE_QUERYSTRING',
    'Log4JRCE_QUERYSTRING',
  ],
  AWSManagedRulesAmazonIpReputationList: [],
};

/**
 * The web ACL for CloudFront, which AWS keeps in us-east-1 only. Deployed first and by itself: what it answers (`WebAclArn`) is then a
 * setting of the service. So no stack has to know another's Region, and an organization's own web ACL can be had in its place.
 */
export class EdgeStack extends Stack {
  constructor(scope: Construct, stage: Stage) {
    super(scope, `Guichet-${stage.name}-edge`, {
      description: `Guichet ${stage.name}: what is refused before it reaches the HTTP API`,
      env: { region: 'us-east-1' },
    });
    const acl = new CfnWebACL(this, 'WebAcl', {
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      visibilityConfig: seen('WebAcl'),
      rules: [
        ...Object.entries(countedOnly).map(([name, counted], priority) => managed(name, counted, priority)),
        {
          name: 'TooManyOfAnAddress',
          priority: Object.keys(countedOnly).length,
          // In the words of RFC 6585, as the API itself has them.
          action: { block: { customResponse: { responseCode: 429 } } },
          statement: {
            rateBasedStatement: {
              limit: mostRequestsOfAnAddress,
              aggregateKeyType: 'IP',
              evaluationWindowSec: 300,
              scopeDownStatement: { notStatement: { statement: fromPartners } },
            },
          },
          visibilityConfig: seen('TooManyOfAnAddress'),
        },
      ],
    });
    new CfnOutput(this, 'WebAclArn', { value: acl.attrArn, description: 'Give it to the service as -c webAclArn=…' });
  }
}

const fromPartners: CfnWebACL.StatementProperty = {
  byteMatchStatement: {
    fieldToMatch: { uriPath: {} },
    positionalConstraint: 'STARTS_WITH',
    searchString: '/partners/',
    textTransformations: [{ priority: 0, type: 'NONE' }],
  },
};

const managed = (name: string, counted: readonly string[], priority: number): CfnWebACL.RuleProperty => ({
  name,
  priority,
  overrideAction: { none: {} },
  statement: {
    managedRuleGroupStatement: {
      vendorName: 'AWS',
      name,
      ruleActionOverrides: counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
    },
  },
  visibilityConfig: seen(name),
});

/** Metrics, and no samples: those would show tokens and what people wrote. */
const seen = (metricName: string): CfnWebACL.VisibilityConfigProperty => ({
  metricName,
  cloudWatchMetricsEnabled: true,
  sampledRequestsEnabled: false,
});
