/** `/a~1b/0`: RFC 6901, where `~1` stands for a slash and `~0` for a tilde. The empty one is the whole. */
export const isPointer = (text: string): boolean => text === '' || /^(\/([^~]|~[01])*)+$/.test(text);

/** What the pointer leads to; undefined where there is nothing. Never what an object inherits. */
export function pointedTo(whole: unknown, pointer: string): unknown {
  const tokens = pointer.split('/').slice(1);
  return tokens.map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~')).reduce(memberOf, whole);
}

function memberOf(of: unknown, name: string): unknown {
  if (Array.isArray(of)) return /^(0|[1-9]\d*)$/.test(name) ? of[Number(name)] : undefined;
  if (typeof of !== 'object' || of === null || !Object.hasOwn(of, name)) return undefined;
  return Object.getOwnPropertyDescriptor(of, name)?.value;
}
