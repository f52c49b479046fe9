import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { checkTogether, readContractFile } from '../../shared/contracts/contract-file.ts';
import { putContract } from '../../shared/contracts/contracts.dynamo.ts';
import { documentClient } from '../../shared/dynamo/document-client.dynamo.ts';

/**
 * `npm run contracts -- check [folder]` reads the contract files and says what is wrong with them.
 * `npm run contracts -- apply --table NAME [folder]` also writes them to the table, with the AWS credentials of the environment.
 */
const usage = 'usage: contracts check [folder] | contracts apply --table NAME [folder]';

async function readAll(folder: string) {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  const contracts = await Promise.all(
    files.map(async (name) => readContractFile(path.join(folder, name), await readFile(path.join(folder, name), 'utf8'))),
  );
  const problems = checkTogether(contracts);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return contracts;
}

async function run(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { table: { type: 'string' } } });
  const [verb, folder = 'contracts'] = positionals;
  if (verb !== 'check' && verb !== 'apply') throw new Error(usage);
  if (verb === 'apply' && !values.table) throw new Error(usage);
  const contracts = await readAll(folder);
  for (const each of contracts) {
    const label = `${each.id} version ${each.version}`;
    if (verb === 'check') console.error(`${label}: right`);
    else if (values.table)
      console.error(`${label}: ${(await putContract(documentClient(), values.table, each)) ? 'applied' : 'there already'}`);
  }
}

try {
  await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
