import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readContactEvent } from '../../../shared/telephony/contact-event.ts';
import { readFlowRequest } from '../../../shared/telephony/flow-event.ts';
import { sharedData } from '../../support/shared-data.ts';

const filesOf = (folder: string) => {
  const path = sharedData('aws-events', folder);
  return path === undefined ? [] : readdirSync(path).map((name) => ({ name, text: readFileSync(join(path, name), 'utf8') }));
};

/** Documentation shows JSON with comments, and with commas that are missing or too many. */
const mended = (text: string): string =>
  text
    .replace(/\/\/ .*$/gm, '')
    .replace(/"\s*\n(\s*)"/g, '",\n$1"')
    .replace(/,(\s*[}\]])/g, '$1');
/** One sample closes a brace more than it opens. */
const parsed = (text: string): unknown => {
  for (let end = text.length; end > 0; end = text.lastIndexOf('}', end - 1)) {
    try {
      return JSON.parse(text.slice(0, end + 1));
    } catch {}
  }
  throw new Error('no JSON');
};

const flowEvents = filesOf('connect-flow-lambda');
const contactEvents = filesOf('connect-contact-events');

describe.skipIf(flowEvents.length === 0)('samples of what a flow sends a function', () => {
  it.each(flowEvents)('$name is read', ({ text }) => {
    const request = readFlowRequest(parsed(mended(text)));
    expect(request.channel).toBe('phone');
    expect(request.contactId).not.toBe('');
  });

  it('tell the number, or that there is none', () => {
    const read = (start: string) =>
      readFlowRequest(parsed(mended(flowEvents.find(({ name }) => name.startsWith(start))?.text ?? '')));
    expect(read('go__')).toMatchObject({ phone: '+14802021091', hotline: undefined, parameters: { key1: 'value1' } });
    expect(read('pt-py__connectContactFlowEventMin')).toMatchObject({ phone: undefined, hotline: undefined });
    expect(read('pt-py__connectContactFlowEventAll')).toMatchObject({ phone: '+11234567890', attributes: { Language: 'en-US' } });
    expect(read('java__')).toMatchObject({ contactId: '6ca32fbd-8f92-46af-92a5-6b0f970f0efe' });
  });
});

const otherRequests = filesOf('connect-other');

describe.skipIf(otherRequests.length === 0)('samples of what other parts of Connect send', () => {
  it.each(otherRequests)('$name is not taken for a flow’s request', ({ text }) => {
    expect(() => readFlowRequest(JSON.parse(text))).toThrow();
  });
});

describe.skipIf(contactEvents.length === 0)('samples of contact events', () => {
  const read = (start: string) => {
    const text = contactEvents.find(({ name }) => name.startsWith(start))?.text ?? '';
    return readContactEvent(JSON.stringify(parsed(mended(text))));
  };

  it.each(contactEvents)('$name is read', ({ text }) => {
    expect(Object.keys(readContactEvent(JSON.stringify(parsed(mended(text)))))).toHaveLength(1);
  });

  it('of an answered call tell by whom and when, with or without the envelope', () => {
    for (const name of ['docs-connect__CONNECTED_TO_AGENT', 'tr__CONNECTED_TO_AGENT'])
      expect(read(name)).toMatchObject({
        facts: {
          contactId: '11111111-1111-1111-1111-111111111111',
          initialContactId: '11111111-1111-1111-1111-111111111111',
          connectedAt: '2021-08-04T17:29:09.000Z',
          agentId: '12345678-1234-1234-1234-123456789012',
        },
      });
  });

  it('of calls of ours, and of changed data, are passed over', () => {
    expect(read('docs-connect__DISCONNECTED')).toEqual({ ignored: 'initiated by OUTBOUND' });
    expect(read('tr__CONTACT_DATA_UPDATED')).toEqual({ ignored: 'events of type CONTACT_DATA_UPDATED say nothing of a call' });
  });
});
