import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Partner } from '../../../shared/partners/partner.ts';
import { readPartnerFile } from '../../../shared/partners/partner-file.ts';
import { YamlFileError } from '../../../shared/yaml-file.ts';

/** The partners of a folder's YAML files, in the order of their names. Throws Error with every problem of every file, a line each. */
export async function readPartnerFolder(folder: string): Promise<Partner[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  const partners: Partner[] = [];
  const problems: string[] = [];
  for (const name of files) {
    const file = path.join(folder, name);
    try {
      const read = readPartnerFile(file, await readFile(file, 'utf8'));
      if (partners.some(({ id }) => id === read.id)) problems.push(`${file}: id: ${read.id} is another file's already`);
      partners.push(read);
    } catch (error) {
      if (!(error instanceof YamlFileError)) throw error;
      problems.push(error.message);
    }
  }
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return partners;
}
