import { fold, plea } from './absence-wording.ts';
import { cleanAddress } from './addresses.ts';
import { bounceTexts, originalMarker, permanent, spokenToSender, temporary } from './bounce-wording.ts';
import { mostReported } from './delivery-report.ts';

/** Characters of a bounce's text that are read: what failed stands at its top. */
const longestReading = 20_000;
/** An address in running text, in brackets or not. Bounded, so that no text makes it slow. */
const addressInText = /[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}/g;
const longestLine = 1_000;
/** What the other server said, by its code: `550 5.1.1 User unknown`. */
const replyCode = /(?:^|[\s:(<])[45]\d\d[ -](?:#?[45]\.\d{1,3}\.\d{1,3}\b|\D)/;

/** What a bounce without a standard report says: its own words only, the copy of the original left out. */
function ownWords(text: string): string[] {
  const lines = text.slice(0, longestReading).split(/\r?\n/);
  const end = lines.findIndex((line, index) => index > 0 && originalMarker.test(line.slice(0, longestLine)));
  return (end < 0 ? lines : lines.slice(0, end)).map((line) => line.slice(0, longestLine));
}

/** Whether a text speaks of a failed delivery. True of customers who report one, too: never enough by itself. */
export function speaksOfFailure(text: string): boolean {
  const words = ownWords(text).join('\n');
  return bounceTexts.some((wording) => wording.test(words));
}

/** Non-blank lines among which a server comes to its point; a customer who pastes a bounce begins with words of their own. */
const firstLines = 6;

/** Whether a text begins as servers write to whose mail they could not deliver: to the point, naming whom it was for, asking nothing. */
export function speaksToSender(text: string): boolean {
  const lines = ownWords(text).filter((line) => /\w/.test(line));
  const beginning = lines.slice(0, firstLines).join(' ');
  const all = lines.join(' ');
  return (
    spokenToSender.test(fold(beginning)) &&
    all.search(addressInText) >= 0 &&
    !plea.test(fold(all)) &&
    !/^\s*(?:hi|hello|dear|hallo|bonjour|hola|ciao|guten)\b/i.test(beginning)
  );
}

/** Failed recipients and whether the failure stays, out of the text of a bounce. `notThese` are addresses of ours and of the server. */
export function readBounceText(
  text: string,
  notThese: readonly string[],
): { recipients: string[]; permanent: boolean; diagnostic: string | undefined } {
  const lines = ownWords(text);
  const found = lines
    .flatMap((line) => line.match(addressInText) ?? [])
    .flatMap((address) => cleanAddress(address.replace(/^(?:smtp|rfc822|mailto)=|^['`]+|[.'`]+$/gi, '')) ?? []);
  const others = found.filter(
    (address) => !notThese.includes(address) && !/^(?:post-?master|mailer-daemon|abuse|support)@/.test(address),
  );
  const words = lines.join('\n');
  return {
    recipients: [...new Set(others)].slice(0, mostReported),
    permanent: permanent.test(words) || !temporary.test(words),
    diagnostic: lines.find((line) => replyCode.test(line))?.trim(),
  };
}
