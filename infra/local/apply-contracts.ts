import { type Cloud, localAccount } from './cloud.ts';
import { run } from './synthesize.ts';

/** Runs the very command by which contracts are applied on AWS, against the local cloud. */
export async function applyContracts({ app, endpoints }: Pick<Cloud, 'app' | 'endpoints'>): Promise<void> {
  const [table] = app.byType('AWS::DynamoDB::GlobalTable');
  if (!table) throw new Error('the template has no table for the contracts');
  await run(['infra/commands/contracts.ts', 'apply', '--table', table.name], {
    AWS_ENDPOINT_URL: endpoints.aws,
    AWS_REGION: localAccount.region,
    AWS_ACCESS_KEY_ID: localAccount.accessKeyId,
    AWS_SECRET_ACCESS_KEY: 'local',
  });
}
