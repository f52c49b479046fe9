import * as z from 'zod/mini';
import type { Requirement } from '../iam/iam.ts';
import { AwsError, type AwsRequest, unknownOperation } from '../service.ts';

const attributes = z.record(z.string(), z.string());
const reference = z.object({
  Type: z.enum(['URL', 'NUMBER', 'STRING', 'DATE', 'EMAIL']),
  Value: z.string().check(z.maxLength(4096)),
});

const startTask = z.strictObject({
  InstanceId: z.string(),
  Name: z.string().check(z.minLength(1), z.maxLength(512)),
  Description: z.optional(z.string().check(z.maxLength(4096))),
  ContactFlowId: z.string(),
  ClientToken: z.optional(z.string().check(z.maxLength(500))),
  Attributes: z._default(attributes, {}),
  References: z._default(z.record(z.string(), reference), {}),
  /** Seconds since the epoch. */
  ScheduledTime: z.optional(z.number()),
  PreviousContactId: z.optional(z.string()),
  RelatedContactId: z.optional(z.string()),
});
const updateAttributes = z.strictObject({ InstanceId: z.string(), InitialContactId: z.string(), Attributes: attributes });

export type ConnectOperation =
  | { name: 'StartTaskContact'; body: z.infer<typeof startTask> }
  | { name: 'UpdateContactAttributes'; body: z.infer<typeof updateAttributes> }
  | { name: 'GetContactAttributes' | 'DescribeContact'; instanceId: string; contactId: string };

/** The REST API of Amazon Connect, as far as we call it. */
export function connectOperation({ method, path, body }: AwsRequest): ConnectOperation {
  const text = body.toString();
  if (method === 'PUT' && path === '/contact/task') return { name: 'StartTaskContact', body: read(startTask, text) };
  if (method === 'POST' && path === '/contact/attributes')
    return { name: 'UpdateContactAttributes', body: read(updateAttributes, text) };
  const [, collection, first = '', second = '', third] = path.split('/').map(decodeURIComponent);
  if (method === 'GET' && collection === 'contacts' && third === undefined)
    return { name: 'DescribeContact', instanceId: first, contactId: second };
  if (method === 'GET' && collection === 'contact' && first === 'attributes')
    return { name: 'GetContactAttributes', instanceId: second, contactId: third ?? '' };
  throw unknownOperation('connect', `${method} ${path}`);
}

function read<T>(schema: z.ZodMiniType<T>, text: string): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw new AwsError('InvalidParameterException', error instanceof Error ? error.message : 'The request is not valid.');
  }
}

/** Contacts are resources below their instance; a task also needs its flow (Service Authorization Reference). */
export function requirementsOf(operation: ConnectOperation, arnOf: (instanceId: string) => string): Requirement[] {
  const action = `connect:${operation.name}`;
  switch (operation.name) {
    case 'StartTaskContact': {
      const instance = arnOf(operation.body.InstanceId);
      return [
        { action, resource: `${instance}/contact-flow/${flowIdOf(operation.body.ContactFlowId)}` },
        { action, resource: `${instance}/contact/new` },
      ];
    }
    case 'UpdateContactAttributes':
      return [{ action, resource: `${arnOf(operation.body.InstanceId)}/contact/${operation.body.InitialContactId}` }];
    case 'GetContactAttributes':
    case 'DescribeContact':
      return [{ action, resource: `${arnOf(operation.instanceId)}/contact/${operation.contactId}` }];
  }
}

/** A flow is named by its id or its whole ARN. */
export const flowIdOf = (named: string): string => named.split('/').at(-1) ?? named;
