import type { Flow } from '../../contact-flow/flow.ts';
import { readFlow } from '../../contact-flow/flow-document.ts';
import { flowProblems } from '../../contact-flow/problems.ts';
import type { App } from '../template/app.ts';
import { plays } from './flow-actions.ts';

/** The flows of the template, by ARN, in the one instance that it creates or is in. */
export interface Flows {
  instanceArn: string;
  /** Calls and chats come in by the only flow of type CONTACT_FLOW that asks a function: numbers are given to it by hand. */
  inbound: string;
  all: ReadonlyMap<string, Flow>;
}

export function flowsOf(app: App): Flows | undefined {
  const resources = app.byType('AWS::Connect::ContactFlow');
  if (resources.length === 0) return undefined;
  const all = new Map(
    resources.map(({ arn, stack, logicalId, properties }) => {
      const flow = readFlow(properties.Content);
      const unplayable = flow.Actions.filter(({ Type }) => !Object.hasOwn(plays, Type)).map(
        ({ Type }) => `the local cloud has no ${Type}`,
      );
      const problems = [...flowProblems(flow), ...unplayable];
      if (problems.length > 0) throw new Error(`${stack}/${logicalId}: InvalidContactFlowException: ${problems.join('; ')}`);
      return [arn, flow];
    }),
  );
  const inbound = resources.find(
    ({ arn, properties }) =>
      properties.Type === 'CONTACT_FLOW' && all.get(arn)?.Actions.some(({ Type }) => Type === 'InvokeLambdaFunction'),
  );
  if (!inbound) throw new Error('the template has contact flows, and none that calls come in by');
  return { instanceArn: inbound.arn.replace(/\/contact-flow\/.*$/, ''), inbound: inbound.arn, all };
}
