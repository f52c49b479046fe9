/** Makes an element. Children that are not elements become text, never markup. Listeners go in as functions (`click: …`). */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === false) continue;
    if (typeof value === 'function') made.addEventListener(key, value);
    else made.setAttribute(key, value === true ? '' : value);
  }
  made.append(...children.filter((child) => child !== undefined && child !== ''));
  return made;
}

export function find(id) {
  return document.getElementById(id);
}

/**
 * Runs work of a click or submit: its buttons wait, and what goes wrong is said in the page. Whoever works by keyboard is afterwards where
 * they were, although a button that waits, or is drawn anew, loses the focus.
 */
export async function attempt(work, ...buttons) {
  const problem = find('problem');
  const focused = document.activeElement;
  problem.textContent = '';
  for (const button of buttons) button.disabled = true;
  try {
    await work();
  } catch (error) {
    problem.textContent = error.message;
  } finally {
    for (const button of buttons) button.disabled = false;
    if (document.activeElement === document.body) (focused?.isConnected ? focused : find(focused?.id ?? ''))?.focus();
  }
}

/** `2026-01-05 08:00:00 UTC` */
export function instantText(instant) {
  return `${new Date(instant).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** `FirstResponse`, `first-response` and `first_response` as `first response`. */
export function words(name) {
  return `${name ?? ''}`
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[-_]/g, ' ')
    .toLowerCase();
}

/** A ticket's nine digits in groups, as mails write it. */
export function referenceText(reference) {
  return reference.replace(/^(\d{3})(\d{3})(\d{3})$/, '$1-$2-$3');
}

/** `3 h 20 min`, from milliseconds. */
export function spanText(milliseconds) {
  const minutes = Math.round(Math.abs(milliseconds) / 60_000);
  if (minutes < 1) return 'less than a minute';
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  const parts = [days > 0 && `${days} d`, hours > 0 && `${hours} h`, rest > 0 && days === 0 && `${rest} min`];
  return parts.filter(Boolean).join(' ');
}
