import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Now } from '../clock.ts';
import { isConditionFailed } from '../dynamo/cancellation.ts';
import { keys } from '../dynamo/table.ts';
import { type Contract, type Contracts, type ContractVersion, contract } from './contract.ts';

const freshForMilliseconds = 60_000;

/** Contracts from the table, kept in memory for a minute: they change by the month and are needed for every message. */
export function contractsIn(dynamo: DynamoDBDocumentClient, tableName: string, now: Now): Contracts {
  let known: { contracts: Contract[]; until: number } | undefined;
  const read = async () => {
    const contracts: Contract[] = [];
    let from: Record<string, unknown> | undefined;
    do {
      const page = await dynamo.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': keys.contractPartition },
          ExclusiveStartKey: from,
        }),
      );
      for (const item of page.Items ?? []) contracts.push(contract.parse(item.contract));
      from = page.LastEvaluatedKey;
    } while (from);
    return contracts;
  };
  const all = async () => {
    if (!known || known.until <= now().getTime() || known.contracts.length === 0) {
      known = { contracts: await read(), until: now().getTime() + freshForMilliseconds };
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

/** Writes one version of a contract. A version that is already there is left as it is: versions are never rewritten. Answers whether it was new. */
export async function putContract(dynamo: DynamoDBDocumentClient, tableName: string, version: Contract): Promise<boolean> {
  try {
    await dynamo.send(
      new PutCommand({
        TableName: tableName,
        Item: { ...keys.contract(version.id, version.version), kind: 'contract', contract: version },
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
    return true;
  } catch (error) {
    if (isConditionFailed(error)) return false;
    throw error;
  }
}
