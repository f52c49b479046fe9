import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, test } from 'vitest';
import { emptyApp, everything, guichet, nothing } from './synthesized.ts';

interface Report {
  pluginReports: { violations: { ruleName: string; violatingConstructs: { constructPath: string }[] }[] }[];
}

/** What every plug-in found, from the report that synthesis leaves: by itself, synthesis need not fail at findings. */
function findings(app: App): string[] {
  let thrown: unknown;
  try {
    app.synth();
  } catch (error) {
    thrown = error;
  }
  const report: Report = JSON.parse(readFileSync(join(app.outdir, 'validation-report.json'), 'utf8'));
  const found = report.pluginReports.flatMap(({ violations }) =>
    violations.flatMap(({ ruleName, violatingConstructs }) =>
      violatingConstructs.map((each) => `${ruleName} ${each.constructPath}`),
    ),
  );
  if (thrown && found.length === 0) throw thrown;
  return found;
}

describe('cdk-nag, AWS Solutions', () => {
  test.each([
    ['every optional part', everything],
    ['no optional part', nothing],
    ['nothing said', {}],
    ['the local stage', { stage: 'local' }],
  ])('with %s, finds nothing that has no reason beside it', (_, context) => {
    expect(findings(guichet(context).app)).toEqual([]);
  });

  test('is really run: a careless bucket next to ours is found', () => {
    const { app, data } = guichet(nothing);
    new Bucket(data, 'Careless');
    expect(findings(app)).toContain('AwsSolutions-S10 Guichet-production-data/Careless/Resource');
  });

  test('is really run: a grant that is too wide is found, although others have a reason', () => {
    const { app, service } = guichet(nothing);
    const { node } = service;
    const role = node.findChild('ReceiveEmailRole');
    if (!('addToPrincipalPolicy' in role) || typeof role.addToPrincipalPolicy !== 'function') throw new Error('not a role');
    role.addToPrincipalPolicy(new PolicyStatement({ actions: ['s3:*'], resources: ['*'] }));
    expect(findings(app)).toEqual([
      'AwsSolutions-IAM5[Action::s3:*] Guichet-production-service/ReceiveEmailRole/DefaultPolicy/Resource',
      'AwsSolutions-IAM5[Resource::*] Guichet-production-service/ReceiveEmailRole/DefaultPolicy/Resource',
    ]);
  });

  test('reports findings of a stack of its own', () => {
    const app = emptyApp();
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    new Bucket(new Stack(app, 'Bad'), 'Bucket');
    expect(findings(app)).toEqual(expect.arrayContaining([expect.stringContaining('AwsSolutions-S1 ')]));
  });
});
