import type { CloudOptions } from '../../../infra/local/cloud.ts';
import { type Json, type Stage, startStage } from '../../support/cloud.ts';

/** What a played call answers. */
export interface Played {
  id: string;
  contactId: string;
  said: string[];
  waiting: 'input' | 'queue' | 'agent' | 'flow' | 'ended';
  queued: boolean;
}

export interface PhoneStage extends Stage {
  call(call?: Json): Promise<Played>;
  /** Does one thing in a call: `{ press: '1' }`, `{ wait: 'PT30S' }`, `{ answer: 'ana' }`, … */
  play(call: { id: string }, action: Json): Promise<Played>;
  calls(): Promise<{ calls: Json[]; tasks: Json[] }>;
  read(call: { id: string }): Promise<Json>;
  /** The only ticket that a number has, with its events. */
  ticketOf(phone: string | undefined, status?: string): Promise<{ ticket: Json; events: Json[] }>;
}

/** A local cloud whose clock shows `at`. */
export async function startPhoneStage(at: string, options: Partial<CloudOptions> = {}): Promise<PhoneStage> {
  const stage = await startStage({ startAt: new Date(at), ...options });
  const ok = async (method: string, path: string, body?: unknown) => {
    const answer = await stage.local(method, path, body);
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  return {
    ...stage,
    call: (call = {}) => ok('POST', '/_local/calls', call),
    play: ({ id }, action) => ok('POST', `/_local/calls/${id}`, action),
    calls: () => ok('GET', '/_local/calls'),
    read: ({ id }) => ok('GET', `/_local/calls/${id}`),
    ticketOf: async (phone, status = 'open') => {
      await stage.settle();
      const found = (await stage.everyTicket(status)).filter(({ requester }) => requester.phone === phone);
      if (found.length !== 1) throw new Error(`${phone} has ${found.length} tickets`);
      return stage.ticket(found[0].id);
    },
  };
}

export const typesOf = (events: readonly Json[]): string[] => events.map(({ type }) => type);

export const clockOf = (ticket: Json, metric: string, cycle = 1): Json =>
  ticket.clocks.find((clock: Json) => clock.metric === metric && clock.cycle === cycle);
