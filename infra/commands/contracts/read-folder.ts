import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { HolidayData, PublicHolidays } from '../../../shared/contracts/calendar-definition.ts';
import { checkTogether } from '../../../shared/contracts/check.ts';
import type { Contract } from '../../../shared/contracts/contract.ts';
import { readContractFile } from '../../../shared/contracts/contract-file.ts';
import { YamlFileError } from '../../../shared/yaml-file.ts';
import { publicHolidays } from '../public-holidays.ts';

const known = new Map<string, PublicHolidays>();

/** Most contracts are of few countries, and each takes a moment to compute. */
const holidaysOf: HolidayData = (where) => {
  const name = `${where.country}-${where.region ?? ''}`;
  const found = known.get(name) ?? publicHolidays(where);
  known.set(name, found);
  return found;
};

/** The contracts of a folder's YAML files, in the order of their names. Throws Error with every problem of every file, a line each. */
export async function readFolder(folder: string): Promise<Contract[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  const contracts: Contract[] = [];
  const refused: string[] = [];
  for (const name of files) {
    const file = path.join(folder, name);
    try {
      contracts.push(readContractFile(file, await readFile(file, 'utf8'), holidaysOf));
    } catch (error) {
      if (!(error instanceof YamlFileError)) throw error;
      refused.push(error.message);
    }
  }
  const problems = refused.length > 0 ? refused : checkTogether(contracts);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return contracts;
}
