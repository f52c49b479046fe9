import * as z from 'zod/mini';
import { AwsError, type AwsRequest, unknownOperation } from '../service.ts';

/** Bytes of a secret's text. Source: "Secrets Manager quotas". */
export const mostSecretBytes = 65_536;

const secretString = z
  .string('the local cloud keeps secrets as SecretString only')
  .check(z.refine((text) => Buffer.byteLength(text) <= mostSecretBytes, `must have at most ${mostSecretBytes} bytes`));
const token = z.optional(z.string().check(z.minLength(32), z.maxLength(64)));
const SecretId = z.string().check(z.minLength(1), z.maxLength(2048));

/** What each operation takes, as far as the local cloud has it. */
const bodies = {
  GetSecretValue: z.object({ SecretId, VersionId: z.optional(z.string()), VersionStage: z.optional(z.string()) }),
  DescribeSecret: z.object({ SecretId }),
  CreateSecret: z.object({
    Name: z.string().check(z.regex(/^[\w/+=.@-]{1,512}$/, 'must be 1 to 512 letters, digits and /_+=.@-')),
    Description: z.optional(z.string()),
    SecretString: secretString,
    ClientRequestToken: token,
  }),
  PutSecretValue: z.object({ SecretId, SecretString: secretString, ClientRequestToken: token }),
  DeleteSecret: z.object({
    SecretId,
    RecoveryWindowInDays: z._default(z.int().check(z.gte(7), z.lte(30)), 30),
    ForceDeleteWithoutRecovery: z._default(z.boolean(), false),
  }),
} as const;
type Operation = keyof typeof bodies;

export type SecretRequest = { [Name in Operation]: { operation: Name; body: z.infer<(typeof bodies)[Name]> } }[Operation];

function bodyOf<Schema extends z.ZodMiniType>(schema: Schema, { body }: AwsRequest): z.infer<Schema> {
  const parsed = z.safeParse(schema, JSON.parse(body.toString() || '{}'));
  if (!parsed.success) throw new AwsError('InvalidParameterException', z.prettifyError(parsed.error));
  return parsed.data;
}

/** Throws AwsError for an operation that the local cloud does not have, and for a body that is none of it. */
export function readRequest(request: AwsRequest): SecretRequest {
  const operation = request.headers['x-amz-target']?.replace('secretsmanager.', '') ?? '';
  switch (operation) {
    case 'GetSecretValue':
      return { operation, body: bodyOf(bodies[operation], request) };
    case 'DescribeSecret':
      return { operation, body: bodyOf(bodies[operation], request) };
    case 'CreateSecret':
      return { operation, body: bodyOf(bodies[operation], request) };
    case 'PutSecretValue':
      return { operation, body: bodyOf(bodies[operation], request) };
    case 'DeleteSecret':
      return { operation, body: bodyOf(bodies[operation], request) };
    default:
      throw unknownOperation('secretsmanager', operation);
  }
}
