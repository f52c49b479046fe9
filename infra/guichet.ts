import { type App, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { DataStack } from './data-stack.ts';
import { EdgeStack } from './edge-stack.ts';
import type { CodeOf } from './service-function.ts';
import { ServiceStack } from './service-stack.ts';
import type { Stage } from './stages.ts';

/** The whole of Guichet for one stage: what must be kept, and what runs on it. Checked against the AWS Solutions rules at synthesis. */
export function createGuichet(app: App, stage: Stage, code: CodeOf) {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app, { verbose: true }));
  const data = new DataStack(app, stage);
  const service = new ServiceStack(app, stage, data, code);
  const edge = stage.edge ? new EdgeStack(app, stage) : undefined;
  Tags.of(app).add('guichet:stage', stage.name);
  return { data, service, edge };
}
