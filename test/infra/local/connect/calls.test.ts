import { describe, expect, it } from 'vitest';
import { createCalls } from '../../../../infra/local/connect/calls.ts';
import { standingOf } from '../../../../infra/local/connect/contact.ts';
import { anApp } from '../http-api/an-app.ts';
import { aContactCentre, asked, saying } from './a-contact-centre.ts';

const queueing = () => aContactCentre(() => saying('queue'));

describe('a call', () => {
  it('tells what happens to it, as Connect would', async () => {
    const centre = queueing();
    const call = await centre.calls.start(asked);
    await centre.calls.answer(call, 'ana');
    await centre.calls.hangUp(call);
    expect(centre.eventTypes()).toEqual(['INITIATED', 'QUEUED', 'CONNECTED_TO_AGENT', 'DISCONNECTED', 'COMPLETED']);
    const { detail, resources } = centre.events.at(-1)!;
    expect(resources).toEqual([centre.calls.instanceArn, `${centre.calls.instanceArn}/contact/${call.id}`]);
    expect(detail).toMatchObject({
      contactId: call.id,
      channel: 'VOICE',
      initiationMethod: 'INBOUND',
      queueInfo: { queueType: 'STANDARD', enqueueTimestamp: expect.any(String) },
      agentInfo: { agentArn: `${centre.calls.instanceArn}/agent/ana` },
      disconnectReason: 'CUSTOMER_DISCONNECT',
    });
    // Connect tells neither the number nor the attributes.
    expect(JSON.stringify(detail)).not.toContain(asked.from);
  });

  it('that is hung up while the function works goes no further', async () => {
    const centre = queueing();
    const started = centre.calls.start(asked);
    const [call] = centre.calls.all();
    await centre.calls.hangUp(call!);
    await started;
    expect([standingOf(call!), call?.contact.queuedAt]).toEqual(['ended', undefined]);
    expect(centre.eventTypes()).toEqual(['INITIATED', 'DISCONNECTED', 'COMPLETED']);
  });

  it('that somebody takes while a call back is offered is theirs', async () => {
    const centre = queueing();
    const call = await centre.calls.start(asked);
    await centre.wait(31);
    expect(standingOf(call)).toBe('input');
    await centre.calls.answer(call, 'ana');
    await centre.wait(60);
    expect([standingOf(call), call.path.at(-1)]).toEqual(['agent', 'offer']);
  });

  it('back comes into the queue by itself, of the same chain, without the first', async () => {
    const centre = queueing();
    const call = await centre.calls.start(asked);
    await centre.wait(31);
    await centre.calls.press(call, '1');
    expect(standingOf(call)).toBe('ended');
    await centre.wait(6);
    const back = centre.calls.all()[1]!;
    expect(back.contact).toMatchObject({
      initiationMethod: 'CALLBACK',
      initialId: call.id,
      previousId: call.id,
      from: asked.from,
    });
    expect(standingOf(back)).toBe('queue');
  });

  it('transferred is another contact with the same attributes', async () => {
    const centre = queueing();
    const call = await centre.calls.start(asked);
    await centre.calls.answer(call, 'ana');
    await centre.calls.transfer(call);
    expect(call.contacts).toHaveLength(2);
    expect(call.contact).toMatchObject({ initiationMethod: 'TRANSFER', initialId: call.id, connectedAt: undefined });
    expect(call.contact.attributes).toBe(call.contacts[0]?.attributes);
  });

  it('keys in at most as many digits as are asked for, without the #', async () => {
    const centre = aContactCentre((step) => saying(step === 'greet' ? 'menu' : step === 'choose' ? 'key' : 'queue'));
    const call = await centre.calls.start(asked);
    await centre.calls.press(call, '3');
    await centre.calls.press(call, '1234567821#99');
    expect(centre.invoked.at(-1)).toEqual({ step: 'key', keyed: '123456782' });
  });
});

describe('a function of a flow', () => {
  it('gets an event as Connect sends it, with null for what a chat does not have', async () => {
    const centre = queueing();
    const call = await centre.calls.start(asked);
    await centre.calls.start({ channel: 'CHAT' });
    expect(centre.sent).toMatchObject([
      {
        Name: 'ContactFlowEvent',
        Details: {
          ContactData: {
            Channel: 'VOICE',
            ContactId: call.id,
            InitialContactId: call.id,
            CustomerEndpoint: { Address: asked.from, Type: 'TELEPHONE_NUMBER' },
            SystemEndpoint: { Address: asked.to, Type: 'TELEPHONE_NUMBER' },
            InstanceARN: centre.calls.instanceArn,
            InitiationMethod: 'INBOUND',
            Queue: null,
          },
          Parameters: { step: 'greet' },
        },
      },
      { Details: { ContactData: { Channel: 'CHAT', CustomerEndpoint: null, SystemEndpoint: null, Queue: null, Name: null } } },
    ]);
  });

  it.each([
    ['may not be invoked', () => aContactCentre(() => saying('queue'), { isAllowed: false }), 'not allowed'],
    ['answers a number', () => aContactCentre(() => ({ ...saying('queue'), n: 5 })), 'no flat object of text'],
    ['answers a list', () => aContactCentre(() => ({ ...saying('queue'), list: ['a'] })), 'no flat object of text'],
    ['answers more than 32 KB', () => aContactCentre(() => saying('queue', 'x'.repeat(32 * 1024))), 'under 32 KB'],
    ['throws', () => aContactCentre(() => 'fails'), 'Error: no'],
  ])('that %s leads to the error’s way, and is reported', async (_, made, reason) => {
    const centre = made();
    const call = await centre.calls.start(asked);
    expect(call.path).toContain('which-apology');
    expect(centre.failures.join()).toContain(reason);
  });
});

describe('a fault of a function that a test plans', () => {
  it.each([
    ['error', 0],
    ['time-out', 1],
    ['wrong-answer', 1],
  ] as const)('%s: it has done its work %i times, and the flow hears nothing of it', async (fails, times) => {
    const centre = queueing();
    const call = await centre.calls.start({ ...asked, faults: { lambda: [{ call: 1, fails }] } });
    expect(centre.invoked.filter(({ step }) => step === 'greet')).toHaveLength(times);
    expect([call.path.includes('which-apology'), call.contact.attributes.ticketId]).toEqual([true, undefined]);
    expect(centre.failures.join()).toContain(fails === 'wrong-answer' ? 'no flat object of text' : '');
  });
});

describe('flows that cannot be played are refused at the start', () => {
  const withFlow = (content: unknown) => () => {
    const app = anApp({
      Flow: {
        type: 'AWS::Connect::ContactFlow',
        arn: 'arn:i/contact-flow/f',
        properties: { Content: JSON.stringify(content), Type: 'CONTACT_FLOW' },
      },
    });
    const unused = new Proxy({}, {});
    return createCalls({
      app,
      clock: unused,
      activity: unused,
      bus: unused,
      iam: unused,
      functions: unused,
      onError: () => undefined,
    } as never);
  };
  const flow = (Type: string, Transitions: object) => ({
    Version: '2019-10-30',
    StartAction: 'a',
    Actions: [{ Identifier: 'a', Type, Parameters: {}, Transitions }],
  });

  it.each([
    ['what Connect refuses', flow('DisconnectParticipant', { NextAction: 'a' }), 'InvalidContactFlowException: a: ends the flow'],
    ['an action that it does not have', flow('EndFlowModuleExecution', {}), 'the local cloud has no EndFlowModuleExecution'],
    ['the format before the flow language', { modules: [], version: '1' }, 'must be 2019-10-30'],
    ['no flow that calls come in by', flow('DisconnectParticipant', {}), 'none that calls come in by'],
  ])('with %s', (_, content, problem) => {
    expect(withFlow(content)).toThrow(problem);
  });

  it('and a template without Connect has no calls', () => {
    expect(createCalls({ app: anApp({}) } as never)).toBeUndefined();
  });
});
