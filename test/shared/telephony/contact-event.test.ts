import { describe, expect, it } from 'vitest';
import { readContactEvent } from '../../../shared/telephony/contact-event.ts';

const detail = {
  eventType: 'DISCONNECTED',
  contactId: 'c2',
  initialContactId: 'c1',
  channel: 'VOICE',
  initiationMethod: 'INBOUND',
  initiationTimestamp: '2026-03-04T09:00:00.000Z',
  disconnectTimestamp: '2026-03-04T09:05:00.000Z',
  queueInfo: { queueArn: 'arn:aws:connect:eu-west-1:1:instance/i/queue/q', enqueueTimestamp: '2026-03-04T09:01:00.000Z' },
  agentInfo: {
    agentArn: 'arn:aws:connect:eu-west-1:1:instance/i/agent/a',
    connectedToAgentTimestamp: '2026-03-04T09:02:00.000Z',
  },
};
const facts = {
  contactId: 'c2',
  initialContactId: 'c1',
  isCallBack: false,
  queueId: 'q',
  initiatedAt: '2026-03-04T09:00:00.000Z',
  queuedAt: '2026-03-04T09:01:00.000Z',
  connectedAt: '2026-03-04T09:02:00.000Z',
  agentId: 'a',
  endedAt: '2026-03-04T09:05:00.000Z',
};
const read = (given: Record<string, unknown>) => readContactEvent(JSON.stringify({ detail: given }));

const recased = (value: unknown, change: (name: string) => string): unknown =>
  typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, each]) => [change(name), recased(each, change)]))
    : value;

describe('a contact event', () => {
  it('says when a contact came, waited, was taken and ended', () => {
    expect(read(detail)).toEqual({ facts });
  });

  it.each([
    ['in Pascal case', (name: string) => name.charAt(0).toUpperCase() + name.slice(1)],
    ['in capitals', (name: string) => name.toUpperCase()],
    ['in lower case', (name: string) => name.toLowerCase()],
  ])('says the same %s', (_, change) => {
    expect(readContactEvent(JSON.stringify({ Detail: recased(detail, change) }))).toEqual({ facts });
    expect(read({ ...detail, channel: 'Voice', eventType: 'Disconnected' })).toEqual({ facts });
  });

  it('has placeholders of 1970 for what has not happened', () => {
    const placeholder = '1970-01-01T00:00:00.001Z';
    expect(read({ ...detail, agentInfo: { agentArn: 'x', connectedToAgentTimestamp: placeholder } })).toEqual({
      facts: { ...facts, connectedAt: undefined, agentId: undefined },
    });
  });

  it('of a call back is of a leg of its own', () => {
    expect(read({ ...detail, initiationMethod: 'CALLBACK' })).toMatchObject({ facts: { isCallBack: true } });
  });

  it('of a call from a web page or an app is one of a caller', () => {
    expect(read({ ...detail, initiationMethod: 'WEBRTC_API' })).toEqual({ facts });
  });

  it.each([
    ['an unknown type', { eventType: 'AMD_DISABLED' }, 'events of type AMD_DISABLED say nothing of a call'],
    ['a task', { channel: 'TASK' }, 'TASK is no call and no chat'],
    ['a call of ours', { initiationMethod: 'OUTBOUND' }, 'initiated by OUTBOUND'],
  ])('of %s is passed over', (_, change, ignored) => {
    expect(read({ ...detail, ...change })).toEqual({ ignored });
  });

  it('that is none is refused', () => {
    expect(() => readContactEvent('{"detail":{"state":"x"}}')).toThrow();
  });
});
