import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mostRequestsOfAnAddress } from '../../infra/edge-stack.ts';
import { guichet, nothing, ofType, type TemplateBody } from './synthesized.ts';

describe('the web ACL', () => {
  const { app, edge } = guichet({ ...nothing, edge: 'true' });
  const assembly = app.synth();
  const template: TemplateBody = assembly.getStackByName(edge?.stackName ?? '').template;
  const acls = ofType(template, 'AWS::WAFv2::WebACL').map(([, { Properties }]) => Object(Properties));
  const [properties] = acls;
  const rules: { Name: string; Priority: number; Statement: Record<string, unknown> }[] = properties.Rules;

  test('is a stack of its own in us-east-1, which answers what the service is to be told', () => {
    const manifest = JSON.parse(readFileSync(join(assembly.directory, 'manifest.json'), 'utf8'));
    expect(manifest.artifacts[edge?.stackName ?? ''].environment).toBe('aws://unknown-account/us-east-1');
    expect(acls).toMatchObject([{ Scope: 'CLOUDFRONT' }]);
    expect(template.Outputs?.WebAclArn?.Value).toEqual({ 'Fn::GetAtt': [expect.anything(), 'Arn'] });
  });

  test('has the common rules, known bad inputs, addresses of ill repute, and a rate of each address', () => {
    expect(rules.map(({ Name }) => Name)).toEqual([
      'AWSManagedRulesCommonRuleSet',
      'AWSManagedRulesKnownBadInputsRuleSet',
      'AWSManagedRulesAmazonIpReputationList',
      'TooManyOfAnAddress',
    ]);
    expect(new Set(rules.map(({ Priority }) => Priority)).size).toBe(rules.length);
    const { ScopeDownStatement: counted, ...rate } = Object(rules.at(-1)?.Statement.RateBasedStatement);
    expect(rate).toEqual({ AggregateKeyType: 'IP', EvaluationWindowSec: 300, Limit: mostRequestsOfAnAddress });
    expect(counted).toEqual({
      NotStatement: {
        Statement: {
          ByteMatchStatement: {
            FieldToMatch: { UriPath: {} },
            PositionalConstraint: 'STARTS_WITH',
            SearchString: '/partners/',
            TextTransformations: [{ Priority: 0, Type: 'NONE' }],
          },
        },
      },
    });
  });

  test('refuses no body and no search: what people write may look like an attack', () => {
    const counted = JSON.stringify(rules).match(/\w+_BODY/g) ?? [];
    expect(counted).toEqual(expect.arrayContaining(['SizeRestrictions_BODY', 'CrossSiteScripting_BODY', 'Log4JRCE_BODY']));
    expect(
      JSON.stringify(rules)
        .match(/\w+_QUERY(ARGUMENTS|STRING)/g)
        ?.sort(),
    ).toEqual([
      'CrossSiteScripting_QUERYARGUMENTS',
      'EC2MetaDataSSRF_QUERYARGUMENTS',
      'GenericLFI_QUERYARGUMENTS',
      'GenericRFI_QUERYARGUMENTS',
      'JavaDeserializationRCE_QUERYSTRING',
      'Log4JRCE_QUERYSTRING',
      'RestrictedExtensions_QUERYARGUMENTS',
      'SizeRestrictions_QUERYSTRING',
    ]);
    for (const { Statement } of rules) {
      const overrides = Object(Object(Statement).ManagedRuleGroupStatement).RuleActionOverrides ?? [];
      for (const { ActionToUse } of overrides) expect(ActionToUse).toEqual({ Count: {} });
    }
  });

  test('keeps no samples of requests, which would hold tokens and what people wrote', () => {
    expect(JSON.stringify(properties)).not.toContain('"SampledRequestsEnabled":true');
  });
});
