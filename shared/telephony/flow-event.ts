import * as z from 'zod/mini';

const endpoint = z.nullish(z.object({ Address: z.nullish(z.string()), Type: z.nullish(z.string()) }));

/** What Connect sends a function from a flow. Real chats and tasks have null endpoints, old samples lack members. */
const flowEvent = z.object({
  Details: z.object({
    ContactData: z.object({
      Attributes: z.nullish(z.record(z.string(), z.string())),
      Channel: z.string(),
      ContactId: z.string(),
      InitialContactId: z.nullish(z.string()),
      CustomerEndpoint: endpoint,
      SystemEndpoint: endpoint,
    }),
    Parameters: z.nullish(z.record(z.string(), z.string())),
  }),
});

export interface FlowRequest {
  /** The first contact of the chain: the same through transfers and repetitions. */
  contactId: string;
  channel: 'phone' | 'chat';
  /** E.164; absent where it is withheld. */
  phone: string | undefined;
  /** The number of ours that was called. */
  hotline: string | undefined;
  attributes: Readonly<Record<string, string>>;
  parameters: Readonly<Record<string, string>>;
}

/** Reads what a flow sent. Throws for what is none, and for the channels that this flow does not serve. */
export function readFlowRequest(event: unknown): FlowRequest {
  const { ContactData, Parameters } = flowEvent.parse(event).Details;
  const { Attributes, Channel, ContactId, InitialContactId, CustomerEndpoint, SystemEndpoint } = ContactData;
  return {
    contactId: InitialContactId ?? ContactId,
    channel: channelOf(Channel),
    phone: phoneNumber(CustomerEndpoint?.Address),
    hotline: phoneNumber(SystemEndpoint?.Address),
    attributes: Attributes ?? {},
    parameters: Parameters ?? {},
  };
}

function channelOf(channel: string): FlowRequest['channel'] {
  switch (channel.toUpperCase()) {
    case 'VOICE':
      return 'phone';
    case 'CHAT':
      return 'chat';
    default:
      throw new Error(`the flow does not serve ${channel}`);
  }
}

/** A number in E.164. Withheld ones come as `anonymous`, `unknown` or not at all. */
export const phoneNumber = (address: string | null | undefined): string | undefined =>
  address && /^\+[1-9]\d{6,14}$/.test(address) ? address : undefined;
