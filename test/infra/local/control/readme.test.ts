import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { anApp } from '../http-api/an-app.ts';
import { aControl } from './a-control.ts';

const readme = readFileSync(join(import.meta.dirname, '../../../../infra/local/README.md'), 'utf8');
const commands = [...readme.matchAll(/`curl ([^`]+)`/g)].map(([, command = '']) => command);

describe('the control endpoints', () => {
  it.each(commands)('answer as their README says: curl %s', async (command) => {
    const [, method = 'GET', path = '', , body] = /^(?:-X (\w+) )?"?\$L([^\s"]+)"?( -d '(.*)')?$/.exec(command) ?? [];
    const { send } = aControl({
      app: anApp({
        client: { type: 'AWS::Cognito::UserPoolClient' },
        board: { type: 'AWS::CloudWatch::Dashboard', name: 'Guichet-local', properties: { DashboardBody: '{"widgets":[]}' } },
      }),
      planFault: () => ({ happened: () => false, calls: () => [], cancel: () => undefined }),
    });
    const { status, json } = await send(`${method} /_local${path}`, body);
    expect({ status, json }).toMatchObject({ status: path === '/faults' && method === 'POST' ? 201 : 200 });
  });

  it('are all there', () => {
    expect(commands.length).toBeGreaterThan(15);
  });
});
