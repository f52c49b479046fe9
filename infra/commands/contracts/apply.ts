import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { planApplying, type Step } from '../../../shared/contracts/applying.ts';
import type { Contract, ContractVersion } from '../../../shared/contracts/contract.ts';
import { putContract, readContracts, reclockingsAsked, replaceContract } from '../../../shared/contracts/contracts.dynamo.ts';

import { listReclockings, startReclocking } from '../../../shared/reclocking/reclocking.dynamo.ts';

export interface Applied {
  /** What became of each version, a line each. */
  lines: string[];
  /** Versions whose open tickets are being counted again. */
  reclocked: ContractVersion[];
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
  // What an earlier run wrote and then could not start.
  const started = await startAsked(dynamo, tableName, now);
  for (const step of steps) {
    const { id, version } = step.contract;
    const concerns = toReclock.some(({ contractId, contractVersion }) => contractId === id && contractVersion === version);
    lines.push(`${id} version ${version}: ${await take(step, dynamo, tableName, concerns ? now : undefined)}`);
  }
  return { lines, reclocked: [...started, ...(await startAsked(dynamo, tableName, now))] };
}

/** Starts the jobs that contracts were written with and that have not started since. */
async function startAsked(dynamo: DynamoDBDocumentClient, tableName: string, now: Date): Promise<ContractVersion[]> {
  const jobs = await listReclockings(dynamo, tableName);
  const due = (await reclockingsAsked(dynamo, tableName)).filter(
    ({ contractId, contractVersion, askedAt }) =>
      !jobs.some((job) => job.contractId === contractId && job.contractVersion === contractVersion && job.startedAt >= askedAt),
  );
  for (const version of due) await startReclocking(dynamo, tableName, version, now);
  return due;
}

async function take(
  { action, contract, changed }: Step,
  dynamo: DynamoDBDocumentClient,
  tableName: string,
  reclockAskedAt: Date | undefined,
): Promise<string> {
  switch (action) {
    case 'write':
      return (await putContract(dynamo, tableName, contract, reclockAskedAt))
        ? 'applied'
        : 'there already, written by somebody else just now';
    case 'replace':
      await replaceContract(dynamo, tableName, contract, reclockAskedAt);
      return `there already; replaced: ${changed.join(', ')}`;
    case 'leave':
      return 'there already';
  }
}
