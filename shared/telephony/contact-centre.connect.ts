import {
  type ConnectClient,
  DescribeContactCommand,
  ResourceNotFoundException,
  StartTaskContactCommand,
  UpdateContactAttributesCommand,
} from '@aws-sdk/client-connect';
import type { ContactCentre } from './contact-centre.ts';
import { factsOf } from './contact-event.ts';
import { phoneNumber } from './flow-event.ts';

export interface Instance {
  instanceId: string;
  /** Tasks run through it into the queue. */
  taskFlowId?: string;
}

export const contactCentreOf = (connect: ConnectClient, { instanceId: InstanceId, taskFlowId }: Instance): ContactCentre => ({
  describe: async (ContactId) => {
    try {
      const { Contact } = await connect.send(new DescribeContactCommand({ InstanceId, ContactId }));
      if (!Contact) return undefined;
      const read = factsOf({
        contactId: Contact.Id ?? ContactId,
        initialContactId: Contact.InitialContactId ?? Contact.PreviousContactId,
        channel: Contact.Channel ?? '',
        initiationMethod: Contact.InitiationMethod ?? '',
        initiatedAt: Contact.InitiationTimestamp?.toISOString(),
        queueArn: Contact.QueueInfo?.Id,
        queuedAt: Contact.QueueInfo?.EnqueueTimestamp?.toISOString(),
        connectedAt: Contact.AgentInfo?.ConnectedToAgentTimestamp?.toISOString(),
        agentArn: Contact.AgentInfo?.Id,
        endedAt: Contact.DisconnectTimestamp?.toISOString(),
      });
      if ('ignored' in read) return undefined;
      return {
        facts: read.facts,
        channel: Contact.Channel === 'CHAT' ? 'chat' : 'phone',
        phone: phoneNumber(Contact.CustomerEndpoint?.Address),
        hotline: phoneNumber(Contact.SystemEndpoint?.Address),
      };
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  },
  setAttributes: async (InitialContactId, Attributes) => {
    await connect.send(new UpdateContactAttributesCommand({ InstanceId, InitialContactId, Attributes }));
  },
  startTask: async ({ token, name, description, ticketId, reference, url, at }) => {
    await connect.send(
      new StartTaskContactCommand({
        InstanceId,
        ContactFlowId: taskFlowId,
        ClientToken: token,
        Name: name,
        Description: description,
        Attributes: { ticketId, reference },
        References: { Ticket: { Type: 'URL', Value: url }, Reference: { Type: 'STRING', Value: reference } },
        ScheduledTime: at,
      }),
    );
  },
});
