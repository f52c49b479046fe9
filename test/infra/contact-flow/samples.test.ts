import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFlow } from '../../../infra/contact-flow/flow-document.ts';
import { flowProblems } from '../../../infra/contact-flow/problems.ts';
import { sharedData } from '../../support/shared-data.ts';

const folder = sharedData('aws-events', 'connect-flows');

/** Exports wrap a flow in other things, as text or not. */
function flowsIn(value: unknown): unknown[] {
  if (typeof value === 'string') return value.startsWith('{') ? flowsIn(JSON.parse(value)) : [];
  if (typeof value !== 'object' || value === null) return [];
  return 'Actions' in value && 'StartAction' in value ? [value] : Object.values(value).flatMap(flowsIn);
}

/** Hours of operation, and the format before the flow language, which CloudFormation refuses. */
const none = /^(gitlab-cicd__hoop|snippets__)/;

describe.skipIf(folder === undefined)('flows that people have exported', () => {
  const files = folder === undefined ? [] : readdirSync(folder).filter((name) => name.endsWith('.json'));

  it.each(files.filter((name) => !none.test(name)))('%s breaks no rule', (name) => {
    const flows = flowsIn(JSON.parse(readFileSync(join(folder ?? '', name), 'utf8')));
    expect(flows).toHaveLength(1);
    expect(flows.flatMap((flow) => flowProblems(readFlow(flow)))).toEqual([]);
  });

  it('are some thirty, and the rest is no flow', () => {
    expect(files.filter((name) => !none.test(name)).length).toBeGreaterThan(25);
    for (const name of files.filter((each) => none.test(each)))
      expect(flowsIn(JSON.parse(readFileSync(join(folder ?? '', name), 'utf8')))).toEqual([]);
  });
});
