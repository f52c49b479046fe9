import { afterEach, describe, expect, it } from 'vitest';
import type { EvaluatedAlarm } from '../../../../infra/local/metrics/alarms.ts';
import { type Json, type Stage, startStage } from '../../../support/cloud.ts';

/** The alarms that the stacks deploy, told from what the local cloud measures. */
let stage: Stage;
afterEach(() => stage?.stop());

const alarms = async (): Promise<EvaluatedAlarm[]> => (await stage.local('GET', '/_local/alarms')).body.alarms;
const inState = async (state: EvaluatedAlarm['state']) =>
  (await alarms()).filter((alarm) => alarm.state === state).map(({ name }) => name.replace('guichet-local-', ''));

const periodic = ['sweep-alarms-not-running', 'measure-backlog-not-running', 'reconcile-calls-not-running'];

/** Changes the properties of all resources of a type. */
const editing = (type: string, change: (properties: Json) => void) => (_: string, template: unknown) => {
  const resources: Json[] = Object.values((template as Json).Resources);
  for (const { Type, Properties } of resources) if (Type === type) change(Properties);
  return template;
};

describe('after a quiet start', () => {
  it('no alarm rings, all can be told once a quarter of an hour has passed, and days later none rings either', async () => {
    stage = await startStage();
    expect(await inState('ALARM')).toEqual([]);
    expect(await inState('INSUFFICIENT_DATA')).toEqual(periodic);
    await stage.advance('PT20M');
    expect((await alarms()).filter(({ state }) => state !== 'OK')).toEqual([]);
    await stage.advance('P3D');
    expect(await inState('ALARM')).toEqual([]);
    await stage.advance('PT20M');
    expect((await alarms()).filter(({ state }) => state !== 'OK')).toEqual([]);
  });

  it('the alarms on what runs every five minutes ring when it does not', async () => {
    const edit = editing('AWS::Scheduler::Schedule', (properties) => {
      properties.State = 'DISABLED';
    });
    stage = await startStage({ contracts: false, edit });
    await stage.advance('PT20M');
    expect(await inState('ALARM')).toEqual(periodic);
  });
});

describe('when something fails', () => {
  it('the alarm on a function rings when it crashes twice', async () => {
    stage = await startStage();
    const crash = () => stage.cloud.faults.plan({ functionName: 'ReceiveEmail', call: 1, when: 'before' });
    crash();
    await stage.mail({ from: 'ana@customer.example', subject: 'Help', text: 'Help.' });
    await stage.settle();
    expect(await inState('ALARM')).toEqual([]);
    crash();
    // The message comes again after its visibility timeout of six minutes.
    await stage.advance('PT6M');
    expect(await inState('ALARM')).toEqual(['receive-email-errors']);
  });

  it('the alarms on work that keeps failing, on the age of its queue, and in the end on what it gave up, ring', async () => {
    // Without contracts no mail can become a ticket; the function reports the message as failed each time.
    stage = await startStage({ contracts: false });
    await stage.mail({ from: 'ana@customer.example', subject: 'Help', text: 'Help.' });
    await stage.settle();
    expect(await inState('ALARM')).toEqual([]);
    await stage.advance('PT16M');
    expect(await inState('ALARM')).toEqual(['receive-email-errors', 'receive-email-behind']);
    await stage.advance('PT2H');
    expect(await inState('ALARM')).toEqual(['receive-email-dead-letters']);
  });

  it('the alarm on mail that cannot be stored rings, and the sender is told to try again', async () => {
    // Only what SES writes when the rule is made may still be written.
    const edit = (_: string, template: unknown) =>
      JSON.parse(JSON.stringify(template).replaceAll('/inbound/*', '/inbound/AMAZON_SES_SETUP_NOTIFICATION'));
    stage = await startStage({ contracts: false, edit });
    for (let attempt = 0; attempt < 2; attempt++) {
      await expect(stage.mail({ from: 'ana@customer.example', text: 'Help.' })).rejects.toThrow('451');
      await stage.advance('PT5M');
    }
    expect(await inState('ALARM')).toEqual(['mail-not-stored']);
  });

  it('the alarm on the API rings when it answers 5xx again and again', async () => {
    const edit = editing('AWS::Lambda::Permission', (properties) => {
      properties.Principal = 'nobody.amazonaws.com';
    });
    stage = await startStage({ contracts: false, edit });
    for (let round = 0; round < 2; round++) {
      for (let call = 0; call < 5; call++) expect((await stage.api('GET', '/tickets')).status).toBe(500);
      await stage.advance('PT5M');
    }
    expect(await inState('ALARM')).toEqual(['agent-api-failing']);
  });
});
