import { parseArgs } from 'node:util';
import * as z from 'zod/mini';
import { instant } from '../../shared/contracts/entitlement.ts';
import { kind, priority } from '../../shared/contracts/vocabulary.ts';
import type { Form } from '../../shared/forms/form.ts';
import { channel } from '../../shared/intake/channels.ts';
import { applyTo } from './contracts/apply.ts';
import { explainDue, versionAt } from './contracts/due.ts';
import { contractSchema } from './contracts/file-schema.ts';
import { applyForms, readForms } from './contracts/forms.ts';
import { readFolder } from './contracts/read-folder.ts';
import { warningsAbout } from './contracts/warnings.ts';
import { tableOptions, tableUsage, theTable } from './the-table.ts';

/** `npm run contracts -- VERB`; contracts/README.md says what each is for. What was asked for goes to standard output, all else to standard error. */
const usage = `usage: contracts check [folder]
       contracts apply [folder], with ${tableUsage}
       contracts due --contract ID [--priority P] [--kind K] [--channel C] [--at INSTANT] [folder]
       contracts schema`;

const options = {
  ...tableOptions,
  contract: { type: 'string' },
  priority: { type: 'string' },
  kind: { type: 'string' },
  channel: { type: 'string' },
  at: { type: 'string' },
} as const;
type Option = keyof typeof options;

/** Which options a verb takes, and which of them it needs. */
const verbs = {
  check: { takes: [], needs: [] },
  apply: { takes: ['table', 'local'], needs: [] },
  due: { takes: ['contract', 'priority', 'kind', 'channel', 'at'], needs: ['contract'] },
  schema: { takes: [], needs: [] },
} as const satisfies Record<string, { takes: Option[]; needs: Option[] }>;

const isVerb = (text: string | undefined): text is keyof typeof verbs => text !== undefined && Object.hasOwn(verbs, text);

function fits(verb: keyof typeof verbs, given: readonly string[]): boolean {
  const { takes, needs }: { takes: readonly string[]; needs: readonly string[] } = verbs[verb];
  return given.every((name) => takes.includes(name)) && needs.every((name) => given.includes(name));
}

async function run(now: Date): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options });
  const [verb, folder = 'contracts'] = positionals;
  if (!isVerb(verb) || !fits(verb, Object.keys(values))) throw new Error(usage);
  if (verb === 'schema') return console.log(JSON.stringify(contractSchema(), undefined, 2));
  const contracts = await readFolder(folder);
  const forms = await readForms(folder, contracts);
  if (verb === 'due') return due(values, now, contracts);
  if (verb === 'check') {
    for (const { id, version } of contracts) console.error(`${id} version ${version}: right`);
    for (const { id } of forms) console.error(`form ${id}: right`);
  }
  if (verb === 'apply') await apply(values, now, contracts, forms);
  for (const warning of warningsAbout(contracts, now)) console.error(`beware: ${warning}`);
}

type Contracts = Awaited<ReturnType<typeof readFolder>>;

async function apply(
  where: Parameters<typeof theTable>[0],
  now: Date,
  contracts: Contracts,
  forms: readonly Form[],
): Promise<void> {
  const { dynamo, tableName } = await theTable(where);
  const { lines, reclocked } = await applyTo(dynamo, tableName, contracts, now);
  for (const line of lines) console.error(line);
  for (const { contractId, contractVersion } of reclocked)
    console.error(`${contractId} version ${contractVersion}: its open tickets are counted again, once it is in force`);
  for (const line of await applyForms(dynamo, tableName, forms)) console.error(line);
}

/** Reads one option by its schema. Throws Error naming it. */
function read<T>(name: string, text: string, schema: z.ZodMiniType<T>): T {
  const parsed = z.safeParse(schema, text);
  if (!parsed.success) throw new Error(`--${name} ${text}: ${parsed.error.issues.map(({ message }) => message).join('; ')}`);
  return parsed.data;
}

function due(given: { [name in Exclude<Option, 'local'>]?: string | undefined }, now: Date, contracts: Contracts): void {
  const at = given.at === undefined ? now : new Date(read('at', given.at, instant));
  const contract = versionAt(contracts, given.contract ?? '', at);
  const facts = {
    channel: given.channel === undefined ? ('email' as const) : read('channel', given.channel, channel),
    kind: given.kind === undefined ? contract.newTickets.kind : read('kind', given.kind, kind),
    priority: given.priority === undefined ? contract.newTickets.priority : read('priority', given.priority, priority),
  };
  for (const line of explainDue(contract, facts, at)) console.log(line);
}

try {
  await run(new Date());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
