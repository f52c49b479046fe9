import { isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { guessCharset } from './guess-charset.ts';
import { decodeUtf7 } from './utf7.ts';

/** Labels that mean nothing, or "eight bits of some kind": the bytes decide. */
const vague =
  /^(?:|us-?ascii|ascii|ansi_x3\.4-19\d\d|7-?bit|8-?bit|unknown-?8?-?bit|x-unknown|unknown|default|binary|none|null)$/;

/** Names that senders use for what `TextDecoder` knows under another. */
const aliases: Record<string, string> = {
  utf8mb4: 'utf-8',
  'utf-8-sig': 'utf-8',
  cp65001: 'utf-8',
  cp932: 'shift_jis',
  'windows-932': 'shift_jis',
  cp936: 'gbk',
  'windows-936': 'gbk',
  cp949: 'euc-kr',
  cp950: 'big5',
  'big5-eten': 'big5',
  euccn: 'gbk',
  eucjp: 'euc-jp',
  euckr: 'euc-kr',
  uhc: 'euc-kr',
  koi8: 'koi8-r',
  // TextDecoder reads it with the low byte first; mail has it the other way round (RFC 2781, 4.3).
  'utf-16': 'utf-16be',
  'iso-8859-8-i': 'iso-8859-8',
  'iso-2022-jp-1': 'iso-2022-jp',
  'iso-2022-jp-2': 'iso-2022-jp',
  'iso-2022-jp-ms': 'iso-2022-jp',
  cp50220: 'iso-2022-jp',
  cp50221: 'iso-2022-jp',
};

/** Charsets of several bytes a character, in which a few bytes of ordinary text may look like UTF-8 by chance; not that many characters. */
const fewByChance = 5;
const manyBytes = /^(?:gb|big5|euc|shift|iso-2022|utf-16|utf-32|hz)/;

function nameOf(label: string): string {
  const name = label
    .slice(0, 60)
    .toLowerCase()
    .replace(/^[\s"'=]+|[\s"';,]+$/g, '')
    .replace(/^(?:x-)?(?:cp|win(?:dows)?)[-_ ]?(125\d|874)$/, 'windows-$1')
    .replace(/^iso[-_ ]?8859[-_ ]?(\d+)$/, 'iso-8859-$1')
    .replace(/^utf_?(7|8|16|32)/, 'utf-$1');
  return aliases[name] ?? name;
}

function decoder(name: string): TextDecoder | undefined {
  try {
    return new TextDecoder(name);
  } catch {
    return undefined;
  }
}

function decodeUtf32(bytes: Uint8Array, littleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let text = '';
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const code = view.getUint32(at, littleEndian);
    text += code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? '\ufffd' : String.fromCodePoint(code);
  }
  return text.replace(/^\ufeff/, '');
}

/** What is seven bits wide with shifts in between, made eight bits wide: between these marks every byte gets its high bit. */
function unshifted(bytes: Uint8Array, name: 'iso-2022-kr' | 'hz-gb-2312'): Uint8Array {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const raise = (run: string): string => run.replace(/[!-~]/g, (byte) => String.fromCharCode(byte.charCodeAt(0) | 0x80));
  const eight =
    name === 'iso-2022-kr'
      ? text.replaceAll('\u001b$)C', '').replace(/\u000e([^\u000f]*)\u000f?/g, (_, run: string) => raise(run))
      : text.replace(/~\{([^~]*)(?:~\}|$)/g, (_, run: string) => raise(run)).replaceAll('~~', '~');
  return Buffer.from(eight, 'latin1');
}

/** Whether shifts to Japanese stand in it: mail without a charset that has them is ISO-2022-JP. */
const japaneseShift = /\u001b\$[@B][!-~]{2}/;

/** Two shifts in a row, as encoded words put together have them, are an error to TextDecoder: only the last counts. */
function withoutIdleShifts(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString('latin1').replace(/\u001b(?:\([BIJ]|\$[@B])(?=\u001b(?:\([BIJ]|\$[@B]))/g, ''), 'latin1');
}

function withoutLabel(bytes: Buffer, fallback: string | undefined): string {
  if (japaneseShift.test(bytes.toString('latin1', 0, 20_000)))
    return new TextDecoder('iso-2022-jp').decode(withoutIdleShifts(bytes));
  const name = nameOf(fallback ?? '');
  const near = vague.test(name) || name === 'utf-8' || name === 'utf-7' ? undefined : decoder(name);
  return (near ?? new TextDecoder(guessCharset(bytes.toString('latin1', 0, 20_000)) ?? 'windows-1252')).decode(bytes);
}

/** Bytes that are no UTF-8 in one that is said to be: a few are damage, many mean another charset. */
function mostlyUtf8(text: string): boolean {
  const broken = text.split('\ufffd').length - 1;
  return broken <= (text.match(/[^\p{ASCII}\ufffd]/gu)?.length ?? 0);
}

/**
 * Text out of bytes under the label that their sender gave them, which is often none or wrong: eight-bit bytes that are UTF-8 are taken for
 * that under any label of one byte a character, and what cannot be UTF-8 is not. `fallback` is a charset that the same mail uses elsewhere.
 */
export function decodeText(content: Uint8Array, label: string | undefined, fallback?: string): string {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const name = nameOf(label ?? '');
  if (name.startsWith('utf-32')) return decodeUtf32(bytes, name.endsWith('le'));
  if (/utf-7$/.test(name)) return isAscii(bytes) ? decodeUtf7(bytes.toString('latin1')) : decodeText(bytes, undefined, fallback);
  if (name === 'iso-2022-kr') return new TextDecoder('euc-kr').decode(unshifted(bytes, name));
  if (name === 'hz-gb-2312') return new TextDecoder('gbk').decode(unshifted(bytes, name));
  const isUnicode = isUtf8(bytes);
  const known = vague.test(name) ? undefined : decoder(name);
  if (!known || known.encoding === 'utf-8') {
    const text = new TextDecoder().decode(bytes);
    if (isUnicode ? !japaneseShift.test(text.slice(0, 20_000)) : known && mostlyUtf8(text)) return text;
    return withoutLabel(bytes, fallback);
  }
  if (isUnicode && !manyBytes.test(known.encoding)) return new TextDecoder().decode(bytes);
  const text = known.decode(known.encoding === 'iso-2022-jp' ? withoutIdleShifts(bytes) : bytes);
  if (!isUnicode || isAscii(bytes)) return text;
  const unicode = bytes.toString('utf8');
  const isChance = (unicode.match(/\P{ASCII}/gu)?.length ?? 0) < fewByChance && !text.includes('\ufffd');
  return isChance || known.encoding.startsWith('utf-16') ? text : unicode;
}

export function isAscii(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte < 0x80);
}
