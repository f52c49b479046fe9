import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { maximumRequestBytes } from '../../../../infra/local/gateway/refusals.ts';
import { AwsError, type AwsRequest, type AwsResponse, type ErrorFormat, type Service } from '../../../../infra/local/service.ts';
import { aStage, type RunningGateway, roleArn, type Stage, startGateway } from './test-cloud.ts';

let stage: Stage;
let gateway: RunningGateway;
let received: AwsRequest[];
let respond: (request: AwsRequest) => AwsResponse;

function aService(name: string, errorFormat: ErrorFormat, deniedStatus: 400 | 403 = 403): Service {
  return {
    name,
    errorFormat,
    deniedStatus,
    requirements: () => [{ action: `${name}:Do`, resource: 'arn:aws:thing' }],
    handle: async (request) => {
      received.push(request);
      return respond(request);
    },
  };
}

const signed = (service: string, key = 'AKIDTEST') => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${key}/20260105/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
});

const secret = () => new SecretsManagerClient(gateway.client).send(new GetSecretValueCommand({ SecretId: 'x' }));
const mail = () => new SESClient(gateway.client).send(new SendRawEmailCommand({ RawMessage: { Data: Buffer.from('x') } }));

beforeEach(async () => {
  stage = aStage();
  received = [];
  respond = () => ({ status: 200, headers: { 'content-type': 'application/json' }, body: '{"Name":"found"}' });
  gateway = await startGateway(stage, [
    aService('secretsmanager', 'json'),
    aService('dynamodb', 'json', 400),
    aService('ses', 'query-xml'),
    aService('s3', 's3-xml'),
  ]);
});

afterEach(() => gateway.stop());

describe('routing', () => {
  it('hands a request to the service of its credential scope, with the principal of its access key', async () => {
    await expect(secret()).resolves.toMatchObject({ Name: 'found' });
    expect(received[0]).toMatchObject({
      service: 'secretsmanager',
      method: 'POST',
      path: '/',
      principal: { type: 'role', roleArn },
    });
    expect(received[0]?.body.toString()).toBe('{"SecretId":"x"}');
  });

  it('leaves the path encoded and splits the query off', async () => {
    await fetch(`${gateway.url}/a%20b/c?x=1&y=%2F`, { headers: signed('s3') });
    expect(received[0]?.path).toBe('/a%20b/c');
    expect(received[0]?.query.get('y')).toBe('/');
  });

  it('gives every answer a request id', async () => {
    const answers = await Promise.all([fetch(gateway.url), fetch(gateway.url, { headers: signed('s3') })]);
    for (const { headers } of answers) expect(headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('answers 501 naming the service it does not have', async () => {
    const answer = await fetch(gateway.url, { headers: signed('kinesis') });
    expect(answer.status).toBe(501);
    expect(await answer.text()).toContain('no AWS service named kinesis');
  });

  it('keeps bodies whole up to the limit and refuses more', async () => {
    const body = Buffer.alloc(maximumRequestBytes, 'x');
    respond = (request) => ({ status: 200, body: String(request.body.length) });
    const put = (bytes: Buffer) =>
      fetch(`${gateway.url}/b/k`, { method: 'PUT', headers: signed('s3'), body: new Uint8Array(bytes) });
    expect(await (await put(body)).text()).toBe(String(maximumRequestBytes));
    const tooMuch = await put(Buffer.concat([body, Buffer.from('x')])).then(
      ({ status }) => status,
      () => 413,
    );
    expect(tooMuch).toBe(413);
    expect(received).toHaveLength(1);
  });
});

describe('who may', () => {
  it('refuses a request without credentials', async () => {
    const answer = await fetch(gateway.url);
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ __type: 'MissingAuthenticationToken' });
  });

  it('refuses an access key that belongs to nobody, in the words of the service', async () => {
    stage.callers.clear();
    await expect(secret()).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
    await expect(mail()).rejects.toMatchObject({ name: 'InvalidClientTokenId', $metadata: { httpStatusCode: 403 } });
  });

  it('asks for every requirement before the service sees the request', async () => {
    stage.iam.denies = () => true;
    await expect(secret()).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: 'role is not authorized to perform: secretsmanager:Do on resource: arn:aws:thing',
      $metadata: { httpStatusCode: 403 },
    });
    const item = new DynamoDBClient(gateway.client).send(new GetItemCommand({ TableName: 't', Key: { id: { S: '1' } } }));
    await expect(item).rejects.toMatchObject({ name: 'AccessDeniedException', $metadata: { httpStatusCode: 400 } });
    await expect(mail()).rejects.toMatchObject({ name: 'AccessDenied', $metadata: { httpStatusCode: 403 } });
    expect(received).toEqual([]);
  });

  it('takes a presigned URL until it expires on the virtual clock', async () => {
    const date = new Date(stage.clock.now()).toISOString().replace(/[-:]|\.\d+/g, '');
    const query = new URLSearchParams({
      'X-Amz-Credential': 'AKIDTEST/20260105/eu-west-1/s3/aws4_request',
      'X-Amz-Date': date,
      'X-Amz-Expires': '900',
    });
    const url = `${gateway.url}/b/k?${query.toString()}`;
    expect((await fetch(url)).status).toBe(200);
    await stage.clock.moveTo(stage.clock.now() + 901_000);
    const late = await fetch(url);
    expect(late.status).toBe(403);
    expect(await late.text()).toContain('<Code>AccessDenied</Code><Message>Request has expired</Message>');
  });
});

describe('errors', () => {
  it('writes an AwsError with its details in JSON', async () => {
    respond = () => {
      throw new AwsError('TransactionCanceledException', 'no', 400, { CancellationReasons: [{ Code: 'None' }] });
    };
    const answer = await fetch(gateway.url, { method: 'POST', headers: signed('dynamodb') });
    expect(answer.headers.get('x-amzn-errortype')).toBe('TransactionCanceledException');
    expect(await answer.json()).toEqual({
      __type: 'TransactionCanceledException',
      message: 'no',
      Message: 'no',
      CancellationReasons: [{ Code: 'None' }],
    });
  });

  it('writes an AwsError in the two kinds of XML', async () => {
    respond = () => {
      throw new AwsError('MessageRejected', 'a < b & c', 400);
    };
    await expect(mail()).rejects.toMatchObject({ name: 'MessageRejected', message: 'a < b & c', Type: 'Sender' });
    const s3 = await fetch(`${gateway.url}/b/k`, { headers: signed('s3') });
    expect(await s3.text()).toContain('<Error><Code>MessageRejected</Code><Message>a &lt; b &amp; c</Message>');
  });

  it('answers 500 for an exception of its own and reports it', async () => {
    const failure = new TypeError('broken');
    respond = () => {
      throw failure;
    };
    await expect(secret()).rejects.toMatchObject({ name: 'InternalFailure', $metadata: { httpStatusCode: 500 } });
    expect(stage.errors).toEqual([{ error: failure, label: 'POST /' }]);
  });
});

describe('faults', () => {
  const killed: string[] = [];
  beforeEach(() => {
    killed.length = 0;
    stage.callers.set('AKIDTEST', {
      principal: { type: 'role', roleArn },
      functionName: 'Service-keep-clocks-A1',
      kill: () => killed.push('keep-clocks'),
    });
  });

  it('kills the function before its n-th call is carried out', async () => {
    const fault = stage.faults.plan({ functionName: 'keep-clocks', call: 2, when: 'before' });
    await secret();
    expect(fault.happened()).toBe(false);
    await expect(mail()).rejects.toThrow();
    expect(fault.happened()).toBe(true);
    expect(killed).toEqual(['keep-clocks']);
    expect(received.map(({ service }) => service)).toEqual(['secretsmanager']);
    expect(fault.calls()).toEqual([
      { service: 'secretsmanager', operation: 'GetSecretValue' },
      { service: 'ses', operation: 'SendRawEmail' },
    ]);
    await secret();
    expect(killed).toHaveLength(1);
  });

  it('kills the function after its n-th call was carried out, without an answer', async () => {
    const fault = stage.faults.plan({ functionName: 'keep-clocks', call: 1, when: 'after' });
    await expect(secret()).rejects.toThrow();
    expect(received).toHaveLength(1);
    expect(killed).toHaveLength(1);
    expect(fault.happened()).toBe(true);
  });

  it('leaves other functions and cancelled plans alone', async () => {
    stage.faults.plan({ functionName: 'ring-alarm', call: 1, when: 'before' });
    stage.faults.plan({ functionName: 'keep-clocks', call: 1, when: 'before' }).cancel();
    await secret();
    expect(killed).toEqual([]);
  });
});

it('answers a thousand requests on a few connections that stay open', async () => {
  respond = () => ({ status: 200, body: '{}' });
  const http = await import('node:http');
  let connections = 0;
  gateway.server.on('connection', () => connections++);
  const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
  const one = () =>
    new Promise<void>((resolve, reject) => {
      const request = http.request(gateway.url, { method: 'POST', agent, headers: signed('dynamodb') }, (answer) => {
        answer.resume().on('end', resolve);
      });
      request.on('error', reject).end('{"TableName":"t"}');
    });
  await Promise.all(Array.from({ length: 1000 }, one));
  agent.destroy();
  expect(received).toHaveLength(1000);
  expect(connections).toBe(8);
});
