import type { VirtualClock } from '../virtual-clock.ts';
import type { AsyncSettings } from './async-settings.ts';
import type { FunctionDefinition } from './function-definition.ts';
import type { FunctionError, InvokeResult } from './invocation.ts';

/** What comes with a letter: whose role must be allowed to send it, and the attributes that AWS sets on a dead-letter message. */
export interface LetterSender {
  functionName: string;
  roleArn: string;
  messageAttributes: Record<string, { dataType: string; stringValue: string }>;
}

/** Puts an event that a function could not handle into a queue. */
export type DeadLetter = (queueArn: string, body: string, sender: LetterSender) => void;

export interface AsyncInvokerOptions {
  fn: FunctionDefinition;
  settings: AsyncSettings;
  clock: VirtualClock;
  invoke: (event: unknown, requestId: string) => Promise<InvokeResult>;
  deadLetter: DeadLetter | undefined;
  newId: () => string;
}

/** Lambda waits one minute before the second attempt and two before the third ("Asynchronous invocation: error handling"). */
const retryDelayMilliseconds = 60_000;

/** Events that nobody waits for: retried on the virtual clock, then given to the on-failure destination and the dead-letter queue. */
export function createAsyncInvoker({
  fn,
  settings,
  clock,
  invoke,
  deadLetter,
  newId,
}: AsyncInvokerOptions): (event: unknown) => Promise<void> {
  const giveUp = (event: unknown, requestId: string, attempts: number, condition: string, error: FunctionError) => {
    const attribute = (dataType: string, stringValue: string) => ({ dataType, stringValue });
    const sender = { functionName: fn.name, roleArn: fn.roleArn };
    if (settings.onFailureArn) {
      const record = {
        version: '1.0',
        timestamp: new Date(clock.now()).toISOString(),
        requestContext: { requestId, functionArn: `${fn.arn}:$LATEST`, condition, approximateInvokeCount: attempts },
        requestPayload: event,
        responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
        responsePayload: error,
      };
      deadLetter?.(settings.onFailureArn, JSON.stringify(record), { ...sender, messageAttributes: {} });
    }
    if (settings.deadLetterArn) {
      const messageAttributes = {
        RequestID: attribute('String', requestId),
        ErrorCode: attribute('Number', '200'),
        ErrorMessage: attribute('String', error.errorMessage.slice(0, 1024) || error.errorType),
      };
      deadLetter?.(settings.deadLetterArn, JSON.stringify(event), { ...sender, messageAttributes });
    }
  };

  return async (event) => {
    const requestId = newId();
    const oldest = clock.now() + settings.maximumEventAgeMilliseconds;
    const attempt = async (number: number): Promise<void> => {
      const result = await invoke(event, requestId);
      if (result.ok) return;
      if (number > settings.maximumRetryAttempts) return giveUp(event, requestId, number, 'RetriesExhausted', result.error);
      const next = clock.now() + number * retryDelayMilliseconds;
      if (next > oldest) return giveUp(event, requestId, number, 'EventAgeExceeded', result.error);
      clock.at(next, `lambda ${fn.name}: attempt ${number + 1}`, () => attempt(number + 1));
    };
    await attempt(1);
  };
}
