import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { afterAll } from 'vitest';
import { createGuichet } from '../../infra/guichet.ts';
import { readStage } from '../../infra/stages.ts';

/** A template as data, as far as these tests look into it. */
export interface Resource {
  Type: string;
  Properties?: Record<string, unknown>;
  DependsOn?: string | string[];
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
}
export interface TemplateBody {
  Resources: Record<string, Resource>;
  Parameters?: Record<string, { Default?: unknown }>;
  Outputs?: Record<string, { Value: unknown }>;
}

/** Context with which every optional part of Guichet is there, and with which none is. */
export const everything = {
  mailDomain: 'help.example.org',
  activateRuleSet: 'true',
  alarmEmail: 'ops@example.org',
  corsOrigins: 'https://desk.example.org',
  publicUrl: 'https://help.example.org/desk',
  connectInstanceArn: 'arn:aws:connect:eu-west-1:123456789012:instance/9308c2a1-9bc6-4cea-8290-6c0b4a6d38fa',
};
export const nothing = { mailDomain: 'help.example.org', createIdentity: 'false' };

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A CDK app that writes into a folder of its own, which goes with the test file that asked for it. */
export function emptyApp(): App {
  const outdir = mkdtempSync(join(tmpdir(), 'guichet-synth-'));
  folders.push(outdir);
  return new App({ outdir });
}

/** The app for one stage, not yet synthesized, with a line of text in place of each function's bundle. */
export function guichet(context: Record<string, string> = {}) {
  const app = emptyApp();
  return {
    app,
    ...createGuichet(
      app,
      readStage((key) => context[key]),
      () => Code.fromInline('export const handler = () => {};'),
    ),
  };
}

/** Both templates of a stage. Synthesis also runs cdk-nag, and throws at its findings. */
export function synthesized(context: Record<string, string> = {}) {
  const { app, data, service } = guichet(context);
  const assembly = app.synth();
  const template = (name: string): TemplateBody => assembly.getStackByName(name).template;
  const [dataTemplate, serviceTemplate] = [template(data.stackName), template(service.stackName)];
  return {
    directory: assembly.directory,
    data: dataTemplate,
    service: serviceTemplate,
    resources: [...Object.entries(dataTemplate.Resources), ...Object.entries(serviceTemplate.Resources)],
  };
}

export const ofType = (template: TemplateBody, type: string): [string, Resource][] =>
  Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
