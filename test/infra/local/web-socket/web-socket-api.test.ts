import { afterEach, describe, expect, it } from 'vitest';
import {
  idleMilliseconds,
  largestFrame,
  largestMessage,
  longestConnectionMilliseconds,
} from '../../../../infra/local/web-socket/connections.ts';
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
const routes = (events: { requestContext: Record<string, unknown> }[]) =>
  events.map(({ requestContext }) => requestContext.routeKey);

describe('a handshake', () => {
  it('is the route $connect, with headers and query as API Gateway hands them over', async () => {
    const { url, events, checks } = await started();
    await aClient(`${url}?key=a&key=b&x=1`, { headers: { Origin: 'https://shop.example' } });
    const [event] = events;
    expect(event).toMatchObject({
      headers: { Origin: 'https://shop.example' },
      multiValueHeaders: { Origin: ['https://shop.example'] },
      queryStringParameters: { key: 'b', x: '1' },
      multiValueQueryStringParameters: { key: ['a', 'b'], x: ['1'] },
      requestContext: { routeKey: '$connect', eventType: 'CONNECT', messageDirection: 'IN', stage: 'chat', apiId: 'api' },
      isBase64Encoded: false,
    });
    expect(event?.requestContext.connectionId).toMatch(/^[\w-]{15}=$/);
    expect(event?.requestContext.identity).toMatchObject({ sourceIp: '127.0.0.1' });
    expect(checks[0]?.resource).toContain(':function:chat');
  });

  it.each([
    ['that the function refuses ends with its status', { answer: () => ({ statusCode: 403 }) }, 403],
    [
      'whose function fails ends with 502',
      {
        answer: () => {
          throw new Error('no');
        },
      },
      502,
    ],
    ['that API Gateway may not ask the function about ends with 502', { denied: ['lambda:InvokeFunction'] }, 502],
  ])('%s', async (_, given, status) => {
    const { url } = await started(given);
    await expect(aClient(url)).rejects.toThrow(`status ${status}`);
  });

  it('of another stage is forbidden, and nobody is asked', async () => {
    const { url, events } = await started();
    await expect(aClient(`${url}x`)).rejects.toThrow('status 403');
    expect(events).toEqual([]);
  });

  it('agrees on the sub-protocol that the function names', async () => {
    const answer = () => ({ statusCode: 200, headers: { 'Sec-WebSocket-Protocol': 'chat.v1' } });
    const { url } = await started({ answer });
    expect((await aClient(url, { protocols: ['chat.v1', 'other'] })).socket.protocol).toBe('chat.v1');
  });

  it('says that there is nothing behind the port where the template has no WebSocket API', async () => {
    const { url } = await started({ template: {} });
    await expect(aClient(url)).rejects.toThrow('status 404');
  });
});

describe('a message', () => {
  it('goes to the route that its action names, else to $default', async () => {
    const { url, events, activity } = await started({ routes: ['$connect', '$default', 'say'] });
    const { socket } = await aClient(url);
    for (const text of ['{"action":"say"}', '{"action":"other"}', 'no JSON', '{"action":"$connect"}']) socket.send(text);
    await expect.poll(() => events.length).toBe(5);
    await activity.idle();
    const messages = events.slice(1).map(({ requestContext, body }) => [requestContext.routeKey, body]);
    expect(messages).toEqual([
      ['say', '{"action":"say"}'],
      ['$default', '{"action":"other"}'],
      ['$default', 'no JSON'],
      ['$default', '{"action":"$connect"}'],
    ]);
    expect(events[1]?.requestContext).toMatchObject({ eventType: 'MESSAGE', connectedAt: expect.any(Number) });
    expect(events[1]).not.toHaveProperty('headers');
  });

  it('for which there is no route is answered Forbidden; one whose function fails, Internal server error', async () => {
    const none = await started({ routes: ['$connect'] });
    const first = await aClient(none.url);
    first.socket.send('{"action":"say"}');
    expect(JSON.parse(await first.next())).toMatchObject({ message: 'Forbidden', connectionId: expect.any(String) });
    const failing = await started({
      answer: ({ requestContext }) => {
        if (requestContext.eventType === 'MESSAGE') throw new Error('no');
      },
    });
    const second = await aClient(failing.url);
    second.socket.send('{}');
    expect(JSON.parse(await second.next())).toMatchObject({ message: 'Internal server error', requestId: expect.any(String) });
  });

  it('may have 128 KB in frames of 32 KB; a byte more in either ends the connection with 1009', async () => {
    const { url, events } = await started();
    const inFrames = (socket: { send(data: string, options: { fin: boolean }): void }, frames: string[]) =>
      frames.forEach((frame, i) => {
        socket.send(frame, { fin: i === frames.length - 1 });
      });
    const frame = 'x'.repeat(largestFrame);
    const fits = await aClient(url);
    inFrames(fits.socket, [frame, frame, frame, frame]);
    await expect.poll(() => events.length).toBe(2);
    expect(String(events[1]?.body).length).toBe(largestMessage);
    const long = await aClient(url);
    inFrames(long.socket, [frame, frame, frame, frame, 'y']);
    expect((await long.closed).code).toBe(1009);
    const wide = await aClient(url);
    wide.socket.send(`${frame}y`);
    expect((await wide.closed).code).toBe(1009);
    expect(routes(events).filter((key) => key === '$default')).toHaveLength(1);
  });
});

describe('the end of a connection', () => {
  it('is told to $disconnect, with the code and the reason that the client gave', async () => {
    const { url, events, activity } = await started();
    const { socket, closed } = await aClient(url);
    socket.close(4001, 'bye');
    await closed;
    await expect.poll(() => events.length).toBe(2);
    await activity.idle();
    expect(events[1]?.requestContext).toMatchObject({
      routeKey: '$disconnect',
      eventType: 'DISCONNECT',
      disconnectStatusCode: 4001,
      disconnectReason: 'bye',
    });
  });

  it('comes after ten minutes without a word, and not before', async () => {
    const { url, clock, events } = await started();
    const { socket, closed } = await aClient(url);
    await clock.moveTo(start + idleMilliseconds - 60_000);
    socket.send('still here');
    await expect.poll(() => events.length).toBe(2);
    await clock.moveTo(clock.now() + idleMilliseconds - 60_000);
    expect(socket.readyState).toBe(socket.OPEN);
    await clock.moveTo(clock.now() + 120_000);
    expect(await closed).toEqual({ code: 1001, reason: 'Going away' });
  });

  it('comes after two hours, however much is said', async () => {
    const { url, clock, events } = await started();
    const { socket, closed } = await aClient(url);
    for (let minutes = 9; minutes < 120; minutes += 9) {
      await clock.moveTo(start + minutes * 60_000);
      const before = events.length;
      socket.send('still here');
      await expect.poll(() => events.length).toBe(before + 1);
    }
    expect(socket.readyState).toBe(socket.OPEN);
    await clock.moveTo(start + longestConnectionMilliseconds + 5000);
    expect((await closed).code).toBe(1001);
  });
});
