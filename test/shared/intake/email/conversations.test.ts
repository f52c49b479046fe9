import { describe, expect, it } from 'vitest';
import { conversationsOf, mentionsOf, mostMentions } from '../../../../shared/intake/email/conversations.ts';
import { anInboundMail } from '../../../support/builders.ts';

const aMail = (rfcMessageId: string | undefined, ...references: string[]) =>
  anInboundMail({ message: { ...anInboundMail().message, rfcMessageId }, references });

describe('conversations', () => {
  it('join what refers to one another, whatever came first', () => {
    expect(conversationsOf([aMail('c', 'b', 'a'), aMail('a'), aMail('b', 'a'), aMail('other')])).toEqual([
      ['c', 'a', 'b'],
      ['other'],
    ]);
  });
  it('join answers to a message that never came', () => {
    expect(conversationsOf([aMail('b', 'unseen'), aMail('c', 'unseen')])).toEqual([['b', 'c']]);
  });
  it('end where messages refer in a circle or to themselves', () => {
    expect(conversationsOf([aMail('a', 'b'), aMail('b', 'c'), aMail('c', 'a'), aMail('d', 'd')])).toEqual([
      ['a', 'b', 'c'],
      ['d'],
    ]);
  });
  it('have a repeated message once, and take mails without an id for different ones', () => {
    expect(conversationsOf([aMail('a'), aMail('a'), aMail(undefined), aMail(undefined)])).toHaveLength(3);
  });
  it('take a chain of 20,000 in their stride', () => {
    const chain = [...Array(20_000).keys()].map((n) => aMail(`m${n}`, `m${n + 1}`));
    const started = performance.now();
    expect(conversationsOf(chain)).toHaveLength(1);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('the unseen ids a ticket is known by', () => {
  it('are all of a few, and the nearest and the oldest of many', () => {
    expect(mentionsOf(['a', 'b'])).toEqual(['a', 'b']);
    expect(mentionsOf(['1', '2', '3', '4', '5'])).toHaveLength(mostMentions);
    expect(mentionsOf(['1', '2', '3', '4', '5', '6', '7'])).toEqual(['1', '2', '3', '6', '7']);
  });
});
