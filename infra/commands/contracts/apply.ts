import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { planApplying, type Step } from '../../../shared/contracts/applying.ts';
import type { Contract, ContractVersion } from '../../../shared/contracts/contract.ts';
import { putContract, readContracts, replaceContract } from '../../../shared/contracts/contracts.dynamo.ts';

export interface Applied {
  /** What became of each version, a line each. */
  lines: string[];
  /** Versions whose open tickets are to be counted again. */
  toReclock: ContractVersion[];
}

/** Writes these contracts to the table as planApplying decides. Throws Error with every reason against it; nothing is written then. */
export async function applyTo(
  dynamo: DynamoDBDocumentClient,
  tableName: string,
  wanted: readonly Contract[],
  now: Date,
): Promise<Applied> {
  const { steps, toReclock, problems } = planApplying(await readContracts(dynamo, tableName, true), wanted, now);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const lines: string[] = [];
  for (const step of steps)
    lines.push(`${step.contract.id} version ${step.contract.version}: ${await take(step, dynamo, tableName)}`);
  return { lines, toReclock };
}

async function take({ action, contract, changed }: Step, dynamo: DynamoDBDocumentClient, tableName: string): Promise<string> {
  switch (action) {
    case 'write':
      return (await putContract(dynamo, tableName, contract)) ? 'applied' : 'there already, written by somebody else just now';
    case 'replace':
      await replaceContract(dynamo, tableName, contract);
      return `there already; replaced: ${changed.join(', ')}`;
    case 'leave':
      return 'there already';
  }
}
