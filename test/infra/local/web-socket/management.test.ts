import { DeleteConnectionCommand, GetConnectionCommand, PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import { afterEach, describe, expect, it } from 'vitest';
import { largestMessage } from '../../../../infra/local/web-socket/connections.ts';
import { aClient, aWebSocketApi, type Given, start } from './a-web-socket-api.ts';

const running: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.stop()));
});
async function started(given: Given = {}) {
  const api = await aWebSocketApi(given);
  running.push(api);
  return api;
}

describe('@connections', () => {
  it.each(['management', 'onEndpoint'] as const)(
    '%s posts, describes and ends a connection, with its permission',
    async (door) => {
      const api = await started();
      const client = await aClient(api.url);
      const ConnectionId = String(api.events[0]?.requestContext.connectionId);
      await api[door].send(new PostToConnectionCommand({ ConnectionId, Data: '{"a":1}' }));
      expect(await client.next()).toBe('{"a":1}');
      const known = await api[door].send(new GetConnectionCommand({ ConnectionId }));
      expect(known.Identity?.SourceIp).toBe('127.0.0.1');
      expect(known.ConnectedAt?.getTime()).toBeGreaterThanOrEqual(start);
      await api[door].send(new DeleteConnectionCommand({ ConnectionId }));
      expect((await client.closed).code).toBe(1000);
      const resources = api.checks
        .filter(({ action }) => action === 'execute-api:ManageConnections')
        .map(({ resource }) => resource);
      const arn = (method: string) =>
        `arn:aws:execute-api:eu-west-3:111122223333:api/chat/${method}/@connections/${ConnectionId}`;
      expect(resources).toEqual([arn('POST'), arn('GET'), arn('DELETE')]);
    },
  );

  it('knows nothing of a connection that has ended, is being made, or never was', async () => {
    const during: unknown[] = [];
    const api = await started({
      answer: async ({ requestContext }) => {
        if (requestContext.eventType !== 'CONNECT') return;
        const ConnectionId = String(requestContext.connectionId);
        await api.management
          .send(new PostToConnectionCommand({ ConnectionId, Data: 'x' }))
          .catch((error) => during.push(error.name));
      },
    });
    const client = await aClient(api.url);
    expect(during).toEqual(['GoneException']);
    const ConnectionId = String(api.events[0]?.requestContext.connectionId);
    client.socket.close();
    await client.closed;
    for (const id of [ConnectionId, 'AAAAAAAAAAAAAAA='])
      await expect(api.management.send(new PostToConnectionCommand({ ConnectionId: id, Data: 'x' }))).rejects.toMatchObject({
        name: 'GoneException',
        $metadata: { httpStatusCode: 410 },
      });
  });

  it('takes 128 KB and no byte more', async () => {
    const api = await started();
    const client = await aClient(api.url);
    const ConnectionId = String(api.events[0]?.requestContext.connectionId);
    const post = (bytes: number) => api.management.send(new PostToConnectionCommand({ ConnectionId, Data: 'x'.repeat(bytes) }));
    await post(largestMessage);
    expect((await client.next()).length).toBe(largestMessage);
    await expect(post(largestMessage + 1)).rejects.toMatchObject({ name: 'PayloadTooLargeException' });
  });

  it('denies whoever lacks the permission', async () => {
    const api = await started({ denied: ['execute-api:ManageConnections'] });
    await aClient(api.url);
    const ConnectionId = String(api.events[0]?.requestContext.connectionId);
    await expect(api.management.send(new PostToConnectionCommand({ ConnectionId, Data: 'x' }))).rejects.toThrow('denied');
  });
});
