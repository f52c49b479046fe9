import type { Proof } from '../../../functions/receive-form/challenge.ts';
import { createHandler } from '../../../functions/receive-form/handler.ts';
import { putContract } from '../../../shared/contracts/contracts.dynamo.ts';
import type { Form } from '../../../shared/forms/form.ts';
import { formFilesIn } from '../../../shared/forms/form-files.dynamo.ts';
import { formsIn, putForm } from '../../../shared/forms/forms.dynamo.ts';
import { newSubmissionToken } from '../../../shared/forms/submission-token.ts';
import type { PageEvent } from '../../../shared/lambda/html-pages.ts';
import { sourceReader } from '../../../shared/lambda/public-routes.ts';
import { countingIn, givingBackIn } from '../../../shared/rates/rate.dynamo.ts';
import { aForm, typed } from '../../shared/forms/a-form.ts';
import { aContract, minutesLater } from '../../support/builders.ts';
import { context } from '../../support/lambda-events.ts';
import { aLog } from '../../support/recorders.ts';
import { startTable, tableName } from '../../support/table.ts';

const key = 'k'.repeat(32);

/** The function on a table with a form and its contract, half an hour after Monday began. */
export async function aFormFunction(form: Form = aForm(), proof: Proof = async () => true) {
  const table = await startTable({ time: minutesLater(30) });
  await putContract(table.client, tableName, aContract());
  await putForm(table.client, tableName, form);
  const { log, lines } = aLog();
  const claimed: string[] = [];
  const bucket = new Map<string, Uint8Array>();
  const tickets = { ...table.tickets };
  /** What happens while the function waits. */
  const pauses: { next?: () => Promise<void> } = {};
  const handler = createHandler({
    log,
    key: async () => key,
    forms: formsIn(table.client, tableName, table.now),
    contracts: table.contracts,
    tickets,
    counting: countingIn(table.client, tableName, table.now),
    giveBack: givingBackIn(table.client, tableName),
    pause: async () => pauses.next?.(),
    formFiles: formFilesIn(table.client, tableName),
    files: {
      uploadAddress: async ({ key: of }) => ({ url: `https://bucket.example/${of}`, headers: {} }),
      sizeOf: async (of) => bucket.get(of)?.length,
      start: async (of, most) => (bucket.get(of) ?? new Uint8Array()).subarray(0, most),
      claim: async (of) => void claimed.push(of),
    },
    proof,
    publicUrl: 'https://support.example',
    sourceOf: sourceReader(undefined),
    now: table.now,
  });
  const call = async (route: string, body?: unknown, more: { headers?: Record<string, string>; ip?: string } = {}) => {
    const event = {
      routeKey: route,
      pathParameters: { form: form.id },
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...more.headers },
      body: typeof body === 'string' ? body : body && JSON.stringify(body),
      requestContext: { timeEpoch: table.now().getTime(), http: { sourceIp: more.ip ?? '192.0.2.1' } },
    } as unknown as PageEvent;
    const { statusCode: status, headers = {}, body: answered = '' } = await handler(event, context);
    const isJson = String(headers['content-type']).includes('json');
    return { status, headers, body: isJson ? JSON.parse(answered) : answered };
  };
  const token = (secondsAgo = 60) => newSubmissionToken(form.id, new Date(table.now().getTime() - secondsAgo * 1000), key).token;
  return {
    table,
    tickets,
    pauses,
    lines,
    bucket,
    claimed,
    call,
    token,
    send: (body: Record<string, unknown> = {}, more = {}) =>
      call('POST /forms/{form}', { token: token(), fields: typed(), ...body }, more),
  };
}
