import { randomBytes } from 'node:crypto';
import { addition } from '../../shared/api/customer-requests.ts';
import type { Now } from '../../shared/clock.ts';
import type { Contracts } from '../../shared/contracts/contract.ts';
import { CallerError } from '../../shared/errors.ts';
import type { Forms } from '../../shared/forms/form.ts';
import { isUrlEncoded, urlEncodedIn } from '../../shared/lambda/form-body.ts';
import { type PageEvent, pageResponse } from '../../shared/lambda/html-pages.ts';
import { jsonResponse, statuses } from '../../shared/lambda/http.ts';
import { bodyOf } from '../../shared/lambda/json-body.ts';
import type { Log } from '../../shared/lambda/log.ts';
import { parsed } from '../../shared/lambda/parsed.ts';
import { publicRoutes, wantsPage } from '../../shared/lambda/public-routes.ts';
import type { Counting } from '../../shared/rates/rate.ts';
import { readRequestToken } from '../../shared/requests/request-link.ts';
import { timeZoneOf } from '../../shared/requests/standing.ts';
import { requestWords } from '../../shared/requests/words/by-language.ts';
import type { Tickets } from '../../shared/tickets/tickets.ts';
import { addingMessage } from './add-message.ts';
import { type Followed, follow, requestOf } from './followed.ts';
import { failedPage, type Happened, problemText, requestPage, unknownPage } from './page.ts';

export interface Dependencies {
  log: Log;
  /** Signs the links; read when first needed. */
  key: () => Promise<string>;
  tickets: Pick<Tickets, 'find' | 'history' | 'append' | 'claimed'>;
  contracts: Contracts;
  forms: Forms;
  counting: Counting;
  publicUrl: string;
  now: Now;
}

export function createHandler(dependencies: Dependencies) {
  const { log, key, tickets, forms, publicUrl } = dependencies;
  const add = addingMessage(dependencies);

  /** The signature is checked before anything is read: a made-up link costs nothing and learns nothing. */
  const followed = async ({ pathParameters }: PageEvent): Promise<Followed | undefined> => {
    const link = readRequestToken(pathParameters?.token ?? '', await key());
    return link && follow(link, tickets);
  };
  const unknown = (event: PageEvent) => {
    if (wantsPage(event) || isUrlEncoded(event)) return pageResponse(unknownPage);
    throw new CallerError('not-found', 'there is no such request', 'token');
  };
  /** Where a new request is sent once this one is closed: by a form of the same contract, else by one of those there are. */
  const contactUrl = async ({ current }: Followed): Promise<string | undefined> => {
    const all = await forms.all();
    const form = all.find(({ contract }) => contract === current.contractId) ?? all.find(({ id }) => id === 'contact');
    return form && `${publicUrl}/forms/${form.id}`;
  };

  const answer = async (found: Followed, asPage: boolean, happened: Happened = {}) => {
    const nonce = randomBytes(16).toString('base64url');
    const request = await requestOf(found, tickets, { nonce, contactUrl: await contactUrl(found) });
    const { language } = found.link;
    return asPage
      ? pageResponse(requestPage(request, { language, timeZone: timeZoneOf(found.current) }, happened))
      : jsonResponse({ status: 200, body: { request }, headers: { 'cache-control': 'no-store' } });
  };

  return publicRoutes(
    log,
    {
      // Mail scanners open links before people do, so that opening one must change nothing.
      'GET /requests/{token}': async (event) => {
        const found = await followed(event);
        return found ? answer(found, wantsPage(event)) : unknown(event);
      },
      'POST /requests/{token}': async (event) => {
        const found = await followed(event);
        if (!found) return unknown(event);
        const at = new Date(event.requestContext.timeEpoch);
        if (!isUrlEncoded(event)) return answer((await add(found, bodyOf(event, addition), at)).followed, false);
        const typed = Object.fromEntries(urlEncodedIn(event));
        const says = requestWords[found.link.language];
        try {
          const { followed: after, isNew } = await add(found, parsed(typed, addition, 'body'), at);
          return answer(after, true, { said: isNew ? says.added : says.addedBefore });
        } catch (error) {
          if (!(error instanceof CallerError)) throw error;
          const { code, retryAfterSeconds } = error;
          const problem = { text: problemText(error, typed.text ?? '', says), typed: typed.text ?? '', retryAfterSeconds };
          return answer(found, true, { problem: { ...problem, status: statuses[code] } });
        }
      },
    },
    failedPage,
  );
}
