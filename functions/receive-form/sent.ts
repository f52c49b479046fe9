import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { submission } from '../../shared/api/forms.ts';
import { type Language, languages } from '../../shared/contracts/vocabulary.ts';
import { type Typed, ticked } from '../../shared/forms/fields.ts';
import { reservedNames } from '../../shared/forms/form.ts';
import { isUrlEncoded, urlEncodedIn } from '../../shared/lambda/form-body.ts';
import { bodyOf } from '../../shared/lambda/json-body.ts';

/** A submission as it came, by a program or by a page: the same either way. */
export interface Sent {
  token: string;
  language: Language | undefined;
  typed: Typed;
  attachments: readonly string[];
  consent: boolean;
  website: string;
  challenge: string | undefined;
}

type WithBody = Pick<APIGatewayProxyEventV2, 'body' | 'isBase64Encoded' | 'headers'>;

/** Throws CallerError for a body that is neither, too large, or not UTF-8. */
export function sentIn(event: WithBody): Sent {
  return isUrlEncoded(event) ? sentByPage(event) : sentByProgram(event);
}

function sentByProgram(event: WithBody): Sent {
  const { fields: typed, token, language, attachments, consent = false, website = '', challenge } = bodyOf(event, submission);
  return { token, language, typed, attachments, consent, website, challenge };
}

/** Names under which the scripts of providers put their answer into the form. */
const challengeNames = ['challenge', 'h-captcha-response', 'cf-turnstile-response', 'g-recaptcha-response'];

function sentByPage(event: WithBody): Sent {
  const all = urlEncodedIn(event);
  const first = (name: string) => all.find(([each]) => each === name)?.[1];
  const notTyped: readonly string[] = [...reservedNames, ...challengeNames].filter(
    (name) => !['name', 'email', 'subject'].includes(name),
  );
  const typed = all.filter(([name]) => !notTyped.includes(name)).reverse();
  return {
    token: first('token') ?? '',
    language: languages.find((each) => each === first('language')),
    typed: Object.fromEntries(typed),
    attachments: all.flatMap(([name, value]) => (name === 'attachments' ? [value] : [])),
    consent: first('consent') === ticked,
    website: first('website') ?? '',
    challenge: challengeNames.map(first).find((each) => each !== undefined),
  };
}
