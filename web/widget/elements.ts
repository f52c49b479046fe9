type Attributes = Record<string, string>;

/** An element with attributes and content; text is always text. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...content: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...content);
  return made;
}

/** A drawing of 24 by 24, which the words beside it or its button's label say. */
export function drawing(d: string, attributes: Attributes): SVGElement {
  const make = (tag: 'svg' | 'path', given: Attributes) => {
    const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const [name, value] of Object.entries(given)) made.setAttribute(name, value);
    return made;
  };
  const svg = make('svg', { width: '24', height: '24', viewBox: '0 0 24 24', 'aria-hidden': 'true', ...attributes });
  svg.append(make('path', { d }));
  return svg;
}

/** The browser puts what is at this address, which says that it is a download, where downloads go. */
export function download(url: string): void {
  element('a', { href: url, download: '', rel: 'noopener noreferrer' }).click();
}

/** Only what differs is written: a live region reads what is written. */
export function setText(node: Node, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}
