import * as z from 'zod/mini';
import { attachment } from '../intake/inbound-message.ts';
import type { MailAttachment } from './compose.ts';

/** Files that one answer may bring. */
export const mostFiles = 20;

/**
 * Bytes of all files of one answer together, 6.5 MiB. SES takes mails of 10 MiB through SendRawEmail; base64 makes files longer by 37 %, and
 * a mebibyte is left for text, HTML and headers.
 */
export const mostFileBytes = 6.5 * 1024 * 1024;

/** How long an address at which a file is put or fetched holds good. */
export const addressSeconds = 900;

/**
 * How long a file that was announced may be named. What is put and never named goes away as many days after
 * it was put, by the life cycle of the bucket, so what may be named is still there.
 */
export const uploadKeptDays = 2;

/** The tag that an upload carries until something names it; infra expires what has it. Removed before the naming is written down. */
export const unclaimed = { tag: 'unclaimed', value: 'true' } as const;

/**
 * Endings of files that SES refuses to send (SES developer guide, "Unsupported attachment types"); mail servers do, too. Files with such an
 * ending in an archive are sent.
 */
const refusedEndings = new Set(
  (
    'ade adp app asp bas bat cer chm cmd com cpl crt csh der exe fxp gadget hlp hta inf ins isp its js jse ksh lib lnk mad maf mag mam ' +
    'maq mar mas mat mau mav maw mda mdb mde mdt mdw mdz msc msh msh1 msh2 mshxml msh1xml msh2xml msi msp mst ops pcd pif plg prf prg ' +
    'reg scf scr sct shb shs sys ps1 ps1xml ps2 ps2xml psc1 psc2 tmp url vb vbe vbs vps vsmacros vss vst vsw vxd ws wsc wsf wsh xnk'
  ).split(' '),
);

export const isRefusedEnding = (name: string): boolean => refusedEndings.has(name.slice(name.lastIndexOf('.') + 1).toLowerCase());

/** A file that an agent may attach: announced, and put into the bucket by the agent's own program. */
export const upload = z.extend(attachment, { id: z.string() });
export type Upload = z.infer<typeof upload>;

export const outgoingPrefix = 'outgoing/';

/** Plain characters only, as `attachmentKey` of the intake; the ids keep tickets and files apart. */
export const outgoingKey = (ticketId: string, attachmentId: string): string => `${outgoingPrefix}${ticketId}/${attachmentId}`;

export interface Uploads {
  /** Keeps what was announced until `expiresAt` (epoch seconds). */
  announce(ticketId: string, upload: Upload, expiresAt: number): Promise<void>;
  /** What was announced on this ticket under this id. */
  find(ticketId: string, attachmentId: string): Promise<Upload | undefined>;
}

/** A file in the bucket of mails, and what its reader is to see of it. */
export interface StoredFile {
  key: string;
  name: string;
  type: string;
}

export interface OutgoingFiles {
  /** Where this very file may be put, once, by PUT with exactly these headers, within `addressSeconds`. */
  uploadAddress(file: { key: string; type: string; size: number }): Promise<{ url: string; headers: Record<string, string> }>;
  /** Where a file can be fetched from within `addressSeconds`: always as a download, never shown as a page. */
  downloadAddress(file: StoredFile): Promise<string>;
  /** Bytes of what lies there; undefined if nothing does. */
  sizeOf(key: string): Promise<number | undefined>;
  /** The file is named by something that stays, and so stays itself. May be said again. */
  claim(key: string): Promise<void>;
  /** The first bytes of a file, `most` at most. */
  start(key: string, most: number): Promise<Uint8Array>;
  /**
   * Reads all of these files and works on them. Works with files wait for each other, one at a time: composed and wrapped for SES, the files of
   * one answer take some ten times their size, and 25 answers may be at work at once.
   */
  withFiles<T>(files: readonly StoredFile[], work: (read: MailAttachment[]) => Promise<T>): Promise<T>;
}

/** Types that a browser may be told of a stranger's file: none of them can run anything. Others are bytes. */
const harmless = new Set(['application/pdf', 'image/gif', 'image/jpeg', 'image/png', 'image/webp', 'text/plain']);

export const servedType = (type: string): string =>
  harmless.has(type.toLowerCase()) ? type.toLowerCase() : 'application/octet-stream';

/** RFC 6266: the name in full for who reads `filename*`, in plain characters for the rest. Nothing of it ends a header. */
export function contentDisposition(name: string): string {
  const plain = name.replace(/[^\w. -]/g, '_');
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
