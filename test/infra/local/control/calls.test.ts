import { describe, expect, it } from 'vitest';
import { aContactCentre, saying } from '../connect/a-contact-centre.ts';
import { aControl } from './a-control.ts';

async function playing(start: object = { from: '+33199000111', to: '+33199000990' }) {
  const centre = aContactCentre((step) => saying(step === 'greet' ? 'menu' : 'queue', `${step}!`));
  const { send } = aControl({ calls: { calls: centre.calls, tasks: () => [] }, clock: centre.clock });
  const { status, json } = await send('POST /_local/calls', start);
  const { id } = Object(json);
  const act = (body: object) => send(`POST /_local/calls/${id}`, body);
  return { centre, send, act, id, status, json };
}

describe('a played call', () => {
  it('answers what was said since the last time, and what it waits for', async () => {
    const { status, json, act } = await playing();
    expect([status, json]).toMatchObject([201, { said: ['greet!'], waiting: 'input', queued: false }]);
    expect((await act({ press: '1' })).json).toMatchObject({ said: ['choose!', 'Wait.'], waiting: 'queue', queued: true });
    expect((await act({ answer: 'ana' })).json).toMatchObject({ said: [], waiting: 'agent', queued: false });
    expect((await act({ transfer: true })).json).toMatchObject({ waiting: 'queue' });
    expect((await act({ hangUp: true })).json).toMatchObject({ waiting: 'ended' });
  });

  it('is listed, and read whole', async () => {
    const { send, id } = await playing();
    expect((await send('GET /_local/calls')).json).toMatchObject({
      calls: [{ id, waiting: 'input', from: '+33199000111' }],
      tasks: [],
    });
    expect((await send(`GET /_local/calls/${id}`)).json).toMatchObject({
      voice: 'Amy',
      attributes: { language: 'en' },
      transcript: [{ who: 'connect' }, { who: 'flow', text: 'greet!' }],
    });
  });

  it('lets time pass', async () => {
    const { act, centre } = await playing();
    const before = centre.clock.now();
    expect((await act({ wait: 'PT11S' })).json).toMatchObject({ said: ['greet!'], waiting: 'input' });
    expect(centre.clock.now() - before).toBeGreaterThanOrEqual(11_000);
  });
});

describe('what cannot be done is refused, naming field and rule', () => {
  it.each<[string, object, string]>([
    ['answering what is not in the queue', { answer: 'ana' }, 'answer: needs a call in the queue'],
    ['transferring what nobody has taken', { transfer: true }, 'transfer: needs an agent who has taken the call'],
    ['two things at once', { press: '1', hangUp: true }, 'must say one thing'],
    ['nothing', {}, 'must say one thing'],
    ['keys that no phone has', { press: 'a' }, 'press: must be keys of a phone'],
    ['21 keys', { key: '1'.repeat(21) }, 'key: must be keys of a phone'],
    ['waiting for what is no time', { wait: 'soon' }, 'wait: must be an ISO 8601 duration'],
    ['an unknown field', { sing: true }, 'sing: is not a field'],
  ])('%s', async (_, body, message) => {
    const { act } = await playing();
    expect(await act(body)).toMatchObject({ status: 400, json: { message: expect.stringContaining(message) } });
  });

  it('anything in a call that has ended', async () => {
    const { act } = await playing();
    await act({ hangUp: true });
    expect(await act({ press: '1' })).toMatchObject({
      status: 400,
      json: { message: 'press: comes too late: the call has ended' },
    });
  });

  it('a number that is none, and a call that is none', async () => {
    expect(await playing({ from: '0199000111' })).toMatchObject({ status: 400, json: { field: 'from' } });
    const { send } = await playing();
    expect(await send('GET /_local/calls/x')).toMatchObject({ status: 400, json: { field: 'id' } });
  });

  it('a call where Connect is not deployed', async () => {
    expect(await aControl().send('POST /_local/calls', {})).toMatchObject({ status: 400, json: { field: 'connect' } });
  });
});
