import { mockClient } from 'aws-sdk-client-mock';
import { afterEach } from 'vitest';

const restore: (() => void)[] = [];
afterEach(() => {
  for (const each of restore.splice(0)) each();
});

/** Stands in for every client of a class until the test is over. What the test has not foreseen rejects. */
export const strictMock: typeof mockClient = (client) => {
  const mock = mockClient(client);
  restore.push(() => mock.restore());
  mock.onAnyCommand().rejects(new Error('the test has not foreseen this call'));
  return mock;
};

/** An error as the SDK throws it. */
export const namedError = (name: string, message = name) => Object.assign(new Error(message), { name });
