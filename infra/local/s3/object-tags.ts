import { xmlElement } from '../gateway/xml.ts';
import { AwsError, type AwsResponse } from '../service.ts';

export type Tags = Readonly<Record<string, string>>;

/** Tags of one object, and characters of a tag's key and value (S3 user guide, "Categorizing your objects using tags"). */
export const mostTags = 10;
export const longestTagKey = 128;
export const longestTagValue = 256;

const invalid = (message: string) => new AwsError('InvalidTag', message);

function checked(pairs: readonly (readonly [string, string])[]): Tags {
  if (pairs.length > mostTags) throw new AwsError('BadRequest', 'Object tags cannot be greater than 10');
  for (const [key, value] of pairs) {
    if (key === '' || key.length > longestTagKey) throw invalid('The TagKey you have provided is invalid');
    if (value.length > longestTagValue) throw invalid('The TagValue you have provided is invalid');
  }
  if (new Set(pairs.map(([key]) => key)).size < pairs.length) throw invalid('Cannot provide multiple Tags with the same key');
  return Object.fromEntries(pairs);
}

/** `x-amz-tagging` of an upload: `unclaimed=true&project=x`, encoded as a query (S3 API reference, PutObject). */
export const tagsOfHeader = (header: string | undefined): Tags =>
  header === undefined ? {} : checked([...new URLSearchParams(header)]);

const entities: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'", '&amp;': '&' };
const unescaped = (text: string) => text.replace(/&(?:lt|gt|quot|apos|amp);/g, (entity) => entities[entity] ?? entity);

/** The body of PutObjectTagging. */
export function tagsOfBody(body: Buffer): Tags {
  const text = body.toString();
  if (!/<Tagging[\s>][\s\S]*<TagSet\s*(?:\/>|>)/.test(text))
    throw new AwsError('MalformedXML', 'The XML you provided was not well-formed');
  return checked(
    [...text.matchAll(/<Tag>([\s\S]*?)<\/Tag>/g)].map(([, tag = '']) => [
      unescaped(/<Key>([^<]*)<\/Key>/.exec(tag)?.[1] ?? ''),
      unescaped(/<Value>([^<]*)<\/Value>/.exec(tag)?.[1] ?? ''),
    ]),
  );
}

export const taggingAnswer = (tags: Tags): AwsResponse => ({
  status: 200,
  headers: { 'content-type': 'application/xml' },
  body:
    '<?xml version="1.0" encoding="UTF-8"?>\n<Tagging xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><TagSet>' +
    `${Object.entries(tags)
      .map(([key, value]) => `<Tag>${xmlElement('Key', key)}${xmlElement('Value', value)}</Tag>`)
      .join('')}</TagSet></Tagging>`,
});
