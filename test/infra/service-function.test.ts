import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, expectTypeOf, test } from 'vitest';
import type { env as keepClocks } from '../../functions/keep-clocks/env.ts';
import type { env as sendNotices } from '../../functions/send-notices/env.ts';
import { functionNames, pascalCase, type ServiceFunctionProps, type Variables } from '../../infra/service-function.ts';

const functions = join(import.meta.dirname, '../../functions');

describe('a function of ours', () => {
  test('is deployed for every folder of functions/, and for nothing else', () => {
    const folders = readdirSync(functions).filter((name) => existsSync(join(functions, name, 'env.ts')));
    expect(folders.sort()).toEqual([...functionNames].sort());
  });

  test('has the name of its folder in Pascal case', () => {
    expect(functionNames.map(pascalCase)).toContain('ReceiveEmail');
    expect(pascalCase('agent-api')).toBe('AgentApi');
  });

  test('must be given each variable that its env.ts asks for, as text', () => {
    expectTypeOf<Variables<typeof keepClocks>>().toEqualTypeOf<{
      SCHEDULE_GROUP: string;
      SCHEDULER_ROLE_ARN: string;
      ALARM_QUEUE_ARN: string;
      ALARM_QUEUE_URL: string;
      ALARM_DEAD_LETTER_QUEUE_ARN: string;
      RECLOCK_QUEUE_URL: string;
    }>();
    // A number in the end, but text in the environment.
    expectTypeOf<Variables<typeof sendNotices>['ACKNOWLEDGEMENTS_PER_HOUR']>().toEqualTypeOf<string>();
  });

  test('does not compile with a variable forgotten, unknown or of another kind', () => {
    type Environment = ServiceFunctionProps<typeof import('../../functions/ring-alarm/env.ts').env>['environment'];
    const complete: Environment = { TABLE_NAME: 'tickets' };
    // @ts-expect-error: TABLE_NAME is missing
    const forgotten: Environment = {};
    // @ts-expect-error: there is no TABLE
    const unknown: Environment = { TABLE_NAME: 'tickets', TABLE: 'tickets' };
    // @ts-expect-error: variables are text
    const number: Environment = { TABLE_NAME: 5 };
    expect([complete, forgotten, unknown, number]).toHaveLength(4);
  });
});
