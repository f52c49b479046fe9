import { describe, expect, it } from 'vitest';
import { aVisitor, connectChat } from '../support/chat.ts';
import { startStage } from '../support/cloud.ts';

/** The template without this action of this function's role. */
const without = (role: RegExp, action: string) => (_: string, template: unknown) => {
  const copy = structuredClone(template) as {
    Resources: Record<string, { Properties?: { PolicyDocument?: { Statement: { Action: unknown }[] } } }>;
  };
  for (const [id, { Properties }] of Object.entries(copy.Resources)) {
    const policy = Properties?.PolicyDocument;
    if (role.test(id) && policy) policy.Statement = policy.Statement.filter(({ Action }) => ![Action].flat().includes(action));
  }
  return copy;
};

describe('without one grant', () => {
  it('receive-chat may not answer: the handshake is taken, and API Gateway says that something failed', async () => {
    const stage = await startStage({ edit: without(/^ReceiveChat/, 'execute-api:ManageConnections') });
    const client = await connectChat(stage);
    expect(await client.ask({ action: 'start' }, 'started')).toMatchObject({ message: 'Internal server error' });
    expect(stage.cloud.denials[0]?.message).toMatch(
      /not authorized to perform: execute-api:ManageConnections on resource: arn:.*\/chat\/POST\/@connections\//,
    );
    await stage.stop();
  });

  it('send-notices may not push: the answer is mailed all the same', async () => {
    const stage = await startStage({ edit: without(/^SendNotices/, 'execute-api:ManageConnections') });
    const visitor = await aVisitor(stage, { address: 'ana@customer.example' });
    const { ticketId } = await visitor.say('Hello?');
    await stage.api('POST', `/tickets/${ticketId}/replies`, { text: 'Answer.' });
    await stage.settle();
    expect(await stage.outbox('ana@customer.example')).toHaveLength(1);
    expect(stage.cloud.denials[0]?.action).toBe('execute-api:ManageConnections');
    await stage.stop();
  });

  it('receive-chat may not write: no handshake', async () => {
    const stage = await startStage({ edit: without(/^ReceiveChat/, 'dynamodb:PutItem') });
    await expect(connectChat(stage)).rejects.toThrow('status 502');
    await stage.stop();
  });
});
