import { parseArgs } from 'node:util';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { partnerId } from '../../shared/partners/partner.ts';
import { partnerSecretsPrefix } from '../partner-secrets.ts';
import { readPartnerFolder } from './partners/read-folder.ts';
import { applyPartners, changeSecrets, endPartner, secretsOf, type Where } from './partners/verbs.ts';
import { tableOptions, theTable } from './the-table.ts';

/** `npm run partners -- VERB`. Secrets go to standard output, newest first, all else to standard error. */
const usage = `usage: partners check [folder]
       partners apply [folder]        writes partners, and makes a secret for each that has none
       partners secret PRT            shows the secrets in force
       partners rotate PRT            a new secret, beside the one that is newest now
       partners retire PRT            leaves only the newest in force
       partners remove PRT            nothing of theirs is taken in any more
all but check with --local (the local cloud on this machine), or with
--table NAME --secrets PREFIX, the outputs TableName and PartnerSecretsPrefix (with the AWS credentials of the environment)`;

const verbs = ['check', 'apply', 'secret', 'rotate', 'retire', 'remove'] as const;

async function run(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { ...tableOptions, secrets: { type: 'string' } },
  });
  const verb = verbs.find((each) => each === positionals[0]);
  if (!verb || positionals.length > 2) throw new Error(usage);
  const [, argument = 'contracts/partners'] = positionals;
  if (verb === 'check') {
    for (const { id } of await readPartnerFolder(argument)) console.error(`${id}: right`);
    return;
  }
  // Files are read first: what is wrong with them is told without any AWS account.
  const partners = verb === 'apply' ? await readPartnerFolder(argument) : [];
  const where = await whereTo(values);
  if (verb === 'apply') {
    for (const line of await applyPartners(where, partners)) console.error(line);
    return;
  }
  if (!partnerId.safeParse(argument).success) throw new Error(`${verb} needs the id of a partner, such as prt_relais-telecom`);
  if (verb === 'remove') return endPartner(where, argument);
  const { secrets } = verb === 'secret' ? await secretsOf(where, argument) : await changeSecrets(where, argument, verb);
  for (const secret of secrets) console.log(secret);
}

async function whereTo(given: {
  table?: string | undefined;
  local?: boolean | undefined;
  secrets?: string | undefined;
}): Promise<Where> {
  if ((given.secrets === undefined) === (given.local !== true)) throw new Error(usage);
  const { dynamo, tableName } = await theTable(given);
  return { dynamo, tableName, secrets: new SecretsManagerClient({}), prefix: given.secrets ?? partnerSecretsPrefix('local') };
}

try {
  await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
