import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aVisitor, returning } from '../../support/chat.ts';
import { type Json, type Stage, startStage } from '../../support/cloud.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

describe('a chat whose ticket an agent merges into another', () => {
  it('is answered from there, while its page is open and when the visitor comes back', async () => {
    const other = await aVisitor(stage);
    const { ticketId: into } = await other.say('The same, but earlier.');
    const visitor = await aVisitor(stage);
    const { ticketId, reference } = await visitor.say('Mine.');
    const merged = await stage.api('POST', `/tickets/${ticketId}/merge`, { into, reason: 'the same fire' });
    expect(merged.status).toBe(200);
    await stage.api('POST', `/tickets/${into}/replies`, { text: 'For both.' });
    expect((await visitor.event('answered')).text).toBe('For both.');
    expect((await other.event('answered')).text).toBe('For both.');
    expect(await visitor.say('Thank you.')).toMatchObject({ ticketId: into, reference });
    await visitor.close();
    const back = await returning(stage, visitor.token, 3);
    expect(back.started).toMatchObject({ ticketId, mergedInto: into, n: 2 });
    const { events } = await back.ask({ action: 'history', ticketId: into }, 'history');
    expect(events.map(({ text }: Json) => text)).toEqual(['For both.', 'Thank you.']);
    const { events: theirs } = await other.ask({ action: 'history' }, 'history');
    expect(JSON.stringify(theirs)).not.toContain('Thank you.');
    await Promise.all([back.close(), other.close()]);
    await stage.settle();
    expect(stage.cloud.denials).toEqual([]);
  });
});
