import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Form } from '../../shared/forms/form.ts';
import { formFileKey } from '../../shared/forms/form-files.ts';
import { formPage } from '../../shared/forms/form-page.ts';
import { type Problem, Refused } from '../../shared/forms/problem.ts';
import { newSubmissionToken } from '../../shared/forms/submission-token.ts';
import { type PageEvent, pageResponse } from '../../shared/lambda/html-pages.ts';
import { statuses } from '../../shared/lambda/http.ts';
import type { Dependencies } from './handler.ts';
import { languageFor, thanksPage, unknownPage } from './pages.ts';
import { sentIn } from './sent.ts';
import type { submitting } from './submit.ts';

type Submit = ReturnType<typeof submitting>;
type Ports = Pick<Dependencies, 'key' | 'files' | 'sourceOf' | 'now'>;

/** After these, what was typed can be sent again only with a token that is new. */
const needNewToken: readonly Problem['rule'][] = ['forged', 'too-old', 'sent-before'];

/** What a browser is answered that shows the form and sends it without script. */
export function pageAnswers({ key, files, sourceOf, now }: Ports, submit: Submit) {
  let uploads: Promise<string> | undefined;
  /** Where the bucket is: no request is made for it. */
  const uploadOrigin = async ({ attachments }: Form): Promise<string | undefined> => {
    if (!attachments) return undefined;
    uploads ??= files
      .uploadAddress({ key: formFileKey('origin', 'origin'), type: 'text/plain', size: 1 })
      .then(({ url }) => new URL(url).origin);
    return uploads;
  };
  const newToken = async ({ id }: Form) => newSubmissionToken(id, now(), await key()).token;

  return {
    show: async (form: Form | undefined, event: PageEvent): Promise<APIGatewayProxyStructuredResultV2> => {
      if (!form) return pageResponse(unknownPage);
      const language = languageFor(form, event);
      return pageResponse(formPage(form, { language, token: await newToken(form), uploadOrigin: await uploadOrigin(form) }));
    },

    /** What is wrong is said on the page itself, with everything that was typed. */
    send: async (form: Form | undefined, event: PageEvent): Promise<APIGatewayProxyStructuredResultV2> => {
      if (!form) return pageResponse(unknownPage);
      const sent = sentIn(event);
      const language = form.languages.find((each) => each === sent.language) ?? languageFor(form, event);
      try {
        const at = new Date(event.requestContext.timeEpoch);
        const { answer } = await submit(form, sent, { at, address: sourceOf(event), language });
        return pageResponse(thanksPage(form, answer, language));
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        const { problems, code, retryAfterSeconds } = error;
        const isSpent = problems.some(({ rule }) => needNewToken.includes(rule));
        const typed = { ...sent.typed, consent: sent.consent, attachments: isSpent ? [] : sent.attachments };
        const refused = { typed, problems, status: statuses[code], retryAfterSeconds };
        const token = isSpent ? await newToken(form) : sent.token;
        return pageResponse(formPage(form, { language, token, uploadOrigin: await uploadOrigin(form), refused }));
      }
    },
  };
}
