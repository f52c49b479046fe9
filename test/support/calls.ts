import { contactsIn } from '../../shared/contacts/contacts.dynamo.ts';
import { putContract } from '../../shared/contracts/contracts.dynamo.ts';
import { callsIn } from '../../shared/telephony/calls.dynamo.ts';
import { aCalendar, aContract, monday } from './builders.ts';
import { startTable, tableName } from './table.ts';

/** The number of a caller, and one of ours. */
export const caller = '+33199000110';
export const hotline = '+33199000990';

/** A table with a contract whose calls are put through from 09:00 to 17:00 in Paris, and a person within 60 seconds. */
export async function aCallDesk(contract: Record<string, unknown> = {}) {
  const table = await startTable({ time: new Date(monday.getTime() + 3600_000) });
  await putContract(
    table.client,
    tableName,
    aContract({
      timeZone: 'Europe/Paris',
      calendars: { office: aCalendar() },
      phoneHours: 'office',
      targets: [
        { clock: 'pick-up', channel: 'phone', within: '60 clock seconds' },
        { clock: 'first-response', within: '4 clock hours' },
      ],
      ...contract,
    }),
  );
  const calls = callsIn(table.client, tableName, table.now);
  const contacts = contactsIn(table.client, tableName);
  const { now, tickets, contracts } = table;
  return { table, calls, contacts, desk: { tickets, contracts, contacts, calls, now } };
}

/** What a flow sends: a call that came in, at one of its steps. */
export function aFlowEvent(step: string, { parameters = {}, ...more }: Record<string, unknown> & { parameters?: object } = {}) {
  const endpoint = (Address: string) => ({ Address, Type: 'TELEPHONE_NUMBER' });
  return {
    Name: 'ContactFlowEvent',
    Details: {
      ContactData: {
        Attributes: {},
        Channel: 'VOICE',
        ContactId: 'c1',
        InitialContactId: 'c1',
        CustomerEndpoint: endpoint(caller),
        SystemEndpoint: endpoint(hotline),
        InitiationMethod: 'INBOUND',
        Queue: null,
        ...more,
      },
      Parameters: { step, ...parameters },
    },
  };
}
