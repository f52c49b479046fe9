import type { Chat } from './conversation.ts';
import { drawing, element, setText } from './elements.ts';
import type { Chosen } from './files.ts';
import type { Words } from './words.ts';

const clip = 'M8 12.5l6.6-6.6a2.8 2.8 0 0 1 4 4L10.4 18a4.6 4.6 0 0 1-6.5-6.5l8-8';

/** The button that chooses files, and those that are chosen, each with how far it is and a button that takes it away. */
export function createFilesView({ files }: Chat, words: Words, focusText: () => void) {
  const input = element('input', { type: 'file', multiple: '', hidden: '', tabindex: '-1' });
  const attach = element('button', { type: 'button', class: 'attach', 'aria-label': words.attach });
  attach.append(drawing(clip, { fill: 'none', stroke: 'currentColor', 'stroke-width': '2', 'stroke-linecap': 'round' }));
  const list = element('ul', { class: 'files', 'aria-live': 'polite', 'aria-label': words.files });
  attach.onclick = () => input.click();
  input.onchange = () => {
    files.add([...(input.files ?? [])]);
    // The same file may be chosen again.
    input.value = '';
    focusText();
  };

  const stateOf = ({ state, problem }: Chosen): string => {
    if (state === 'ready') return words.fileReady;
    if (state !== 'failed') return '';
    if (problem === 'too large') return words.fileTooLarge;
    if (problem === 'too many') return words.filesTooMany;
    return typeof problem === 'object' ? words.refused(problem.rule) : words.fileNotSent;
  };
  const made = ({ clientId, name }: Chosen) => {
    const bar = element('progress', { max: '100', 'aria-label': name });
    const state = element('span', { class: 'meta' });
    const remove = element('button', { type: 'button', 'aria-label': words.remove(name) }, '×');
    remove.onclick = () => {
      files.remove(clientId);
      focusText();
    };
    const node = element('li', {}, element('bdi', {}, name), ' ', bar, state, remove);
    return { node, bar, state };
  };
  const shown = new Map<string, ReturnType<typeof made>>();
  const render = (): void => {
    const chosen = files.chosen();
    for (const [clientId, { node }] of shown)
      if (!chosen.some((each) => each.clientId === clientId)) {
        node.remove();
        shown.delete(clientId);
      }
    for (const each of chosen) {
      const one = shown.get(each.clientId) ?? made(each);
      if (!shown.has(each.clientId)) list.append(one.node);
      shown.set(each.clientId, one);
      one.bar.hidden = each.state === 'ready' || each.state === 'failed';
      one.bar.value = each.percent;
      setText(one.state, stateOf(each));
    }
    list.hidden = chosen.length === 0;
  };
  return { attach, input, list, render };
}
