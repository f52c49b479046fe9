import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { App, Resource } from '../../../../infra/local/template/app.ts';
import { type LoadOptions, loadApp } from '../../../../infra/local/template/load-app.ts';

export const account = '000000000000';
export const region = 'eu-west-1';
export const endpoints = { aws: 'http://127.0.0.1:4466', http: 'http://127.0.0.1:4400', ws: 'ws://127.0.0.1:4401' };

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface WrittenTemplate {
  Resources?: Record<string, unknown>;
  [section: string]: unknown;
}

/** Writes a cloud assembly of these stacks, as `cdk synth` lays it out. */
export function writeAssembly(
  stacks: Record<string, WrittenTemplate>,
  folder = temporaryFolder(),
  artifacts: object = {},
): string {
  const written = Object.entries(stacks).map(([name, template]) => {
    writeJson(join(folder, `${name}.template.json`), template);
    return [name, { type: 'aws:cloudformation:stack', properties: { templateFile: `${name}.template.json` }, displayName: name }];
  });
  writeJson(join(folder, 'manifest.json'), { version: '55.0.0', artifacts: { ...Object.fromEntries(written), ...artifacts } });
  return folder;
}

export function writeJson(path: string, value: unknown) {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, JSON.stringify(value));
}

/** Loads hand-made stacks through the real loader. */
export function anApp(stacks: Record<string, WrittenTemplate>, options: Partial<LoadOptions> = {}): App {
  return loadApp({ assembly: writeAssembly(stacks), account, region, endpoints, ...options });
}

/** The value that one expression has in a stack with these further sections. */
export function resolved(expression: unknown, sections: WrittenTemplate = {}, options: Partial<LoadOptions> = {}): unknown {
  const Resources = { ...sections.Resources, Probe: { Type: 'Test::It::Probe', Properties: { value: expression } } };
  return anApp({ Stack: { ...sections, Resources } }, options).byType('Test::It::Probe')[0]?.properties.value;
}

/** The only resource of a type. */
export function theOne(app: App, type: string): Resource {
  const [resource, ...more] = app.byType(type);
  if (!resource || more.length > 0) throw new Error(`${more.length > 0 ? 'several' : 'no'} ${type}`);
  return resource;
}
