import { formFile } from '../../shared/api/forms.ts';
import type { Now } from '../../shared/clock.ts';
import type { Contracts } from '../../shared/contracts/contract.ts';
import { CallerError } from '../../shared/errors.ts';
import type { Form, Forms } from '../../shared/forms/form.ts';
import type { FormFiles } from '../../shared/forms/form-files.ts';
import { newSubmissionToken } from '../../shared/forms/submission-token.ts';
import { isUrlEncoded } from '../../shared/lambda/form-body.ts';
import type { PageEvent } from '../../shared/lambda/html-pages.ts';
import { jsonResponse } from '../../shared/lambda/http.ts';
import { bodyOf } from '../../shared/lambda/json-body.ts';
import type { Log } from '../../shared/lambda/log.ts';
import { publicRoutes } from '../../shared/lambda/public-routes.ts';
import type { OutgoingFiles } from '../../shared/notices/outgoing-files.ts';
import type { Counting, GivingBack } from '../../shared/rates/rate.ts';
import type { Tickets } from '../../shared/tickets/tickets.ts';
import type { Proof } from './challenge.ts';
import { announcing } from './files.ts';
import { pageAnswers } from './page-answers.ts';
import { embedded, failedPage, languageFor, readableBy } from './pages.ts';
import { sentIn } from './sent.ts';
import { submitting } from './submit.ts';

export interface Dependencies {
  log: Log;
  /** Signs tokens and links; read when first needed. */
  key: () => Promise<string>;
  forms: Forms;
  contracts: Contracts;
  tickets: Pick<Tickets, 'append' | 'claimed'>;
  counting: Counting;
  giveBack: GivingBack;
  formFiles: FormFiles;
  files: Pick<OutgoingFiles, 'uploadAddress' | 'sizeOf' | 'start' | 'claim'>;
  proof: Proof;
  publicUrl: string;
  /** The network address that a request comes from. */
  sourceOf: (event: PageEvent) => string;
  now: Now;
  pause: (milliseconds: number) => Promise<void>;
}

export function createHandler(dependencies: Dependencies) {
  const { log, key, forms, sourceOf, now } = dependencies;
  const submit = submitting(dependencies);
  const announce = announcing(dependencies);
  const pages = pageAnswers(dependencies, submit);

  const formOf = async ({ pathParameters }: PageEvent): Promise<Form | undefined> => {
    const id = pathParameters?.form;
    return (await forms.all()).find((each) => each.id === id);
  };
  const wanted = async (event: PageEvent): Promise<Form> => {
    const form = await formOf(event);
    if (!form) throw new CallerError('not-found', 'there is no such form', 'form');
    return form;
  };
  const receivedAt = ({ requestContext }: PageEvent) => new Date(requestContext.timeEpoch);

  return publicRoutes(
    log,
    {
      'GET /forms/{form}': async (event) => pages.show(await formOf(event), event),
      'GET /forms/{form}/embed.js': async (event) => embedded(await wanted(event), event),
      'GET /forms/{form}/token': async (event) => {
        const form = await wanted(event);
        const body = newSubmissionToken(form.id, now(), await key());
        return jsonResponse({ status: 200, body, headers: { 'cache-control': 'no-store', ...readableBy(form, event) } });
      },
      'POST /forms/{form}': async (event) => {
        if (isUrlEncoded(event)) return pages.send(await formOf(event), event);
        const form = await wanted(event);
        const sent = sentIn(event);
        const language = sent.language ?? languageFor(form, event);
        const { isNew, answer } = await submit(form, sent, { at: receivedAt(event), address: sourceOf(event), language });
        return jsonResponse({ status: isNew ? 201 : 200, body: answer, headers: readableBy(form, event) });
      },
      'POST /forms/{form}/attachments': async (event) => {
        const form = await wanted(event);
        const { status, body } = await announce(form, bodyOf(event, formFile), {
          at: receivedAt(event),
          address: sourceOf(event),
        });
        return jsonResponse({ status, body, headers: readableBy(form, event) });
      },
    },
    failedPage,
  );
}
