import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Contract } from '../../../shared/contracts/contract.ts';
import type { Form } from '../../../shared/forms/form.ts';
import { formsTogether, readFormFile } from '../../../shared/forms/form-file.ts';
import { readForms as formsInTable, putForm } from '../../../shared/forms/forms.dynamo.ts';
import { YamlFileError } from '../../../shared/yaml-file.ts';

/**
 * The forms of a folder of contracts, which lie in its folder `forms`, in the order of their names; none where there is no such folder.
 * Throws Error with every problem of every file, a line each.
 */
export async function readForms(folder: string, contracts: readonly Contract[]): Promise<Form[]> {
  const own = path.join(folder, 'forms');
  const forms: Form[] = [];
  const problems: string[] = [];
  for (const name of await yamlFilesOf(own)) {
    const file = path.join(own, name);
    try {
      forms.push(readFormFile(file, await readFile(file, 'utf8'), contracts));
    } catch (error) {
      if (!(error instanceof YamlFileError)) throw error;
      problems.push(error.message);
    }
  }
  if (problems.length === 0) problems.push(...formsTogether(forms));
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return forms;
}

async function yamlFilesOf(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** Writes the forms that are new or other than they were. Answers what became of each, a line each. */
export async function applyForms(dynamo: DynamoDBDocumentClient, tableName: string, wanted: readonly Form[]): Promise<string[]> {
  const there = wanted.length > 0 ? await formsInTable(dynamo, tableName) : [];
  const lines: string[] = [];
  for (const form of wanted) {
    const before = there.find(({ id }) => id === form.id);
    const isSame = isDeepStrictEqual(JSON.parse(JSON.stringify(before ?? null)), JSON.parse(JSON.stringify(form)));
    if (!isSame) await putForm(dynamo, tableName, form);
    lines.push(`form ${form.id}: ${isSame ? 'there already' : before ? 'there already; replaced' : 'applied'}`);
  }
  return lines;
}
