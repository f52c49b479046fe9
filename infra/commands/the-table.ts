import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { documentClient } from '../../shared/dynamo/document-client.dynamo.ts';
import { localAccount } from '../local/account.ts';

/** Options of every command that works on the table. */
export const tableOptions = {
  table: { type: 'string' },
  local: { type: 'boolean' },
} as const;

export const tableUsage =
  '--table NAME (with the AWS credentials of the environment) or --local (the local cloud on this machine)';

/**
 * The table that a command works on: the one that is named, on AWS, or the only one of the local cloud, at GUICHET_AWS_PORT or its
 * default. Throws Error that says what to write.
 */
export async function theTable({ table, local }: { table?: string | undefined; local?: boolean | undefined }) {
  if ((table === undefined) === (local !== true)) throw new Error(`say which table: ${tableUsage}`);
  if (table !== undefined) return { dynamo: documentClient(), tableName: table };
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${process.env.GUICHET_AWS_PORT ?? '4466'}`,
    AWS_REGION: localAccount.region,
    AWS_ACCESS_KEY_ID: localAccount.accessKeyId,
    AWS_SECRET_ACCESS_KEY: 'local',
  });
  const dynamo = documentClient();
  const { TableNames: [tableName] = [] } = await dynamo.send(new ListTablesCommand({}));
  if (tableName === undefined) throw new Error('the local cloud has no table');
  return { dynamo, tableName };
}
