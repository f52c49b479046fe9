import { expect, it } from 'vitest';
import { noticesFor } from '../../../shared/notices/plan.ts';
import type { TicketEvent } from '../../../shared/tickets/ticket-events.ts';
import { anAnswer, anOpening, aTicket, desk, recorded } from './events.ts';

it('nobody is written to about anything but openings, answers and promises', () => {
  const { at, recordedAt, by } = anAnswer();
  const stamp = { at, recordedAt, by };
  const named = { clock: 'first-response', cycle: 1 } as const;
  const { message } = anOpening();
  const silent: TicketEvent[] = [
    { type: 'SlaBreached', ...stamp, ...named, dueAt: '2026-01-05T13:00:00Z' },
    { type: 'CallTaken', ...stamp, clocks: [] },
    { type: 'KindChanged', ...stamp, from: 'request', to: 'complaint', reason: 'it is one', clocks: [] },
    { type: 'Reclocked', ...stamp, cause: 'moved', contractId: 'ctr_b', contractVersion: 1, reason: 'sold', clocks: [] },
    { type: 'PauseEnded', ...stamp, ...named, clocks: [] },
    { type: 'EscalationAcknowledged', ...stamp, ...named, step: '80%' },
    { type: 'CustomerReplied', ...stamp, message, participants: [], clocks: [] },
    { type: 'AutomaticMailReceived', ...stamp, nature: 'auto-reply', reason: 'away', message },
    { type: 'DeliveryFailed', ...stamp, recipients: [], permanent: true, detail: '' },
    { type: 'NoteAdded', ...stamp, messageId: 'msg_3', text: 'between us' },
    { type: 'Assigned', ...stamp, assignee: 'ana' },
    { type: 'StatusChanged', ...stamp, from: 'open', to: 'resolved', clocks: [] },
    { type: 'PriorityChanged', ...stamp, from: 'low', to: 'high', reason: 'asked', clocks: [] },
    {
      type: 'MergedInto',
      ...stamp,
      into: 'tkt_2',
      reason: 'same',
      before: { status: 'open', clocks: [] },
      joined: [],
      clocks: [],
    },
    {
      type: 'MergedFrom',
      ...stamp,
      from: 'tkt_2',
      reference: '123456782',
      reason: 'same',
      joined: [],
      alsoFor: [],
      clocks: [],
    },
    { type: 'Unmerged', ...stamp, from: 'tkt_2', reason: 'not the same', to: 'open', clocks: [] },
    { type: 'UnmergedFrom', ...stamp, from: 'tkt_2', reason: 'not the same', left: [] },
  ];
  for (const event of silent)
    expect(noticesFor(recorded(event), aTicket(), desk), event.type).toEqual({ notices: [], withheld: [] });
});
