import { describe, expect, it } from 'vitest';
import { stepMailed } from '../../../shared/notices/notice.ts';

describe('the id of a notice', () => {
  it.each([
    ['12-warning-3', { sequence: 12, place: 3 }],
    ['2-escalation-1', { sequence: 2, place: 1 }],
    ['1-acknowledgement-1', undefined],
    ['2-reply-1', undefined],
    ['2-escalation', undefined],
    ['', undefined],
  ])('%s says which step was mailed to whom, if any', (id, mailed) => expect(stepMailed(id)).toEqual(mailed));
});
