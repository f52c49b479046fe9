import type { MimeNode } from './mime-tree.ts';

/** Signed by its sender, which we do not check, or encrypted, so that only the raw mail has what it says. */
export type Protection = 'signed' | 'encrypted';

const armour = /^-----BEGIN PGP (SIGNED )?MESSAGE-----\s*$/m;

/** Whether a mail as a whole is signed or encrypted, by OpenPGP (RFC 3156, or within the text) or S/MIME (RFC 8551). */
export function protectionOf({ type, children }: MimeNode, text: string): Protection | undefined {
  if (type.value === 'multipart/encrypted') return 'encrypted';
  if (type.value === 'multipart/signed')
    return children[0] && protectionOf(children[0], text) === 'encrypted' ? 'encrypted' : 'signed';
  if (/^application\/(?:x-)?pkcs7-mime$/.test(type.value))
    return /^(?:signed-data|certs-only)$/i.test(type.parameters.get('smime-type') ?? '') || /\S/.test(text)
      ? 'signed'
      : 'encrypted';
  const [found, signed] = armour.exec(text.slice(0, 20_000)) ?? [];
  return found === undefined ? undefined : signed === undefined ? 'encrypted' : 'signed';
}
