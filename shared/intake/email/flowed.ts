/**
 * Text of `format=flowed` (RFC 3676) with its lines joined: one that ends in a blank goes on in the next if both are quoted alike. The
 * signature's `-- ` never does. `delSp`: the blank at the end was only put there for this.
 */
export function joinFlowed(text: string, delSp: boolean): string {
  const lines: string[] = [];
  let paragraph: string[] = [];
  let depth: string | undefined;
  const flush = (): void => {
    if (paragraph.length > 0) lines.push(paragraph.join(''));
    paragraph = [];
    depth = undefined;
  };
  for (const line of text.split(/\r?\n/)) {
    const [quotes = ''] = /^>*/.exec(line) ?? [];
    const content = line.slice(quotes.length).replace(/^ /, '');
    const isSignature = content === '-- ';
    const goesOn = content.endsWith(' ') && !isSignature;
    if (depth !== quotes || isSignature) {
      flush();
      if (quotes !== '') paragraph.push(`${quotes} `);
    }
    paragraph.push(goesOn && delSp ? content.slice(0, -1) : content);
    depth = quotes;
    if (!goesOn) flush();
  }
  flush();
  return lines.join('\n');
}
