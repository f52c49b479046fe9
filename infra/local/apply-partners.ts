import { partnerSecretsPrefix } from '../partner-secrets.ts';
import { type Cloud, localAccount } from './cloud.ts';
import { run } from './synthesize.ts';

/** Runs the very command by which partners are applied on AWS, against the local cloud. */
export async function applyPartners({ app, endpoints }: Pick<Cloud, 'app' | 'endpoints'>): Promise<void> {
  const [table] = app.byType('AWS::DynamoDB::GlobalTable');
  if (!table) throw new Error('the template has no table for the partners');
  await run(['infra/commands/partners.ts', 'apply', '--table', table.name, '--secrets', partnerSecretsPrefix('local')], {
    AWS_ENDPOINT_URL: endpoints.aws,
    AWS_REGION: localAccount.region,
    AWS_ACCESS_KEY_ID: localAccount.accessKeyId,
    AWS_SECRET_ACCESS_KEY: 'local',
  });
}
