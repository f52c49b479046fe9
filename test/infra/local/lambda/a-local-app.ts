import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { type Activity, createActivity } from '../../../../infra/local/activity.ts';
import type { App, Resource } from '../../../../infra/local/template/app.ts';
import { createVirtualClock, type VirtualClock } from '../../../../infra/local/virtual-clock.ts';

export const account = '000000000000';
export const region = 'eu-west-1';

export const functionArn = (name: string) => `arn:aws:lambda:${region}:${account}:function:${name}`;
export const roleArn = (name: string) => `arn:aws:iam::${account}:role/${name}-role`;
export const queueArn = (name: string) => `arn:aws:sqs:${region}:${account}:${name}`;
export const tableArn = `arn:aws:dynamodb:${region}:${account}:table/tickets`;
export const streamArn = `${tableArn}/stream/2026-01-01T00:00:00.000`;

const folders = new Map<string, string>();

function resource(type: string, name: string, arn: string, properties: Record<string, unknown>): Resource {
  return { stack: 'test', logicalId: name, type, name, arn, properties };
}

/** A function whose bundle is `code`, an ES module. */
export function aFunction(name: string, code: string, properties: Record<string, unknown> = {}): Resource {
  const folder = mkdtempSync(path.join(tmpdir(), 'bundle-'));
  writeFileSync(path.join(folder, 'index.mjs'), code);
  onTestFinished(() => rmSync(folder, { recursive: true }));
  folders.set(name, folder);
  return resource('AWS::Lambda::Function', name, functionArn(name), {
    Handler: 'index.handler',
    Runtime: 'nodejs24.x',
    Role: roleArn(name),
    Timeout: 10,
    ...properties,
  });
}

export function aQueue(name: string, properties: Record<string, unknown> = {}): Resource {
  return resource('AWS::SQS::Queue', name, queueArn(name), properties);
}

export function aTable(): Resource {
  const KeySchema = [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ];
  return resource('AWS::DynamoDB::Table', 'tickets', tableArn, { KeySchema });
}

export function aMapping(functionName: string, eventSourceArn: string, properties: Record<string, unknown> = {}): Resource {
  const type = 'AWS::Lambda::EventSourceMapping';
  return resource(type, `${functionName}-mapping`, '', {
    FunctionName: functionName,
    EventSourceArn: eventSourceArn,
    ...properties,
  });
}

export function aResource(type: string, properties: Record<string, unknown>): Resource {
  return resource(type, type, '', properties);
}

export function anApp(resources: Resource[]): App {
  return {
    account,
    region,
    resources,
    byType: (type) => resources.filter((candidate) => candidate.type === type),
    byArn: (arn) => resources.find((candidate) => candidate.arn === arn),
    outputs: {},
    assetFolder: (fn) => folders.get(fn.name) ?? '',
  };
}

/** A clock and an activity of the test's own; an error in a timer fails the test. */
export function aTimeLine(): { clock: VirtualClock; activity: Activity } {
  const activity = createActivity();
  const clock = createVirtualClock(activity, (error, label) => {
    throw new Error(`timer ${label} failed`, { cause: error });
  });
  onTestFinished(() => clock.stop());
  return { clock, activity };
}
