import type { Action, Flow } from '../../contact-flow/flow.ts';
import type { Activity } from '../activity.ts';
import type { EventBus } from '../eventbridge/event-bus.ts';
import type { App } from '../template/app.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import { type Call, type Contact, isQueued, type Line } from './contact.ts';
import { type ContactEventType, tellOf } from './contact-events.ts';
import { type Hands, plays, type Step, valuesOf } from './flow-actions.ts';
import { type FlowLambdaParts, invokeFromFlow } from './flow-lambda.ts';
import { type Flows, flowsOf } from './flows.ts';
import { aCall, aContact, type NewCall, transferred } from './new-call.ts';

export interface CallsParts extends FlowLambdaParts {
  app: App;
  clock: Pick<VirtualClock, 'now' | 'at'>;
  activity: Pick<Activity, 'track'>;
  bus: EventBus;
}

/** Calls, chats and tasks in the template's Connect instance. Each of these answers when the contact waits for somebody again. */
export interface Calls {
  instanceArn: string;
  start(call: NewCall): Promise<Call>;
  press(call: Call, keys: string): Promise<void>;
  answer(call: Call, agent: string): Promise<void>;
  transfer(call: Call): Promise<void>;
  hangUp(call: Call): Promise<void>;
  find(id: string): Call | undefined;
  /** Oldest first. */
  all(): Call[];
  contact(id: string): Contact | undefined;
}

/** A flow that goes round without waiting for anybody would never end: Connect stops one, too. */
const mostSteps = 500;

/** Undefined where the template has no Connect instance. Throws for a flow that Connect would refuse or that cannot be played here. */
export function createCalls(parts: CallsParts): Calls | undefined {
  const flows = flowsOf(parts.app);
  return flows && playing(parts, flows);
}

function playing(parts: CallsParts, flows: Flows): Calls {
  const { clock, activity, bus } = parts;
  const { instanceArn } = flows;
  const calls = new Map<string, Call>();

  const note = (call: Call, who: Line['who'], text: string) => {
    call.transcript.push({ at: new Date(clock.now()).toISOString(), who, text });
  };
  const tell = (call: Call, type: ContactEventType) => tellOf(bus, instanceArn, call, call.contact, type);

  const leaveFlow = (call: Call) => {
    call.run++;
    call.waiting = undefined;
    call.timer?.cancel();
  };

  const end = (call: Call, reason: string) => {
    if (call.contact.endedAt !== undefined) return;
    leaveFlow(call);
    call.contact.endedAt = clock.now();
    call.contact.disconnectReason = reason;
    note(call, 'connect', `ended: ${reason}`);
    tell(call, 'DISCONNECTED');
    tell(call, 'COMPLETED');
  };

  const hands: Hands = {
    say: (call, text) => note(call, 'flow', text),
    invoke: (call, { Parameters }) =>
      invokeFromFlow(parts, call, {
        instanceArn,
        functionArn: String(Parameters.LambdaFunctionARN),
        seconds: Number(Parameters.InvocationTimeLimitSeconds),
        parameters: valuesOf(Parameters.LambdaInvocationAttributes, call),
      }),
    isQueue: (arn) => parts.app.byArn(arn)?.type === 'AWS::Connect::Queue',
    callBack: (call, { delaySeconds }) => {
      const { contact } = call;
      clock.at(clock.now() + delaySeconds * 1000, 'call back', () => {
        const back = newCall({ channel: 'VOICE', from: call.callbackNumber, to: contact.to }, contact, 'CALLBACK');
        note(back, 'connect', `call back of ${contact.initialId}`);
        tell(back, 'INITIATED');
        back.contact.targetQueue = contact.targetQueue;
        back.contact.queuedAt = clock.now();
        tell(back, 'QUEUED');
      });
    },
  };

  const wait = (call: Call, waiting: NonNullable<Call['waiting']>) => {
    call.waiting = waiting;
    call.timer = clock.at(clock.now() + waiting.seconds * 1000, 'contact flow', () => timeOut(call));
  };

  const timeOut = (call: Call) => {
    const { waiting } = call;
    if (!waiting) return undefined;
    if (waiting.kind === 'digits') call.stored = 'Timeout';
    return goOn(call, waiting.kind === 'key' ? waiting.silent : waiting.next);
  };

  const goOn = (call: Call, id: string) => {
    call.waiting = undefined;
    call.timer?.cancel();
    return activity.track(`contact flow ${call.id}`, () => walk(call, id));
  };

  const walk = async (call: Call, from: string): Promise<void> => {
    const run = ++call.run;
    let id = from;
    for (let steps = 0; steps < mostSteps; steps++) {
      const action = actionOf(flows.all.get(call.flowArn), id);
      call.path.push(id);
      const step: Step = await (plays[action.Type]?.(call, action, hands) ?? { over: true });
      // The caller hung up, or somebody answered, meanwhile.
      if (call.run !== run) return;
      if ('disconnect' in step) return end(call, 'CONTACT_FLOW_DISCONNECT');
      if ('wait' in step) return wait(call, step.wait);
      if ('over' in step) return isQueued(call) ? undefined : end(call, 'CONTACT_FLOW_DISCONNECT');
      if ('go' in step) id = step.go;
      else if (call.faults.queueFull) id = step.full;
      else return enqueue(call);
    }
    throw new Error(`${call.flowArn}: ${mostSteps} actions without waiting for anybody`);
  };

  const enqueue = async (call: Call): Promise<void> => {
    call.contact.queuedAt = clock.now();
    note(call, 'connect', 'in the queue');
    tell(call, 'QUEUED');
    const queueFlow = call.queueFlowArn === undefined ? undefined : flows.all.get(call.queueFlowArn);
    if (!queueFlow || call.queueFlowArn === undefined || call.contact.channel === 'TASK') return;
    call.flowArn = call.queueFlowArn;
    await walk(call, queueFlow.StartAction);
  };

  const newCall = (asked: NewCall, before: Contact | undefined, method: Contact['initiationMethod']): Call => {
    const call = aCall(asked, aContact(asked, before, method, clock.now()), flows.inbound);
    calls.set(call.id, call);
    return call;
  };

  return {
    instanceArn,
    start: async (asked) => {
      const flow = flows.all.get(asked.flowArn ?? flows.inbound);
      if (!flow) throw new Error(`there is no flow ${asked.flowArn}`);
      const call = newCall(asked, undefined, asked.channel === 'VOICE' ? 'INBOUND' : 'API');
      note(call, 'connect', `${asked.channel} ${asked.from ?? 'withheld'} → ${asked.to ?? '–'}`);
      tell(call, 'INITIATED');
      if (asked.channel !== 'VOICE') tell(call, 'CONNECTED_TO_SYSTEM');
      await goOn(call, flow.StartAction);
      return call;
    },
    press: async (call, keys) => {
      const { waiting } = call;
      note(call, 'caller', keys);
      if (waiting?.kind === 'digits') {
        call.stored = keys.replace(/#.*$/, '').slice(0, waiting.most);
        await goOn(call, waiting.next);
      } else if (waiting?.kind === 'key') await goOn(call, waiting.keys[keys.slice(0, 1)] ?? waiting.other);
    },
    answer: async (call, agent) => {
      leaveFlow(call);
      call.contact.agentArn = `${instanceArn}/agent/${agent}`;
      call.contact.connectedAt = clock.now();
      note(call, 'agent', `${agent} answers`);
      tell(call, 'CONNECTED_TO_AGENT');
    },
    transfer: async (call) => {
      const before = call.contact;
      end(call, 'TRANSFERRED');
      const next = transferred(before, clock.now());
      call.contact = next;
      call.contacts.push(next);
      note(call, 'agent', 'transfers the call to the queue');
      tell(call, 'INITIATED');
      tell(call, 'QUEUED');
    },
    hangUp: async (call) => {
      note(call, 'caller', 'hangs up');
      end(call, 'CUSTOMER_DISCONNECT');
    },
    find: (id) => calls.get(id),
    all: () => [...calls.values()],
    contact: (id) => [...calls.values()].flatMap(({ contacts }) => contacts).find((contact) => contact.id === id),
  };
}

function actionOf(flow: Flow | undefined, id: string): Action {
  const action = flow?.Actions.find(({ Identifier }) => Identifier === id);
  if (!action) throw new Error(`the flow has no action ${id}`);
  return action;
}
