import type { Danger } from '../inbound-message.ts';
import { zipEntries } from './zip-entries.ts';

/** What files begin with, at their first byte. Short on purpose: what opens by itself, and what it is disguised as. */
const signatures: [kind: Kind, bytes: string][] = [
  ['program', '\u007fELF'],
  // Mach-O, both byte orders and both sizes; Java classes and universal binaries share theirs.
  ['program', '\u00fe\u00ed\u00fa\u00ce'],
  ['program', '\u00fe\u00ed\u00fa\u00cf'],
  ['program', '\u00ce\u00fa\u00ed\u00fe'],
  ['program', '\u00cf\u00fa\u00ed\u00fe'],
  ['program', '\u00ca\u00fe\u00ba\u00be'],
  ['script', '#!'],
  ['shortcut', '\u004c\u0000\u0000\u0000\u0001\u0014\u0002\u0000'],
  ['disk-image', 'vhdxfile'],
  ['disk-image', 'conectix'],
  ['zip', 'PK\u0003\u0004'],
  ['zip', 'PK\u0005\u0006'],
  ['ole', '\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1'],
];
type Kind = 'program' | 'script' | 'shortcut' | 'disk-image' | 'zip' | 'ole';

/** By what comes after the last dot: what Windows, macOS or Office run when it is opened. */
const endings: Record<'program' | 'script' | 'shortcut' | 'disk-image' | 'macros', RegExp> = {
  program: /^(?:exe|com|scr|pif|cpl|msi|msp|mst|msix|appx|application|dll|sys|drv|ocx|jar|app|dmg|pkg|deb|rpm|apk|gadget|xll)$/,
  script:
    /^(?:bat|cmd|js|jse|vbs?|vbe|wsf?|wsh|wsc|sct|hta|ps[12]?|ps1xml|psc1|psm1|sh|command|scpt|reg|inf|chm|msc|settingcontent-ms)$/,
  shortcut: /^(?:lnk|url|scf|library-ms|search-ms|appref-ms|desktop)$/,
  'disk-image': /^(?:iso|img|vhdx?|udf|wim)$/,
  macros: /^(?:docm|dotm|xlsm|xltm|xlam|pptm|potm|ppam|ppsm|sldm|slk|iqy)$/,
};

/** What shows and does nothing by itself: other content under such a name wants to be taken for it. */
const harmless = /^(?:pdf|png|jpe?g|gif|bmp|tiff?|webp|heic|txt|csv|log|rtf|mp[34]|wav|mov|ics|vcf)$/;

/** Bytes that are searched for what a document or page holds. */
const longestSearch = 2 * 1024 * 1024;
const isoMark = { text: 'CD001', at: 0x8001 };
/** The name of the stream in which old Office documents keep macros, in UTF-16. */
const macroStreams = ['_\0V\0B\0A\0_\0P\0R\0O\0J\0E\0C\0T', 'V\0B\0A\0'];

const endingOf = (name: string): string => /\.([^./\\]{1,20})$/.exec(name.trim().toLowerCase())?.[1] ?? '';

function byEnding(ending: string): Danger | undefined {
  if (endings.program.test(ending)) return 'program';
  if (endings.script.test(ending)) return 'script';
  if (endings.shortcut.test(ending)) return 'shortcut';
  if (endings['disk-image'].test(ending)) return 'disk-image';
  return endings.macros.test(ending) ? 'macros' : undefined;
}

function kindOf(head: string, bytes: Buffer): Kind | undefined {
  // Two letters begin many a text; a program has control characters right after them.
  if (head.startsWith('MZ') && /[\u0000-\u0008]/.test(head)) return 'program';
  const found = signatures.find(([, signature]) => head.startsWith(signature))?.[0];
  if (found) return found;
  return bytes.toString('latin1', isoMark.at, isoMark.at + isoMark.text.length) === isoMark.text ? 'disk-image' : undefined;
}

function inArchive(content: Uint8Array): Danger | undefined {
  const entries = zipEntries(content);
  if (entries.some(({ name }) => name.endsWith('vbaproject.bin'))) return 'macros';
  if (entries.some(({ name }) => byEnding(endingOf(name)) !== undefined)) return 'holds-program';
  return entries.some(({ encrypted }) => encrypted) ? 'encrypted-archive' : undefined;
}

/**
 * Why an attachment should not be opened by whoever only reads mail, judged by its content first and by its name; the type that the mail
 * claims says nothing. `undefined` is no promise: it is not a virus scanner, SES has one.
 */
export function dangerOf(name: string, content: Uint8Array): Danger | undefined {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const head = bytes.toString('latin1', 0, 16);
  const ending = endingOf(name);
  const kind = kindOf(head, bytes);
  const isPage = /^(?:s?html?|xhtml|svg|xml|mht|mhtml)$/.test(ending);
  if (harmless.test(ending))
    return kind === undefined || (kind === 'script' && /^(?:txt|csv|log)$/.test(ending)) ? undefined : 'disguised';
  const named = byEnding(ending);
  if (named !== undefined) return named;
  if (kind === 'zip') return inArchive(content);
  if (kind === 'ole')
    return macroStreams.some((stream) => bytes.subarray(0, longestSearch).includes(stream, 0, 'latin1')) ? 'macros' : undefined;
  if (kind !== undefined) return kind;
  return isPage && /<script[\s>]|javascript:/i.test(bytes.toString('latin1', 0, longestSearch)) ? 'script' : undefined;
}
