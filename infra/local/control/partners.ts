import * as z from 'zod/mini';
import { keys } from '../../../shared/dynamo/table.ts';
import { partnerSecretsPrefix } from '../../partner-secrets.ts';
import type { Secrets } from '../secrets-manager/secrets.ts';
import type { Service } from '../service.ts';
import type { App } from '../template/app.ts';

/** A partner, and what it takes to send as one. */
export interface ListedPartner {
  id: string;
  name: string;
  /** The newest of those in force. */
  secret: string | undefined;
  url: string;
}

export interface PartnersParts {
  app: App;
  dynamoDb: Pick<Service, 'handle'>;
  secrets: Pick<Secrets, 'value'>;
  http: string;
}

const text = z.object({ S: z.string() });
/** Partners as the table has them, in DynamoDB's spelling. */
const page = z.object({ Items: z.array(z.object({ partner: z.object({ M: z.object({ id: text, name: text }) }) })) });
const held = z.object({ secrets: z.array(z.string()) });

export async function listPartners({ app, dynamoDb, secrets, http }: PartnersParts): Promise<ListedPartner[]> {
  const [table] = app.byType('AWS::DynamoDB::GlobalTable');
  if (!table) return [];
  const query = {
    TableName: table.name,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': { S: keys.partnerPartition } },
  };
  const { body = '{}' } = await dynamoDb.handle({
    principal: { type: 'account' },
    service: 'dynamodb',
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: { 'x-amz-target': 'DynamoDB_20120810.Query' },
    body: Buffer.from(JSON.stringify(query)),
  });
  return page.parse(JSON.parse(body.toString())).Items.map(({ partner: { M } }) => {
    const id = M.id.S;
    const value = secrets.value(`${partnerSecretsPrefix('local')}${id}`);
    const [secret] = value === undefined ? [] : held.parse(JSON.parse(value)).secrets;
    return { id, name: M.name.S, secret, url: `${http}/partners/${id}/events` };
  });
}
