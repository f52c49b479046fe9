/** Amazon Connect's flow language, version 2019-10-30, as far as we write it. Numbers and booleans are text in it. */

export interface Condition {
  NextAction: string;
  Condition: { Operator: string; Operands: string[] };
}

export interface FlowError {
  NextAction: string;
  ErrorType: string;
}

export interface Transitions {
  NextAction?: string;
  Errors?: FlowError[];
  Conditions?: Condition[];
}

export interface Action {
  Identifier: string;
  Type: string;
  Parameters: Record<string, unknown>;
  Transitions: Transitions;
}

export interface Flow {
  Version: '2019-10-30';
  StartAction: string;
  Metadata: Record<string, unknown>;
  Actions: Action[];
}

/** Where an action leads: identifiers of actions. `failed` takes every error that has no way of its own. */
export interface Ways {
  next: string;
  failed: string;
}

/** The first action is where a contact starts. Places are for the console's drawing only. */
export function flow(...actions: Action[]): Flow {
  const place = (_: Action, i: number) => ({ position: { x: 40 + (i % 8) * 240, y: 40 + Math.floor(i / 8) * 200 } });
  return {
    Version: '2019-10-30',
    StartAction: actions[0]?.Identifier ?? '',
    Metadata: {
      entryPointPosition: { x: 10, y: 10 },
      ActionMetadata: Object.fromEntries(actions.map((each, i) => [each.Identifier, place(each, i)])),
    },
    Actions: actions,
  };
}

const toAll = (errors: readonly string[], next: string): FlowError[] =>
  errors.map((ErrorType) => ({ NextAction: next, ErrorType }));

const equals = (ways: Readonly<Record<string, string>>): Condition[] =>
  Object.entries(ways).map(([operand, next]) => ({
    NextAction: next,
    Condition: { Operator: 'Equals', Operands: [operand] },
  }));

const plain = (type: string, errors: readonly string[] = ['NoMatchingError']) => {
  return (Identifier: string, Parameters: Record<string, unknown>, { next, failed }: Ways): Action => ({
    Identifier,
    Type: type,
    Parameters,
    Transitions: { NextAction: next, Errors: toAll(errors, failed), Conditions: [] },
  });
};

export const updateEventHooks = plain('UpdateContactEventHooks');
export const updateAttributes = (id: string, attributes: Record<string, string>, ways: Ways): Action =>
  plain('UpdateContactAttributes')(id, { Attributes: attributes, TargetContact: 'Current' }, ways);
export const updateContactData = plain('UpdateContactData');
export const setVoice = plain('UpdateContactTextToSpeechVoice');
export const setQueue = (id: string, queueArn: string, ways: Ways): Action =>
  plain('UpdateContactTargetQueue')(id, { QueueId: queueArn }, ways);
export const transferToQueue = (id: string, ways: Ways): Action =>
  plain('TransferContactToQueue', ['QueueAtCapacity', 'NoMatchingError'])(id, {}, ways);
export const setCallbackNumber = (id: string, ways: Ways): Action =>
  plain('UpdateContactCallbackNumber', ['InvalidCallbackNumber', 'CallbackNumberNotDialable'])(
    id,
    { CallbackNumber: '$.CustomerEndpoint.Address' },
    ways,
  );
export const createCallback = plain('CreateCallbackContact');
export const say = (id: string, text: string, ways: Ways): Action => plain('MessageParticipant')(id, { Text: text }, ways);

/** Nothing about a person goes into a log: flow logs would hold numbers and attributes. */
export const withoutFlowLog = (id: string, next: string): Action => ({
  Identifier: id,
  Type: 'UpdateFlowLoggingBehavior',
  Parameters: { FlowLoggingBehavior: 'Disabled' },
  Transitions: { NextAction: next, Errors: [], Conditions: [] },
});

/** Seconds that Connect waits for the function, repetitions included: eight is the most it allows. */
export const lambdaSeconds = 8;

export const invoke = (id: string, functionArn: string, parameters: Record<string, string>, ways: Ways): Action =>
  plain('InvokeLambdaFunction')(
    id,
    {
      LambdaFunctionARN: functionArn,
      InvocationTimeLimitSeconds: String(lambdaSeconds),
      InvocationType: 'SYNCHRONOUS',
      LambdaInvocationAttributes: parameters,
      ResponseValidation: { ResponseType: 'STRING_MAP' },
    },
    ways,
  );

/** Goes by what `value`, a JSONPath, says. */
export const compare = (id: string, value: string, ways: Readonly<Record<string, string>>, otherwise: string): Action => ({
  Identifier: id,
  Type: 'Compare',
  Parameters: { ComparisonValue: value },
  Transitions: {
    NextAction: otherwise,
    Errors: toAll(['NoMatchingCondition'], otherwise),
    Conditions: equals(ways),
  },
});

/** Says `text` and waits for one key. `silent`: none was pressed in time. */
export const askForKey = (
  id: string,
  text: string,
  keys: Readonly<Record<string, string>>,
  { seconds, silent, other, failed }: { seconds: number; silent: string; other: string; failed: string },
): Action => ({
  Identifier: id,
  Type: 'GetParticipantInput',
  Parameters: { Text: text, StoreInput: 'False', InputTimeLimitSeconds: String(seconds) },
  Transitions: {
    NextAction: failed,
    Errors: [
      { NextAction: silent, ErrorType: 'InputTimeLimitExceeded' },
      { NextAction: other, ErrorType: 'NoMatchingCondition' },
      { NextAction: failed, ErrorType: 'NoMatchingError' },
    ],
    Conditions: equals(keys),
  },
});

/** Says `text` and takes up to `digits` keys, ended by # or a pause; what was keyed is `$.StoredCustomerInput`, `Timeout` if nothing. */
export const askForDigits = (
  id: string,
  text: string,
  { digits, seconds }: { digits: number; seconds: number },
  ways: Ways,
): Action =>
  plain('GetParticipantInput')(
    id,
    {
      Text: text,
      StoreInput: 'True',
      InputTimeLimitSeconds: String(seconds),
      InputValidation: { CustomValidation: { MaximumLength: String(digits) } },
      DTMFConfiguration: { InputTerminationSequence: '#', DisableCancelKey: 'True', InterdigitTimeLimitSeconds: '5' },
    },
    ways,
  );

export const loop = (id: string, times: number, { again, done }: { again: string; done: string }): Action => ({
  Identifier: id,
  Type: 'Loop',
  Parameters: { LoopCount: String(times) },
  Transitions: { NextAction: done, Errors: [], Conditions: equals({ ContinueLooping: again, DoneLooping: done }) },
});

/** Of a queue flow: says `text` over and over, and goes on to `interrupted` every `seconds`. */
export const sayWhileWaiting = (
  id: string,
  text: string,
  { seconds, interrupted, failed }: { seconds: number; interrupted: string; failed: string },
): Action => ({
  Identifier: id,
  Type: 'MessageParticipantIteratively',
  Parameters: { Messages: [{ Text: text }], InterruptFrequencySeconds: String(seconds) },
  Transitions: {
    NextAction: failed,
    Errors: toAll(['NoMatchingError'], failed),
    Conditions: equals({ MessagesInterrupted: interrupted }),
  },
});

const terminal =
  (type: string) =>
  (id: string): Action => ({ Identifier: id, Type: type, Parameters: {}, Transitions: {} });
export const disconnect = terminal('DisconnectParticipant');
export const endFlow = terminal('EndFlowExecution');
