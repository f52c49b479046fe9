import * as z from 'zod/mini';
import type { Resource } from './app.ts';
import { templateError } from './place.ts';

const codeSchema = z.object({ S3Key: z.optional(z.string()), ZipFile: z.optional(z.string()), ImageUri: z.optional(z.string()) });

/** Folder of a function's code asset, among the folders by object key. Throws for code that is not such a folder. */
export function assetFolderOf(fn: Resource, folders: ReadonlyMap<string, string>): string {
  const fail = (message: string) => templateError({ stack: fn.stack, logicalId: fn.logicalId, path: 'Properties.Code' }, message);
  const code = codeSchema.safeParse(fn.properties.Code);
  if (!code.success) throw fail(`${fn.type} has no code asset`);
  const { S3Key: key, ZipFile: inline } = code.data;
  if (inline !== undefined) throw fail('the local cloud does not run inline code (ZipFile); make it an asset');
  if (key === undefined) throw fail('the local cloud runs zipped assets only, not container images');
  const folder = folders.get(key);
  if (folder === undefined) throw fail(`no asset manifest of the assembly has a folder for ${key}`);
  return folder;
}
