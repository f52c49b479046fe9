import { AwsError, type AwsRequest, type Service } from '../service.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import type { Calls } from './calls.ts';
import { type ConnectOperation, connectOperation, flowIdOf, requirementsOf } from './connect-requests.ts';
import type { Contact } from './contact.ts';

/** Milliseconds within which a task may be scheduled (StartTaskContact: six days). */
const furthestSchedule = 6 * 24 * 3600_000;

/** What tasks are to come, and which have. */
export interface TaskRecord {
  name: string;
  description?: string | undefined;
  references: Contact['references'];
  attributes: Record<string, string>;
  scheduledAt?: string;
  contactId?: string;
}

export interface ConnectParts {
  calls: Calls | undefined;
  clock: Pick<VirtualClock, 'now' | 'at'>;
  region: string;
  account: string;
}

/** Amazon Connect's API: StartTaskContact, UpdateContactAttributes, GetContactAttributes, DescribeContact. No throttling. */
export function createConnect({ calls, clock, region, account }: ConnectParts): { service: Service; tasks(): TaskRecord[] } {
  const tasks: TaskRecord[] = [];
  const byToken = new Map<string, string>();
  const instanceArn = (id: string) => `arn:aws:connect:${region}:${account}:instance/${id.split('/').at(-1)}`;
  const notFound = (what: string) => new AwsError('ResourceNotFoundException', `${what} was not found`, 404);

  const known = (id: string): Contact => {
    const contact = calls?.contact(id);
    if (!contact) throw notFound(`Contact ${id}`);
    return contact;
  };

  const startTask = (asked: Extract<ConnectOperation, { name: 'StartTaskContact' }>['body'], answering: Calls) => {
    const token = asked.ClientToken;
    const before = token === undefined ? undefined : byToken.get(token);
    if (before !== undefined) return { ContactId: before };
    const at = asked.ScheduledTime === undefined ? undefined : asked.ScheduledTime * 1000;
    if (at !== undefined && (at <= clock.now() || at > clock.now() + furthestSchedule))
      throw new AwsError('InvalidParameterException', 'ScheduledTime must be in the future and within six days');
    const flowArn = `${answering.instanceArn}/contact-flow/${flowIdOf(asked.ContactFlowId)}`;
    const contactId = `task-${tasks.length + 1}`;
    const task: TaskRecord = {
      name: asked.Name,
      description: asked.Description,
      references: asked.References,
      attributes: asked.Attributes,
      contactId,
      ...(at === undefined ? {} : { scheduledAt: new Date(at).toISOString() }),
    };
    tasks.push(task);
    if (token !== undefined) byToken.set(token, contactId);
    clock.at(at ?? clock.now(), 'task', async () => {
      await answering.start({
        channel: 'TASK',
        flowArn,
        name: asked.Name,
        description: asked.Description,
        attributes: asked.Attributes,
        references: asked.References,
      });
    });
    return { ContactId: contactId };
  };

  const handle = (request: AwsRequest): Record<string, unknown> => {
    const operation = connectOperation(request);
    switch (operation.name) {
      case 'StartTaskContact': {
        if (!calls || instanceArn(operation.body.InstanceId) !== calls.instanceArn) throw notFound('The instance');
        return startTask(operation.body, calls);
      }
      case 'UpdateContactAttributes':
        Object.assign(known(operation.body.InitialContactId).attributes, operation.body.Attributes);
        return {};
      case 'GetContactAttributes':
        return { Attributes: { ...known(operation.contactId).attributes } };
      case 'DescribeContact':
        return { Contact: described(known(operation.contactId), instanceArn(operation.instanceId)) };
    }
  };

  return {
    tasks: () => [...tasks],
    service: {
      name: 'connect',
      errorFormat: 'json',
      deniedStatus: 403,
      requirements: (request) => requirementsOf(connectOperation(request), instanceArn),
      handle: async (request) => ({
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(handle(request)),
      }),
    },
  };
}

/** Instants are seconds since the epoch on this wire. */
const seconds = (at: number | undefined) => (at === undefined ? undefined : at / 1000);

function described(contact: Contact, instanceArn: string) {
  const { id, initialId, agentArn, targetQueue, queuedAt, from, to } = contact;
  return {
    Arn: `${instanceArn}/contact/${id}`,
    Id: id,
    ...(initialId === id ? {} : { InitialContactId: initialId }),
    PreviousContactId: contact.previousId,
    InitiationMethod: contact.initiationMethod,
    Channel: contact.channel,
    Name: contact.name,
    InitiationTimestamp: seconds(contact.initiatedAt),
    LastUpdateTimestamp: seconds(contact.endedAt ?? contact.connectedAt ?? contact.queuedAt ?? contact.initiatedAt),
    DisconnectTimestamp: seconds(contact.endedAt),
    DisconnectReason: contact.disconnectReason,
    ...(queuedAt === undefined ? {} : { QueueInfo: { Id: targetQueue?.split('/').at(-1), EnqueueTimestamp: seconds(queuedAt) } }),
    ...(agentArn === undefined
      ? {}
      : { AgentInfo: { Id: agentArn.split('/').at(-1), ConnectedToAgentTimestamp: seconds(contact.connectedAt) } }),
    ...(from === undefined ? {} : { CustomerEndpoint: { Type: 'TELEPHONE_NUMBER', Address: from } }),
    ...(to === undefined ? {} : { SystemEndpoint: { Type: 'TELEPHONE_NUMBER', Address: to } }),
  };
}
