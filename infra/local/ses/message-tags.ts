import { invalidValue } from './outgoing-checks.ts';

const tagName = /^[A-Za-z0-9_-]{1,256}$/;
/** Values may hold a little more than names (API reference, MessageTag). */
const tagValue = /^[A-Za-z0-9_.@-]{1,256}$/;

function add(tags: Record<string, string>, name: string, value: string): void {
  if (!tagName.test(name))
    throw invalidValue(`Invalid tag name <${name}>: only alphanumeric ASCII characters, '_', and '-' are allowed.`);
  if (!tagValue.test(value))
    throw invalidValue(`Invalid tag value <${value}>: only alphanumeric ASCII characters, '_', '-', '.', and '@' are allowed.`);
  tags[name] = value;
}

/** Tags of a mail: those of the header `X-SES-MESSAGE-TAGS` (`ticket=T1, kind=ack`), then those of the request, which win. */
export function readTags(header: string | undefined, form: URLSearchParams): Record<string, string> {
  const tags: Record<string, string> = {};
  for (const pair of (header ?? '').split(',')) {
    if (pair.trim() === '') continue;
    const [name = '', value = ''] = pair.split('=', 2);
    add(tags, name.trim(), value.trim());
  }
  for (let member = 1; form.has(`Tags.member.${member}.Name`); member++) {
    add(tags, form.get(`Tags.member.${member}.Name`) ?? '', form.get(`Tags.member.${member}.Value`) ?? '');
  }
  return tags;
}
