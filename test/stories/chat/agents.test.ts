import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anAgent, aVisitor, connectChat } from '../../support/chat.ts';
import { type Stage, startStage } from '../../support/cloud.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

describe('an agent', () => {
  it('connects once with a ticket, within a minute, and never without one that holds', async () => {
    const issue = async () => (await stage.api('POST', '/chat/tickets')).body.ticket;
    const ticket = await issue();
    await (await connectChat(stage, `?ticket=${ticket}`)).close();
    await expect(connectChat(stage, `?ticket=${ticket}`)).rejects.toThrow('status 403');
    await expect(connectChat(stage, '?ticket=made-up')).rejects.toThrow('status 403');
    const late = await issue();
    await stage.advance('PT61S');
    await expect(connectChat(stage, `?ticket=${late}`)).rejects.toThrow('status 403');
    expect((await stage.local('POST', '/chat/tickets')).status).toBe(401);
  });

  it('is told what does not fit, and a visitor cannot ask for what is an agent’s', async () => {
    const agent = await anAgent(stage);
    const none = `tkt_${'0'.repeat(26)}`;
    expect(await agent.ask({ action: 'watch', ticketId: none })).toMatchObject({ code: 'not-found', field: 'ticketId' });
    expect(await agent.ask({ action: 'typing', ticketId: none })).toMatchObject({ rule: 'watch the ticket first' });
    expect(await agent.ask({ action: 'ping' }, 'pong')).toEqual({ type: 'pong' });
    await agent.close();
    const visitor = await aVisitor(stage);
    const { ticketId } = await visitor.say('Mine.');
    for (const asked of [
      { action: 'watch', ticketId },
      { action: 'reply', ticketId, clientId: 'x', text: 'Forged.' },
    ])
      expect(await visitor.ask(asked)).toMatchObject({ type: 'error', field: 'action' });
    expect((await stage.ticket(ticketId)).events).toHaveLength(1);
    await visitor.close();
  });
});
