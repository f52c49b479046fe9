import type { App, LocalEndpoints, Resource } from './app.ts';
import { readAssembly, type TemplateEdit } from './assembly.ts';
import { assetFolderOf } from './asset-folder.ts';
import { createCircleGuard, lazily } from './circles.ts';
import { type LinkedResource, type LinkedStack, linkStack, type Surroundings } from './linked-stack.ts';
import { type Place, templateError } from './place.ts';

export interface LoadOptions {
  /** A `cdk.out` folder. */
  assembly: string;
  account: string;
  region: string;
  endpoints: LocalEndpoints;
  /** Values of CloudFormation parameters, for all stacks; without one, the parameter's default. */
  parameters?: Record<string, string>;
  /** Sees each stack's parsed template before it is resolved and answers the one to use. */
  edit?: TemplateEdit;
}

/**
 * Loads a synthesized CDK app as one flat list of resources, every reference within and between its stacks resolved to local values.
 * Names and ARNs are there at once; properties and outputs resolve when first read, so that a reference which has no local meaning
 * (an attribute of a custom resource) fails whoever needs it, and nobody else. Errors name stack, logical id and property.
 */
export function loadApp(options: LoadOptions): App {
  const assembly = readAssembly(options.assembly, options.edit);
  const around: Surroundings = {
    account: options.account,
    region: options.region,
    endpoints: options.endpoints,
    parameters: options.parameters ?? {},
    circles: createCircleGuard(),
    importValue: (name, place) => (exports().get(name) ?? missing(place, `no stack exports ${name}`))(),
    stackOutput: (stack, output, place) =>
      (stacks.find(({ name }) => name === stack)?.outputs.get(output) ?? missing(place, `no output ${stack}.${output}`)).value(),
  };
  const stacks = assembly.stacks.map((stack) => linkStack(stack, around));
  const exports = lazily(() => around.circles.run('the names of the exports', () => exportsOf(stacks)));

  const resources = stacks.flatMap((stack) => [...stack.resources.values()].map((resource) => toResource(stack.name, resource)));
  const byType = Map.groupBy(resources, ({ type }) => type);
  const byArn = new Map(resources.map((resource) => [resource.arn, resource]));

  return {
    account: options.account,
    region: options.region,
    resources,
    byType: (type) => byType.get(type) ?? [],
    byArn: (arn) => byArn.get(arn),
    outputs: outputsOf(stacks),
    assetFolder: (fn) => assetFolderOf(fn, assembly.assetFolders),
  };
}

function toResource(stack: string, { logicalId, type, identity, properties }: LinkedResource): Resource {
  return {
    stack,
    logicalId,
    type,
    name: identity.name,
    arn: identity.arn,
    get properties() {
      return properties();
    },
  };
}

function outputsOf(stacks: LinkedStack[]): Record<string, string> {
  const outputs: Record<string, string> = {};
  for (const { name, outputs: own } of stacks) {
    for (const { key, value } of own.values()) {
      const get = () => asText(value());
      Object.defineProperty(outputs, `${name}.${key}`, { enumerable: true, get });
    }
  }
  return outputs;
}

function exportsOf(stacks: LinkedStack[]): Map<unknown, () => unknown> {
  const exports = new Map<unknown, () => unknown>();
  for (const { name: stack, outputs } of stacks) {
    for (const { key, exportName, value } of outputs.values()) {
      const name = exportName();
      if (name === undefined) continue;
      if (exports.has(name)) throw templateError({ stack, logicalId: 'Outputs', path: key }, `${asText(name)} is exported twice`);
      exports.set(name, value);
    }
  }
  return exports;
}

const asText = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

function missing(place: Place, message: string): never {
  throw templateError(place, message);
}
