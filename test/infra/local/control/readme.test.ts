import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { aContactCentre, asked, saying } from '../connect/a-contact-centre.ts';
import { anApp } from '../http-api/an-app.ts';
import { aControl } from './a-control.ts';

const readme = readFileSync(join(import.meta.dirname, '../../../../infra/local/README.md'), 'utf8');
const commands = [...readme.matchAll(/`curl ([^`]+)`/g)].map(([, command = '']) => command);

/** What makes something new answers 201. */
const made = ['POST /faults', 'POST /calls'];

describe('the control endpoints', () => {
  it.each(commands)('answer as their README says: curl %s', async (command) => {
    const [, method = 'GET', path = '', , body] = /^(?:-X (\w+) )?"?\$L([^\s"]+)"?( -d '(.*)')?$/.exec(command) ?? [];
    const { calls } = aContactCentre(() => saying('queue'));
    const { id } = await calls.start(asked);
    const { send } = aControl({
      calls: { calls, tasks: () => [] },
      app: anApp({
        client: { type: 'AWS::Cognito::UserPoolClient' },
        board: { type: 'AWS::CloudWatch::Dashboard', name: 'Guichet-local', properties: { DashboardBody: '{"widgets":[]}' } },
      }),
      planFault: () => ({ happened: () => false, calls: () => [], cancel: () => undefined }),
    });
    const { status, json } = await send(`${method} /_local${path.replace('{id}', id)}`, body);
    expect({ status, json }).toMatchObject({ status: made.includes(`${method} ${path}`) ? 201 : 200 });
  });

  it('are all there', () => {
    expect(commands.length).toBeGreaterThan(15);
  });
});
