import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChatClient, connectChat } from '../support/chat.ts';
import { type Json, type Stage, startStage } from '../support/cloud.ts';

const visitors = 500;
const messages = 5;
/** Of ten messages, so many are said on a connection that breaks before anybody can say that they are taken. */
const breaksOfTen = 3;

/** Drawn from a fixed beginning, so that a failure can be played again. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

describe(`${visitors} visitors at once, whose connections keep breaking`, () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage({ concurrency: 4 });
  });
  afterAll(() => stage.stop());

  /** What a page does: says the next message until it is taken, and comes back with its token whenever the connection is lost. */
  async function visit(who: number): Promise<{ ticketId: string; token: string }> {
    const random = randomOf(who + 1);
    let client: ChatClient | undefined;
    let token: string | undefined;
    let ticketId = '';
    const connected = async (): Promise<ChatClient> => {
      for (;;) {
        if (client && client.socket.readyState === client.socket.OPEN) return client;
        client = await connectChat(stage).catch(() => undefined);
        const hello = token === undefined ? { action: 'start' } : { action: 'resume', token };
        const answer = await client?.ask(hello, 'started', 'resumed').catch(() => undefined);
        if (answer?.type === 'started') token = answer.token;
        if (answer?.type === 'started' || answer?.type === 'resumed') continue;
        client?.socket.terminate();
        client = undefined;
      }
    };
    for (let n = 1; n <= messages; n++) {
      const said = { action: 'say', n, clientId: `v${who}-${n}`, text: `Visitor ${who}, message ${n}.` };
      for (let isBroken = random() * 10 < breaksOfTen; ; isBroken = false) {
        const on = await connected();
        if (isBroken) {
          // Twice, and gone before an answer: it may be taken once, or not at all.
          on.send(said);
          on.send(said);
          on.socket.terminate();
          await on.closed;
          continue;
        }
        const answer: Json = await on.ask(said, 'taken', 'expected').catch(() => undefined);
        if (answer?.type === 'expected') throw new Error(`visitor ${who}: ${n} said, ${answer.n} expected`);
        if (answer?.type !== 'taken') continue;
        ({ ticketId } = answer);
        break;
      }
    }
    await client?.close();
    return { ticketId, token: token ?? '' };
  }

  it('have each message on their ticket once, in the order in which it was said', { timeout: 900_000 }, async () => {
    const visits = await Promise.all(Array.from({ length: visitors }, (_, who) => visit(who)));
    await stage.settle();
    expect(new Set(visits.map(({ ticketId }) => ticketId)).size).toBe(visitors);
    const all = [...(await stage.everyTicket('open'))];
    expect(all).toHaveLength(visitors);
    const wrong: string[] = [];
    for (const [who, { ticketId }] of visits.entries()) {
      const { events } = await stage.ticket(ticketId);
      const said = events.map(({ message }) => message?.text);
      const expected = Array.from({ length: messages }, (_, i) => `Visitor ${who}, message ${i + 1}.`);
      if (JSON.stringify(said) !== JSON.stringify(expected)) wrong.push(`${who}: ${said.join(' | ')}`);
    }
    expect(wrong).toEqual([]);
    expect(stage.cloud.denials).toEqual([]);
  });
});
