import type { Iam } from '../iam/iam.ts';
import type { Functions } from '../lambda/functions.ts';
import type { App } from '../template/app.ts';
import type { Call, Contact } from './contact.ts';

/** Bytes that a function may answer a flow (Connect's administrator guide, "Invoke Lambda functions"). */
const largestAnswer = 32 * 1024;

export interface FlowLambdaParts {
  app: App;
  iam: Iam;
  functions: Pick<Functions, 'get'>;
  onError: (error: unknown, label: string) => void;
}

/** Calls a function from a flow, as Connect does with `STRING_MAP`. Undefined: the flow goes on at the error's way. */
export async function invokeFromFlow(
  { app, iam, functions, onError }: FlowLambdaParts,
  call: Call,
  action: { functionArn: string; seconds: number; parameters: Record<string, string>; instanceArn: string },
): Promise<Record<string, string> | undefined> {
  const { functionArn, instanceArn } = action;
  const count = ++call.functionCalls;
  const fault = call.faults.lambda.find((each) => each.call === count)?.fails;
  // Not even begun: a throttle, or a function that cannot start.
  if (fault === 'error') return undefined;
  const denial = iam.check(
    { type: 'service', service: 'connect.amazonaws.com', sourceArn: instanceArn },
    { action: 'lambda:InvokeFunction', resource: functionArn },
  );
  const fn = functions.get(functionArn);
  if (denial || !fn || !isAssociated(app, functionArn)) {
    const reason = denial?.message ?? (fn ? 'it is not associated with the instance' : 'there is no such function');
    onError(new Error(`${functionArn}: ${reason}`), 'contact flow');
    return undefined;
  }
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), action.seconds * 1000);
  });
  const result = await Promise.race([fn.invoke(flowEvent(call.contact, instanceArn, action.parameters)), late]);
  clearTimeout(timer);
  if (!result?.ok) {
    onError(
      new Error(result ? `${result.error.errorType}: ${result.error.errorMessage}` : 'took too long'),
      `contact flow, ${fn.name}`,
    );
    return undefined;
  }
  // It has done its work, and Connect hears nothing of it any more, or not what it understands.
  if (fault === 'time-out') return undefined;
  const payload = fault === 'wrong-answer' ? { ...Object(result.payload), wrong: 1 } : result.payload;
  if (isStringMap(payload) && Buffer.byteLength(JSON.stringify(payload)) < largestAnswer) return payload;
  onError(new Error('the answer is no flat object of text under 32 KB'), `contact flow, ${fn.name}`);
  return undefined;
}

/** Without it, the console does not offer the function, and a deployed flow that calls it is refused. */
const isAssociated = (app: App, functionArn: string): boolean =>
  app.byType('AWS::Connect::IntegrationAssociation').some(({ properties }) => properties.IntegrationArn === functionArn);

const isStringMap = (value: unknown): value is Record<string, string> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((each) => typeof each === 'string');

const endpoint = (address: string | undefined) => (address === undefined ? null : { Address: address, Type: 'TELEPHONE_NUMBER' });

/** As in the administrator guide and real events: what is not known is null. */
function flowEvent(contact: Contact, instanceArn: string, parameters: Record<string, string>) {
  const isVoice = contact.channel === 'VOICE';
  return {
    Name: 'ContactFlowEvent',
    Details: {
      ContactData: {
        Attributes: { ...contact.attributes },
        Channel: contact.channel,
        ContactId: contact.id,
        CustomerEndpoint: isVoice ? endpoint(contact.from) : null,
        CustomerId: null,
        Description: contact.description ?? null,
        InitialContactId: contact.initialId,
        InitiationMethod: contact.initiationMethod,
        InstanceARN: instanceArn,
        LanguageCode: contact.languageCode,
        MediaStreams: { Customer: { Audio: null } },
        Name: contact.name ?? null,
        PreviousContactId: contact.previousId ?? contact.id,
        Queue: contact.targetQueue === undefined ? null : { ARN: contact.targetQueue, Name: 'Guichet', OutboundCallerId: null },
        References: contact.references,
        SystemEndpoint: isVoice ? endpoint(contact.to) : null,
      },
      Parameters: parameters,
    },
  };
}
