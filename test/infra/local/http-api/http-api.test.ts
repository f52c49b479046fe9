import { describe, expect, it } from 'vitest';
import { createHttpApi, largestRequestBody, largestRequestHead } from '../../../../infra/local/http-api/http-api.ts';
import { anApp } from './an-app.ts';
import { anHttpApi, aRequest, functionArn, now } from './an-http-api.ts';

describe('the event that a function gets', () => {
  it('has the shape of payload format 2.0', async () => {
    const { send, events } = anHttpApi({ routes: { 'POST /tickets/{id}/replies': {} } });
    await send({
      method: 'POST',
      url: '/tickets/tkt_1/replies?a=1&a=2&b=x%20y',
      headers: {
        host: '127.0.0.1:4400',
        'content-type': 'application/json',
        'user-agent': 'test',
        'x-twice': ['one', 'two'],
        cookie: ['c1=1; c2=2'],
        connection: 'keep-alive',
      },
      body: Buffer.from('{"text":"é"}'),
    });
    expect(events).toEqual([
      {
        version: '2.0',
        routeKey: 'POST /tickets/{id}/replies',
        rawPath: '/tickets/tkt_1/replies',
        rawQueryString: 'a=1&a=2&b=x%20y',
        cookies: ['c1=1', 'c2=2'],
        headers: {
          'content-length': '13',
          'content-type': 'application/json',
          host: '127.0.0.1:4400',
          'user-agent': 'test',
          'x-amzn-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
          'x-forwarded-for': '127.0.0.1',
          'x-forwarded-port': '4400',
          'x-forwarded-proto': 'http',
          'x-twice': 'one,two',
        },
        queryStringParameters: { a: '1,2', b: 'x y' },
        requestContext: {
          accountId: '111122223333',
          apiId: 'api',
          domainName: '127.0.0.1',
          domainPrefix: '127',
          http: {
            method: 'POST',
            path: '/tickets/tkt_1/replies',
            protocol: 'HTTP/1.1',
            sourceIp: '127.0.0.1',
            userAgent: 'test',
          },
          requestId: 'request-1',
          routeKey: 'POST /tickets/{id}/replies',
          stage: '$default',
          time: '05/Jan/2026:08:00:00 +0000',
          timeEpoch: now,
        },
        pathParameters: { id: 'tkt_1' },
        body: '{"text":"é"}',
        isBase64Encoded: false,
      },
    ]);
  });

  it('leaves out what the request does not have', async () => {
    const { send, events } = anHttpApi();
    await send();
    for (const member of ['cookies', 'queryStringParameters', 'pathParameters', 'body', 'stageVariables'])
      expect(events[0]).not.toHaveProperty(member);
    expect(events[0]).not.toHaveProperty('requestContext.authorizer');
  });

  it('carries the path decoded, as HTTP APIs do', async () => {
    const { send, events } = anHttpApi({ routes: { 'GET /people/{name}': {} } });
    await send({ url: '/people/Zo%C3%A9%20B' });
    expect(events[0]).toMatchObject({ rawPath: '/people/Zoé B', pathParameters: { name: 'Zoé B' } });
  });

  it.each(['application/x-www-form-urlencoded', 'image/png', 'message/rfc822'])(
    'carries a body of %s in base64',
    async (type) => {
      const { send, events } = anHttpApi();
      await send({ method: 'POST', headers: { 'content-type': type }, body: Buffer.from('a=1') });
      expect(events[0]).toMatchObject({ body: 'YT0x', isBase64Encoded: true });
    },
  );

  it.each(['text/plain; charset=utf-8', 'application/json', 'application/cloudevents+json'])(
    'carries a body of %s as text',
    async (type) => {
      const { send, events } = anHttpApi();
      await send({ method: 'POST', headers: { 'content-type': type }, body: Buffer.from('a=1') });
      expect(events[0]).toMatchObject({ body: 'a=1', isBase64Encoded: false });
    },
  );
});

describe('the answer that a client gets', () => {
  it('is the whole payload as JSON when it has no status code', async () => {
    const response = await anHttpApi({ answer: () => ({ hello: 1 }) }).send();
    expect(response).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' }, body: '{"hello":1}' });
  });

  it('is what the function says: status, headers, cookies, bytes', async () => {
    const answer = () => ({
      statusCode: 201,
      headers: { 'Content-Type': 'image/png', 'X-Count': 2 },
      cookies: ['a=1', 'b=2'],
      body: 'iVBO',
      isBase64Encoded: true,
    });
    const response = await anHttpApi({ answer }).send();
    expect(response).toMatchObject({
      status: 201,
      headers: { 'content-type': 'image/png', 'x-count': '2' },
      cookies: ['a=1', 'b=2'],
    });
    expect(response.body).toEqual(Buffer.from('iVBO', 'base64'));
  });

  it.each([
    ['a body that is not text', { statusCode: 200, body: { a: 1 } }],
    ['a status that is none', { statusCode: 'fine' }],
  ])('is a 500 for %s', async (_, payload) => {
    expect(await anHttpApi({ answer: () => payload }).send()).toMatchObject({
      status: 500,
      body: '{"message":"Internal Server Error"}',
    });
  });

  it('is a 500 when the function fails, and a 413 when the event is too large for Lambda', async () => {
    expect(await anHttpApi({ fails: 'Error' }).send()).toMatchObject({ status: 500 });
    expect(await anHttpApi({ fails: 'RequestEntityTooLargeException' }).send()).toMatchObject({ status: 413 });
  });

  it("is a 504 when the function takes longer than the integration's limit", async () => {
    const { promise: never } = Promise.withResolvers<unknown>();
    const response = await anHttpApi({ answer: () => never, timeoutMilliseconds: 50 }).send();
    expect(response).toMatchObject({ status: 504, body: '{"message":"Endpoint request timed out"}' });
  });

  it('is a 404 without a route', async () => {
    const { send } = anHttpApi({ routes: { 'GET /tickets': {} } });
    expect(await send({ method: 'POST', url: '/tickets' })).toMatchObject({ status: 404, body: '{"message":"Not Found"}' });
  });
});

describe('limits of a request', () => {
  it('takes a body of exactly 10 MB and refuses one byte more', async () => {
    const { send } = anHttpApi();
    const body = Buffer.alloc(largestRequestBody);
    expect(await send({ method: 'POST', body })).toMatchObject({ status: 204 });
    expect(await send({ method: 'POST', body: Buffer.concat([body, Buffer.from('x')]) })).toMatchObject({
      status: 413,
      body: '{"message":"Request Entity Too Large"}',
    });
  });

  it('takes a request line and headers of exactly 10,240 bytes and refuses one more', async () => {
    const { send } = anHttpApi();
    const withHead = (bytes: number) => ({
      headers: { 'x-fill': 'x'.repeat(bytes - 'GET / HTTP/1.1\r\nx-fill: \r\n'.length) },
    });
    expect(await send(withHead(largestRequestHead))).toMatchObject({ status: 204 });
    expect(await send(withHead(largestRequestHead + 1))).toMatchObject({ status: 431 });
  });
});

describe('permission to call the function', () => {
  it("is asked of IAM for API Gateway, with the route's ARN", async () => {
    const { send, checks } = anHttpApi({ routes: { 'ANY /tickets/{id}': {} } });
    await send({ method: 'PUT', url: '/tickets/tkt_1' });
    expect(checks).toEqual([
      {
        principal: {
          type: 'service',
          service: 'apigateway.amazonaws.com',
          sourceArn: 'arn:aws:execute-api:eu-west-3:111122223333:api/$default/PUT/tickets/{id}',
        },
        requirement: { action: 'lambda:InvokeFunction', resource: functionArn },
      },
    ]);
  });

  it('denied, is a 500 and no call', async () => {
    const { send, events } = anHttpApi({ denied: true });
    expect(await send()).toMatchObject({ status: 500 });
    expect(events).toEqual([]);
  });
});

describe('a template that the local cloud cannot serve', () => {
  const options = {
    iam: { check: () => undefined },
    functions: { get: () => undefined },
    keys: new Map(),
    clock: { now: () => now },
  };

  it('has no HTTP API: there is no answer', async () => {
    const app = anApp({ api: { type: 'AWS::ApiGatewayV2::Api', properties: { ProtocolType: 'WEBSOCKET' } } });
    expect(await createHttpApi({ app, ...options }).handle(aRequest())).toBeUndefined();
  });

  it('asks for an authorizer, integration or stage that is not played: that is refused at the start', () => {
    expect(() => anHttpApi({ routes: { 'GET /x': { AuthorizationType: 'AWS_IAM' } } })).toThrow('AWS::ApiGatewayV2::Route');
    expect(() => anHttpApi({ routes: { 'GET /x': { AuthorizationType: 'JWT', AuthorizerId: 'other' } } })).toThrow(
      'no authorizer',
    );
    expect(() => anHttpApi({ routes: { 'GET /x': { Target: 'integrations/other' } } })).toThrow('integrations/other');
    const stage = { type: 'AWS::ApiGatewayV2::Stage', properties: { ApiId: 'api', StageName: 'prod' } };
    expect(() => anHttpApi({ more: { other: stage } })).toThrow('AWS::ApiGatewayV2::Stage');
  });
});
