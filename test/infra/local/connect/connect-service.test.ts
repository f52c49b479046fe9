import {
  ConnectClient,
  DescribeContactCommand,
  GetContactAttributesCommand,
  StartTaskContactCommand,
} from '@aws-sdk/client-connect';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createConnect } from '../../../../infra/local/connect/connect-service.ts';
import { contactCentreOf } from '../../../../shared/telephony/contact-centre.connect.ts';
import { aStage, type RunningGateway, type Stage, startGateway } from '../gateway/test-cloud.ts';
import { aContactCentre, asked, saying, taskFlowArn } from './a-contact-centre.ts';

const where = { region: 'eu-west-3', account: '111122223333' };
const instance = `arn:aws:connect:${where.region}:${where.account}:instance/i`;

let stage: Stage;
let gateway: RunningGateway;
let played: ReturnType<typeof aContactCentre>;
let connect: ReturnType<typeof createConnect>;
let client: ConnectClient;
beforeEach(async () => {
  stage = aStage();
  played = aContactCentre(() => saying('queue'));
  connect = createConnect({ calls: played.calls, clock: played.clock, ...where });
  gateway = await startGateway(stage, [connect.service]);
  client = new ConnectClient(gateway.client);
});
afterEach(async () => {
  played.clock.stop();
  await gateway.stop();
});

const centre = () => contactCentreOf(client, { instanceId: 'i', taskFlowId: taskFlowArn.split('/').at(-1)! });
const aTask = {
  token: 'tkt_1-7',
  name: '123-456-782: call back',
  description: 'd',
  ticketId: 'tkt_1',
  reference: '123-456-782',
  url: 'https://x.example/1',
};

describe('DescribeContact, as our own client reads it', () => {
  it('tells of a call in the queue, of its agent and of its end', async () => {
    const call = await played.calls.start(asked);
    const began = new Date(call.contact.initiatedAt).toISOString();
    expect(await centre().describe(call.id)).toMatchObject({
      channel: 'phone',
      phone: asked.from,
      hotline: asked.to,
      facts: {
        contactId: call.id,
        initialContactId: call.id,
        initiatedAt: began,
        queuedAt: expect.any(String),
        connectedAt: undefined,
      },
    });
    await played.calls.answer(call, 'ana');
    await played.calls.hangUp(call);
    expect((await centre().describe(call.id))?.facts).toMatchObject({
      agentId: 'ana',
      connectedAt: expect.any(String),
      endedAt: expect.any(String),
    });
  });

  it('knows a transferred contact by the first of its chain', async () => {
    const call = await played.calls.start(asked);
    await played.calls.answer(call, 'ana');
    await played.calls.transfer(call);
    expect((await centre().describe(call.contact.id))?.facts).toMatchObject({ initialContactId: call.id });
  });

  it('does not know what is not there', async () => {
    expect(await centre().describe('nobody')).toBeUndefined();
  });
});

describe('attributes', () => {
  it('are written, and read back', async () => {
    const call = await played.calls.start(asked);
    await centre().setAttributes(call.id, { ticketId: 'tkt_9' });
    const { Attributes } = await client.send(new GetContactAttributesCommand({ InstanceId: 'i', InitialContactId: call.id }));
    expect(Attributes).toMatchObject({ ticketId: 'tkt_9', language: 'en' });
  });
});

describe('a task', () => {
  it('is started once per token, through its flow, into the queue', async () => {
    await centre().startTask(aTask);
    await centre().startTask(aTask);
    await played.wait(1);
    expect(connect.tasks()).toMatchObject([{ name: aTask.name, references: { Ticket: { Type: 'URL', Value: aTask.url } } }]);
    const tasks = played.calls.all().filter(({ contact }) => contact.channel === 'TASK');
    expect(tasks).toHaveLength(1);
    expect(tasks[0]?.contact.queuedAt).toBeDefined();
  });

  it('waits for its time', async () => {
    await centre().startTask({ ...aTask, at: new Date(played.clock.now() + 3600_000) });
    await played.wait(3500);
    expect(played.calls.all()).toEqual([]);
    await played.wait(200);
    expect(played.calls.all()).toHaveLength(1);
  });

  it.each([
    ['more than six days ahead', 6 * 24 * 3600_000 + 60_000],
    ['in the past', -1000],
  ])('is refused %s', async (_, ahead) => {
    await expect(centre().startTask({ ...aTask, at: new Date(played.clock.now() + ahead) })).rejects.toThrow('within six days');
  });

  it('is refused in another instance, and with a name of 513 characters', async () => {
    const start = (more: object) =>
      client.send(new StartTaskContactCommand({ InstanceId: 'i', ContactFlowId: 'task-flow', Name: 'x', ...more }));
    await expect(start({ InstanceId: 'other' })).rejects.toThrow('not found');
    await expect(start({ Name: 'x'.repeat(513) })).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

describe('permissions', () => {
  it('are asked for each contact, and for a task’s flow', async () => {
    const call = await played.calls.start(asked);
    await client.send(new DescribeContactCommand({ InstanceId: 'i', ContactId: call.id }));
    await centre().startTask(aTask);
    expect(stage.iam.asked.map(({ requirement: { action, resource } }) => `${action} ${resource}`)).toEqual([
      `connect:DescribeContact ${instance}/contact/${call.id}`,
      `connect:StartTaskContact ${taskFlowArn}`,
      `connect:StartTaskContact ${instance}/contact/new`,
    ]);
  });

  it('that are missing are told', async () => {
    stage.iam.denies = () => true;
    await expect(centre().describe('c1')).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});
