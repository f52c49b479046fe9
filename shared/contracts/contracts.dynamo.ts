import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { Now } from '../clock.ts';
import { isConditionFailed } from '../dynamo/cancellation.ts';
import { everyItem } from '../dynamo/every-item.dynamo.ts';
import { keys } from '../dynamo/table.ts';
import { type Calendar, calendar } from '../sla/calendar.ts';
import { type Contract, type Contracts, type ContractVersion, clockTime, contract } from './contract.ts';

const freshForMilliseconds = 60_000;

/** All versions of all contracts, as the table holds them now. `consistent`: those that were written just before are among them. */
export async function readContracts(dynamo: DynamoDBDocumentClient, tableName: string, consistent = false): Promise<Contract[]> {
  const items = await contractItems(dynamo, tableName, consistent);
  return items.map((item) => contract.parse(item.contract));
}

const contractItems = (dynamo: DynamoDBDocumentClient, tableName: string, consistent: boolean) =>
  everyItem(dynamo, {
    TableName: tableName,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': keys.contractPartition },
    ConsistentRead: consistent || undefined,
  });

/** Contracts from the table, kept in memory for a minute: they change by the month and are needed for every message. */
export function contractsIn(dynamo: DynamoDBDocumentClient, tableName: string, now: Now): Contracts {
  let known: { contracts: Contract[]; until: number } | undefined;
  const all = async () => {
    if (!known || known.until <= now().getTime() || known.contracts.length === 0) {
      known = { contracts: await readContracts(dynamo, tableName), until: now().getTime() + freshForMilliseconds };
    }
    return known.contracts;
  };
  const named = (contracts: Contract[], { contractId, contractVersion }: ContractVersion) =>
    contracts.find(({ id, version }) => id === contractId && version === contractVersion);
  return {
    all,
    of: async (ticket) => {
      const remembered = named(await all(), ticket);
      if (remembered) return remembered;
      // Applied since we last looked, by whoever opened the ticket under it.
      known = undefined;
      const version = named(await all(), ticket);
      if (!version) throw new Error(`contract ${ticket.contractId} version ${ticket.contractVersion} is missing`);
      return version;
    },
  };
}

/**
 * Writes one version of a contract, and its calendars. A version that is already there is left as it is. Answers whether it was new.
 * Calendars come first: no receipt may name one that is not there.
 */
export async function putContract(
  dynamo: DynamoDBDocumentClient,
  tableName: string,
  version: Contract,
  reclockAskedAt?: Date,
): Promise<boolean> {
  await putCalendars(dynamo, tableName, version);
  return putNew(dynamo, tableName, itemOf(version, reclockAskedAt));
}

/**
 * Writes a version that is there once more, with what may change in it: see applying.ts, which decides that. Calendars that receipts
 * name stay. Throws where the version is not there.
 */
export async function replaceContract(
  dynamo: DynamoDBDocumentClient,
  tableName: string,
  version: Contract,
  reclockAskedAt?: Date,
): Promise<void> {
  await putCalendars(dynamo, tableName, version);
  const Item = itemOf(version, reclockAskedAt);
  await dynamo.send(new PutCommand({ TableName: tableName, Item, ConditionExpression: 'attribute_exists(pk)' }));
}

/** `reclockAskedAt` is written with the contract: should whoever applies it stop before they start the job, the next one starts it. */
const itemOf = (version: Contract, reclockAskedAt: Date | undefined) => ({
  ...keys.contract(version.id, version.version),
  kind: 'contract',
  contract: version,
  reclockAskedAt: reclockAskedAt?.toISOString(),
});

const asked = z.object({ contract: z.object({ id: z.string(), version: z.int() }), reclockAskedAt: z.optional(z.string()) });

/** The versions whose open tickets were to be counted again when they were last written, and since when. */
export async function reclockingsAsked(
  dynamo: DynamoDBDocumentClient,
  tableName: string,
): Promise<(ContractVersion & { askedAt: string })[]> {
  const items = await contractItems(dynamo, tableName, true);
  return items.flatMap((item) => {
    const { contract: version, reclockAskedAt: askedAt } = asked.parse(item);
    return askedAt === undefined ? [] : [{ contractId: version.id, contractVersion: version.version, askedAt }];
  });
}

async function putCalendars(dynamo: DynamoDBDocumentClient, tableName: string, { calendars }: Contract): Promise<void> {
  for (const { version, calendar: says } of Object.values(calendars))
    await putNew(dynamo, tableName, { ...keys.calendar(version), kind: 'calendar', version, calendar: says });
}

/** What is there already is left as it is. Answers whether it was new. */
async function putNew(dynamo: DynamoDBDocumentClient, tableName: string, Item: Record<string, unknown>): Promise<boolean> {
  try {
    await dynamo.send(new PutCommand({ TableName: tableName, Item, ConditionExpression: 'attribute_not_exists(pk)' }));
    return true;
  } catch (error) {
    if (isConditionFailed(error)) return false;
    throw error;
  }
}

/** Every calendar that contracts have had, by its version: what a receipt was counted on, whatever the contract says today. */
export function calendarsIn(dynamo: DynamoDBDocumentClient, tableName: string) {
  return async (version: string): Promise<Calendar | undefined> => {
    if (version === clockTime.version) return clockTime.calendar;
    const { Item } = await dynamo.send(new GetCommand({ TableName: tableName, Key: keys.calendar(version) }));
    return Item && calendar.parse(Item.calendar);
  };
}
