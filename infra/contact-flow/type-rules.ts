/**
 * What Connect asks of each type of action: its parameters, whether it goes on, its conditions and errors. Source: Connect's developer
 * guide, "Flow language actions", checked against real exports.
 */
export interface TypeRule {
  needs?: readonly string[];
  /** Exactly one of these. */
  oneOf?: readonly string[];
  /** At least one of these. */
  someOf?: readonly string[];
  may?: readonly string[];
  terminal?: true;
  /** Errors that it must lead somewhere. */
  errors?: readonly string[];
  mayFailWith?: readonly string[];
  conditions?: ConditionRule;
}

export type ConditionRule =
  /** All of these, and nothing else. */
  | { all: readonly string[] }
  /** At least one; any operands. */
  | { any: true }
  /** Comparisons with numbers. */
  | { operators: readonly string[] };

const freely = { any: true } as const;
const mayFail = { mayFailWith: ['NoMatchingError'] } as const;
const fails = { errors: ['NoMatchingError'] } as const;
const speech = ['PromptId', 'Text', 'SSML', 'Media'] as const;
const numbers = ['NumberGreaterThan', 'NumberGreaterOrEqualTo', 'NumberLessThan', 'NumberLessOrEqualTo', 'Equals'] as const;

export const typeRules: Readonly<Record<string, TypeRule>> = {
  MessageParticipant: { oneOf: speech, may: ['SkipWhenDisconnected'], ...mayFail },
  MessageParticipantIteratively: {
    needs: ['Messages'],
    may: ['InterruptFrequencySeconds'],
    ...mayFail,
    conditions: { all: ['MessagesInterrupted'] },
  },
  GetParticipantInput: {
    oneOf: speech,
    needs: ['StoreInput'],
    may: ['InputTimeLimitSeconds', 'InputValidation', 'InputEncryption', 'DTMFConfiguration'],
    errors: ['NoMatchingError'],
    mayFailWith: ['InputTimeLimitExceeded', 'NoMatchingCondition', 'InvalidPhoneNumber'],
    conditions: freely,
  },
  ConnectParticipantWithLexBot: {
    oneOf: [...speech, 'LexInitializationData'],
    someOf: ['LexV2Bot', 'LexBot'],
    may: ['LexSessionAttributes', 'LexTimeoutSeconds', 'LexV2Bot', 'LexBot'],
    errors: ['NoMatchingError'],
    mayFailWith: ['NoMatchingCondition', 'InputTimeLimitExceeded'],
    conditions: freely,
  },
  InvokeLambdaFunction: {
    needs: ['LambdaFunctionARN', 'InvocationTimeLimitSeconds'],
    may: ['InvocationType', 'LambdaInvocationAttributes', 'ResponseValidation'],
    ...fails,
  },
  Compare: { needs: ['ComparisonValue'], errors: ['NoMatchingCondition'], conditions: freely },
  CheckHoursOfOperation: { may: ['HoursOfOperationId'], ...fails, conditions: { all: ['True', 'False'] } },
  CheckMetricData: {
    needs: ['MetricType'],
    may: ['QueueId', 'AgentId', 'MetricData'],
    errors: ['NoMatchingCondition', 'NoMatchingError'],
    conditions: { operators: numbers },
  },
  GetMetricData: { may: ['QueueId', 'AgentId', 'QueueChannel', 'MetricTypes'], ...fails },
  Loop: { needs: ['LoopCount'], conditions: { all: ['ContinueLooping', 'DoneLooping'] } },
  Wait: {
    someOf: ['TimeLimitSeconds', 'TimeoutSeconds'],
    may: ['TimeLimitSeconds', 'TimeoutSeconds', 'Events'],
    ...fails,
    conditions: freely,
  },
  DistributeByPercentage: { errors: ['NoMatchingCondition'], conditions: freely },
  UpdateContactTargetQueue: { oneOf: ['QueueId', 'AgentId'], ...fails },
  TransferContactToQueue: { errors: ['QueueAtCapacity', 'NoMatchingError'] },
  TransferContactToAgent: { ...mayFail },
  TransferParticipantToThirdParty: {
    needs: ['ThirdPartyPhoneNumber'],
    may: ['ThirdPartyConnectionTimeLimitSeconds', 'ContinueFlowExecution', 'CallerId', 'ThirdPartyDTMFDigits'],
    errors: ['NoMatchingError'],
    mayFailWith: ['CallFailed', 'ConnectionTimeLimitExceeded'],
    conditions: freely,
  },
  TransferToFlow: { needs: ['ContactFlowId'], ...fails },
  InvokeFlowModule: { needs: ['FlowModuleId'], may: ['FlowModuleInput'], ...fails },
  UpdateContactAttributes: { needs: ['Attributes'], may: ['TargetContact'], ...fails },
  UpdateFlowAttributes: { needs: ['FlowAttributes'], ...mayFail },
  UpdateContactData: {
    someOf: ['Name', 'Description', 'LanguageCode', 'CustomerId', 'References', 'SegmentAttributes', 'WisdomSessionArn'],
    may: [
      'Name',
      'Description',
      'LanguageCode',
      'CustomerId',
      'References',
      'SegmentAttributes',
      'WisdomSessionArn',
      'TargetContact',
    ],
    ...fails,
  },
  UpdateContactEventHooks: { needs: ['EventHooks'], may: ['EventHooksConfiguration'], ...fails },
  UpdateContactRoutingBehavior: { oneOf: ['QueuePriority', 'QueueTimeAdjustmentSeconds'], ...mayFail },
  UpdateContactRecordingBehavior: {
    someOf: ['RecordingBehavior', 'AnalyticsBehavior'],
    may: ['RecordingBehavior', 'AnalyticsBehavior'],
    ...mayFail,
  },
  UpdateContactRecordingAndAnalyticsBehavior: {
    someOf: ['VoiceBehavior', 'ChatBehavior', 'ScreenRecordingBehavior'],
    may: ['VoiceBehavior', 'ChatBehavior', 'ScreenRecordingBehavior'],
    mayFailWith: ['NoMatchingError', 'ChannelMismatch'],
  },
  UpdateContactMediaStreamingBehavior: {
    needs: ['MediaStreamingState'],
    may: ['Participants', 'MediaStreamType'],
    ...mayFail,
  },
  UpdateContactTextToSpeechVoice: {
    needs: ['TextToSpeechVoice'],
    may: ['TextToSpeechEngine', 'TextToSpeechStyle'],
    ...mayFail,
  },
  UpdateContactCallbackNumber: {
    needs: ['CallbackNumber'],
    errors: ['InvalidCallbackNumber', 'CallbackNumberNotDialable'],
  },
  CreateCallbackContact: {
    needs: ['InitialCallDelaySeconds', 'MaximumConnectionAttempts', 'RetryDelaySeconds'],
    may: ['QueueId', 'ContactFlowId', 'CallerId'],
    ...fails,
  },
  UpdateFlowLoggingBehavior: { needs: ['FlowLoggingBehavior'], ...mayFail },
  TagContact: { needs: ['Tags'], ...mayFail },
  UnTagContact: { needs: ['TagKeys'], ...fails },
  CreateTask: {
    someOf: ['Name', 'TaskTemplateId'],
    may: ['Name', 'TaskTemplateId', 'ContactFlowId', 'Description', 'References', 'Attributes', 'DelaySeconds', 'ScheduledTime'],
    ...fails,
  },
  ShowView: {
    needs: ['ViewResource'],
    may: ['InvocationTimeLimitSeconds', 'ViewData', 'SensitiveDataConfiguration'],
    ...fails,
    conditions: freely,
    mayFailWith: ['NoMatchingCondition', 'TimeLimitExceeded'],
  },
  DisconnectParticipant: { terminal: true },
  EndFlowExecution: { terminal: true },
  EndFlowModuleExecution: { terminal: true },
};

/** Parameters that Connect takes as text with a number in it, and its bounds. */
export const numberBounds: Readonly<Record<string, readonly [number, number]>> = {
  InputTimeLimitSeconds: [1, 180],
  InvocationTimeLimitSeconds: [1, 8],
  LoopCount: [0, 100],
  InterruptFrequencySeconds: [1, 604_800],
  InitialCallDelaySeconds: [1, 259_200],
  RetryDelaySeconds: [1, 259_200],
  MaximumConnectionAttempts: [1, 259_200],
};
