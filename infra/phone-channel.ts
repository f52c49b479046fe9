import { CfnOutput, Duration, Fn } from 'aws-cdk-lib';
import * as connect from 'aws-cdk-lib/aws-connect';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { env as answerCallEnv } from '../functions/answer-call/env.ts';
import { addCallEvents, type ContactCentre } from './call-events.ts';
import { addTasks } from './call-tasks.ts';
import { customerQueueFlow } from './contact-flow/customer-queue.ts';
import type { Flow } from './contact-flow/flow.ts';
import { inboundFlow } from './contact-flow/inbound.ts';
import { flowProblems } from './contact-flow/problems.ts';
import { taskFlow } from './contact-flow/task.ts';
import type { HttpApi } from './http-api.ts';
import type { WorkQueue } from './queues.ts';
import { ServiceFunction } from './service-function.ts';
import type { ServiceStack } from './service-stack.ts';

export interface PhoneChannel {
  /** Events that give agents a task wait here. */
  taskQueue: WorkQueue;
}

/**
 * Calls, and Connect's own chats, in a Connect instance that is there or, if asked for, made. Without either there is none of it. Numbers
 * are given to the flow by hand: CloudFormation can claim one, but has no property that attaches it, and releasing one by mistake loses it.
 */
export function addPhoneChannel(stack: ServiceStack, httpApi: HttpApi, periodic: ScheduleGroup): PhoneChannel | undefined {
  const instanceArn = stack.stage.connectInstanceArn ?? (stack.stage.connectCreate ? createdInstance(stack) : undefined);
  if (instanceArn === undefined) return undefined;
  const instanceId = Fn.select(1, Fn.split('/', instanceArn));
  const answerCall = answering(stack, instanceArn);
  const association = new connect.CfnIntegrationAssociation(stack, 'AnswerCallAssociation', {
    // The property's name notwithstanding, it is the ARN that it takes.
    instanceId: instanceArn,
    integrationArn: answerCall.functionArn,
    integrationType: 'LAMBDA_FUNCTION',
  });
  const queueArn = queueOf(stack, instanceArn);
  const addFlow = (id: string, type: string, flow: Flow) => {
    const problems = flowProblems(flow);
    if (problems.length > 0) throw new Error(`${id}: ${problems.join('; ')}`);
    const made = new connect.CfnContactFlow(stack, id, {
      instanceArn,
      type,
      name: `Guichet ${stack.stage.name} ${id}`,
      content: stack.toJsonString(flow),
      state: 'ACTIVE',
    });
    made.node.addDependency(association);
    return made;
  };
  const functionArn = answerCall.functionArn;
  const queueFlow = addFlow('CustomerQueueFlow', 'CUSTOMER_QUEUE', customerQueueFlow({ functionArn }));
  const queueFlowArn = queueFlow.attrContactFlowArn;
  const inbound = addFlow('InboundFlow', 'CONTACT_FLOW', inboundFlow({ functionArn, queueArn, queueFlowArn }));
  const tasks = addFlow('TaskFlow', 'CONTACT_FLOW', taskFlow({ queueArn }));
  new CfnOutput(stack, 'InboundFlowArn', { value: inbound.attrContactFlowArn });

  const centre: ContactCentre = { instanceArn, instanceId, taskFlowArn: tasks.attrContactFlowArn, queueArn };
  addCallEvents(stack, centre, periodic);
  return { taskQueue: addTasks(stack, centre, httpApi) };
}

function createdInstance(stack: ServiceStack): string {
  const instance = new connect.CfnInstance(stack, 'ConnectInstance', {
    identityManagementType: 'CONNECT_MANAGED',
    // Unique in the whole world: the account makes it so.
    instanceAlias: `guichet-${stack.stage.name}-${stack.account}`,
    attributes: { inboundCalls: true, outboundCalls: true, contactflowLogs: false },
  });
  return instance.attrArn;
}

function answering(stack: ServiceStack, instanceArn: string) {
  const { data } = stack;
  const fn = new ServiceFunction(stack, 'answer-call', {
    does: 'Knows callers, opens or joins their ticket, says what they hear',
    code: stack.code,
    alarms: stack.alarms,
    env: answerCallEnv,
    environment: { TABLE_NAME: data.table.tableName },
    // Connect waits eight seconds for all its attempts together, and the caller hears silence.
    timeout: Duration.seconds(6),
    // A whole virtual CPU: of a cold start, most is reading code.
    memory: 1769,
    impactOfErrors:
      'Callers hear an apology instead of their reference, and wait for a person without having been asked anything.',
  });
  fn.allow({ verb: 'ReadTickets', actions: ['dynamodb:GetItem', 'dynamodb:Query'], on: [data.table.tableArn] });
  fn.allow({ verb: 'AppendToTickets', actions: ['dynamodb:PutItem'], on: [data.table.tableArn] });
  // The association adds one as well, with the deployer's credentials and where nobody sees it.
  fn.addPermission('Connect', {
    principal: new ServicePrincipal('connect.amazonaws.com'),
    sourceArn: instanceArn,
    sourceAccount: stack.account,
  });
  return fn;
}

const days = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'];
const midnight = { hours: 0, minutes: 0 };

/** One queue, open at any hour: when calls are put through is the contract's to say, and contracts differ. */
function queueOf(stack: ServiceStack, instanceArn: string): string {
  const hours = new connect.CfnHoursOfOperation(stack, 'AlwaysOpen', {
    instanceArn,
    name: `Guichet ${stack.stage.name}`,
    timeZone: 'UTC',
    // From midnight to midnight is the whole day.
    config: days.map((day) => ({ day, startTime: midnight, endTime: midnight })),
  });
  const queue = new connect.CfnQueue(stack, 'SupportQueue', {
    instanceArn,
    name: `Guichet ${stack.stage.name}`,
    hoursOfOperationArn: hours.attrHoursOfOperationArn,
    status: 'ENABLED',
  });
  return queue.attrQueueArn;
}
