import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { parseTemplate, type StackTemplate } from './stack-template.ts';

/** One stack of a synthesized CDK app, as it lies in `cdk.out`. */
export interface AssembledStack {
  name: string;
  template: StackTemplate;
}

/** What a cloud assembly holds, nested assemblies (CDK stages) included. */
export interface Assembly {
  stacks: AssembledStack[];
  /** Folder of each zipped asset, by the object key under which a template knows it (`<hash>.zip`). */
  assetFolders: Map<string, string>;
}

/** Changes a template before it is resolved: a test takes a grant away here. */
export type TemplateEdit = (stack: string, template: unknown) => unknown;

const manifestSchema = z.object({
  artifacts: z._default(z.record(z.string(), z.object({ type: z.string(), properties: z.optional(z.unknown()) })), {}),
});
const stackProperties = z.object({ templateFile: z.string(), stackName: z.optional(z.string()) });
const nestedProperties = z.object({ directoryName: z.string() });
const assetManifestProperties = z.object({ file: z.string() });
const assetsSchema = z.object({
  files: z._default(
    z.record(
      z.string(),
      z.object({
        source: z.object({ path: z.optional(z.string()), packaging: z.optional(z.string()) }),
        destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
      }),
    ),
    {},
  ),
});

/** Reads a `cdk.out` folder. Throws when the manifest names what is not there. */
export function readAssembly(folder: string, edit: TemplateEdit = (_, template) => template): Assembly {
  const assembly: Assembly = { stacks: [], assetFolders: new Map() };
  readInto(assembly, folder, edit);
  return assembly;
}

function readInto(assembly: Assembly, folder: string, edit: TemplateEdit) {
  const { artifacts } = manifestSchema.parse(readJson(join(folder, 'manifest.json')));
  for (const [id, { type, properties }] of Object.entries(artifacts)) {
    if (type === 'aws:cloudformation:stack') {
      const { templateFile, stackName } = stackProperties.parse(properties);
      // The artifact id is the stack's name unless the app chose another one.
      const name = stackName ?? id;
      assembly.stacks.push({ name, template: parseTemplate(name, edit(name, readJson(join(folder, templateFile)))) });
    } else if (type === 'cdk:asset-manifest') {
      readAssets(assembly.assetFolders, folder, assetManifestProperties.parse(properties).file);
    } else if (type === 'cdk:cloud-assembly') {
      readInto(assembly, join(folder, nestedProperties.parse(properties).directoryName), edit);
    }
  }
}

function readAssets(assetFolders: Map<string, string>, folder: string, file: string) {
  for (const { source, destinations } of Object.values(assetsSchema.parse(readJson(join(folder, file))).files)) {
    if (source.packaging !== 'zip' || source.path === undefined) continue;
    for (const { objectKey } of Object.values(destinations)) assetFolders.set(objectKey, join(folder, source.path));
  }
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
