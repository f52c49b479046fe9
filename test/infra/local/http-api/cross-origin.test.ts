import { describe, expect, it } from 'vitest';
import { anHttpApi } from './an-http-api.ts';

const cors = {
  AllowOrigins: ['https://help.example'],
  AllowMethods: ['GET', 'POST'],
  AllowHeaders: ['authorization'],
  MaxAge: 600,
};
const preflight = (origin: string) => ({
  method: 'OPTIONS',
  url: '/tickets',
  headers: { origin, 'access-control-request-method': 'POST' },
});

describe('an API with a CORS configuration', () => {
  it('answers a preflight itself', async () => {
    const { send, events } = anHttpApi({ cors });
    expect(await send(preflight('https://help.example'))).toMatchObject({
      status: 204,
      headers: {
        'access-control-allow-origin': 'https://help.example',
        'access-control-allow-methods': 'GET,POST',
        'access-control-allow-headers': 'authorization',
        'access-control-max-age': '600',
      },
    });
    expect(events).toEqual([]);
  });

  it('allows nothing to an origin that it does not name', async () => {
    const response = await anHttpApi({ cors }).send(preflight('https://evil.example'));
    expect(response.status).toBe(204);
    expect(Object.keys(response.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  it('puts its own headers in place of those of the function', async () => {
    const answer = () => ({ statusCode: 200, headers: { 'Access-Control-Allow-Origin': '*' }, body: 'x' });
    const { send } = anHttpApi({ cors, answer });
    expect((await send({ headers: { origin: 'https://help.example' } })).headers['access-control-allow-origin']).toBe(
      'https://help.example',
    );
    expect((await send()).headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('knows any origin, and any of a scheme', async () => {
    const allowedBy = async (AllowOrigins: string[]) =>
      (await anHttpApi({ cors: { AllowOrigins } }).send(preflight('https://any.example'))).headers['access-control-allow-origin'];
    expect(await allowedBy(['*'])).toBe('*');
    expect(await allowedBy(['https://*'])).toBe('https://any.example');
    expect(await allowedBy(['http://*'])).toBeUndefined();
  });
});

describe('an API without one', () => {
  it('hands an OPTIONS request to the routes and leaves the headers of the function', async () => {
    const answer = () => ({ statusCode: 200, headers: { 'Access-Control-Allow-Origin': 'https://own.example' } });
    const { send, events } = anHttpApi({ answer });
    const response = await send(preflight('https://help.example'));
    expect(response.headers['access-control-allow-origin']).toBe('https://own.example');
    expect(events).toHaveLength(1);
  });
});
