import { cleanAddress } from './addresses.ts';

/** What a delivery report says of one recipient (RFC 3464 §2.3). */
export interface RecipientReport {
  recipient: string | undefined;
  action: 'failed' | 'delayed' | 'delivered';
  permanent: boolean;
  /** `5.1.1` or the like, as it stands there. */
  status: string | undefined;
  /** What the other server said. */
  diagnostic: string | undefined;
}

/** Characters of a report that are read. */
export const longestReport = 200_000;
/** Recipients of a report that are kept. */
export const mostReported = 200;

const fieldLine = /^([A-Za-z][A-Za-z-]{0,60}):[ \t]*(.*)$/;

/** `rfc822; <Ana@Example.com>` → `ana@example.com`. */
function readAddress(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const [, bare = ''] = /^(?:[\w-]+\s*;)?\s*(.*)$/s.exec(value) ?? [];
  return cleanAddress(/<([^<>]+)>/.exec(bare)?.[1] ?? bare.split(/[\s(]/)[0] ?? '');
}

function readGroup(fields: Map<string, string>): RecipientReport | undefined {
  if (!fields.has('final-recipient') && !fields.has('original-recipient')) return undefined;
  const recipient = readAddress(fields.get('original-recipient')) ?? readAddress(fields.get('final-recipient'));
  const status = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(fields.get('status') ?? '')?.[0];
  const diagnostic = fields.get('diagnostic-code')?.replace(/^\s*[\w-]{1,20}\s*;\s*/, '') || undefined;
  const said = /^[a-z]+/i.exec(fields.get('action') ?? '')?.[0]?.toLowerCase();
  if (said === 'delayed') return { recipient, action: 'delayed', permanent: false, status, diagnostic };
  if (said === 'delivered' || said === 'relayed' || said === 'expanded' || (said !== 'failed' && status?.startsWith('2')))
    return { recipient, action: 'delivered', permanent: false, status, diagnostic };
  return { recipient, action: 'failed', permanent: !status?.startsWith('4'), status, diagnostic };
}

/**
 * The recipients of a message/delivery-status part, or of text that holds its fields, as reports do that were taken apart on the way.
 * A group without an action counts as failed unless its status says otherwise.
 */
export function readDeliveryReport(text: string): RecipientReport[] {
  const groups: Map<string, string>[] = [new Map()];
  let last = '';
  for (const line of text.slice(0, longestReport).split(/\r?\n/)) {
    const fields = groups.at(-1) ?? new Map<string, string>();
    const [, name, value] = fieldLine.exec(line.replace(/^(?:> ?)+/, '').trimEnd()) ?? [];
    if (name !== undefined && value !== undefined) {
      last = name.toLowerCase();
      // Some reports leave out the blank line between two recipients.
      if (last === 'final-recipient' && fields.has(last)) groups.push(new Map([[last, value]]));
      else if (!fields.has(last)) fields.set(last, value);
    } else if (/^[ \t]+\S/.test(line) && fields.has(last)) fields.set(last, `${fields.get(last) ?? ''} ${line.trim()}`);
    else if (line.trim() === '' && fields.size > 0) groups.push(new Map());
  }
  return groups.flatMap((fields) => readGroup(fields) ?? []).slice(0, mostReported);
}
