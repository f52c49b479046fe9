import { expect, it } from 'vitest';
import { follow } from '../../../functions/show-request/followed.ts';
import { mostMergesFollowed } from '../../../shared/tickets/merge.ts';
import { aTicket, ticketIdNumber } from '../../support/builders.ts';

it('a link leads as far along merges as mail does', async () => {
  const find = async (id: string) => {
    const n = Array.from({ length: 10 }, (_, i) => i).find((i) => ticketIdNumber(i) === id) ?? 0;
    return aTicket({ id, mergedInto: ticketIdNumber(n + 1) });
  };
  const followed = await follow({ ticketId: ticketIdNumber(0), language: 'en' }, { find });
  expect([followed?.own.id, followed?.current.id]).toEqual([ticketIdNumber(0), ticketIdNumber(mostMergesFollowed)]);
});
