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

/** Only what differs is written: a live region reads what is written. */
export function setText(node: Node, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}
