import { type Activity, createActivity } from '../../../../infra/local/activity.ts';
import { createFaults, type Faults } from '../../../../infra/local/gateway/faults.ts';
import { type Caller, createGateway, type Gateway } from '../../../../infra/local/gateway/gateway.ts';
import type { Denial, Iam, Principal, Requirement } from '../../../../infra/local/iam/iam.ts';
import type { Service } from '../../../../infra/local/service.ts';
import type { App, Resource } from '../../../../infra/local/template/app.ts';
import { createVirtualClock, type VirtualClock } from '../../../../infra/local/virtual-clock.ts';

export const account = '123456789012';
export const region = 'eu-west-1';
export const roleArn = `arn:aws:iam::${account}:role/worker`;

/** A resource of a template, by hand. Its ARN follows AWS's form for the types that these tests use. */
export function aResource(type: string, name: string, properties: Record<string, unknown> = {}): Resource {
  const service = type.split('::')[1]!.toLowerCase();
  const arns: Record<string, string> = {
    'AWS::S3::Bucket': `arn:aws:s3:::${name}`,
    'AWS::SecretsManager::Secret': `arn:aws:secretsmanager:${region}:${account}:secret:${name}-Ab12Cd`,
  };
  const arn = arns[type] ?? `arn:aws:${service}:${region}:${account}:${name}`;
  return { stack: 'Test', logicalId: name, type, properties, name, arn };
}

export function anApp(...resources: Resource[]): App {
  return {
    account,
    region,
    resources,
    byType: (type) => resources.filter((resource) => resource.type === type),
    byArn: (arn) => resources.find((resource) => resource.arn === arn),
    outputs: {},
    assetFolder: () => {
      throw new Error('these tests run no functions');
    },
  };
}

export interface FakeIam extends Iam {
  /** Everything that was asked. */
  asked: { principal: Principal; requirement: Requirement }[];
  /** Change these to deny. */
  denies: (principal: Principal, requirement: Requirement) => boolean;
  distrusts: (roleArn: string, service: string, sourceArn: string) => boolean;
}

/** Allows everything until told otherwise. */
export function aPermissiveIam(): FakeIam {
  const denied = (principal: string, requirement: Requirement): Denial => ({
    ...requirement,
    principal,
    reason: 'no policy allows it',
    message: `${principal} is not authorized to perform: ${requirement.action} on resource: ${requirement.resource}`,
  });
  const iam: FakeIam = {
    asked: [],
    denies: () => false,
    distrusts: () => false,
    denials: [],
    check: (principal, requirement) => {
      iam.asked.push({ principal, requirement });
      return iam.denies(principal, requirement) ? denied(principal.type, requirement) : undefined;
    },
    checkTrust: (role, service, sourceArn) =>
      iam.distrusts(role, service, sourceArn) ? denied(service, { action: 'sts:AssumeRole', resource: role }) : undefined,
  };
  return iam;
}

export interface Stage {
  activity: Activity;
  clock: VirtualClock;
  iam: FakeIam;
  faults: Faults;
  errors: { error: unknown; label: string }[];
  onError: (error: unknown, label: string) => void;
  callers: Map<string, Caller>;
}

export function aStage(): Stage {
  const errors: Stage['errors'] = [];
  const onError = (error: unknown, label: string) => void errors.push({ error, label });
  const activity = createActivity();
  return {
    activity,
    clock: createVirtualClock(activity, onError),
    iam: aPermissiveIam(),
    faults: createFaults(),
    errors,
    onError,
    callers: new Map([['AKIDTEST', { principal: { type: 'role', roleArn } }]]),
  };
}

export interface RunningGateway extends Gateway {
  url: string;
  port: number;
  /** Options for any SDK client. */
  client: {
    endpoint: string;
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
    maxAttempts: number;
  };
}

export async function startGateway(stage: Stage, services: Service[]): Promise<RunningGateway> {
  const { iam, faults, onError, activity, clock, callers } = stage;
  const gateway = createGateway({ services, iam, faults, onError, activity, clock, identify: (key) => callers.get(key) });
  const port = await gateway.listen(0);
  const url = `http://127.0.0.1:${port}`;
  const credentials = { accessKeyId: 'AKIDTEST', secretAccessKey: 'unused' };
  return { ...gateway, port, url, client: { endpoint: url, region, credentials, maxAttempts: 1 } };
}

/** Queues that only remember what was sent. */
export function fakeQueues(...arns: string[]) {
  const sent: {
    arn: string;
    body: string;
    messageAttributes?: Record<string, { dataType: string; stringValue?: string | undefined }>;
  }[] = [];
  return {
    sent,
    get: (arn: string) =>
      arns.includes(arn)
        ? {
            send: (message: Omit<(typeof sent)[number], 'arn'>) => {
              sent.push({ arn, ...message });
              return `message-${sent.length}`;
            },
          }
        : undefined,
  };
}
