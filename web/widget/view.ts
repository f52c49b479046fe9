import type { Chat } from './conversation.ts';
import { drawing, element, setText } from './elements.ts';
import { createFilesView } from './files-view.ts';
import { createLog } from './log-view.ts';
import { style } from './style.ts';
import type { Words } from './words.ts';

/** Longer than most people like to wait before they ask whether anybody is there. */
const lonelyMilliseconds = 60_000;
const typingEvery = 3000;

const bubble = 'M4 3h16a2 2 0 0 1 2 2v11a2 2 0 0 1-2 2H9l-5 4v-4a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2z';

/** Button and panel, in a shadow tree that the page's styles do not reach. Answers what is called after every change. */
export function createView(host: HTMLElement, chat: Chat, words: Words, language: string): () => void {
  const root = host.attachShadow({ mode: 'open' });
  // A constructed sheet, which a page's content security policy lets pass.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  root.adoptedStyleSheets = [sheet];

  const { now } = chat;
  const count = element('span');
  const toggle = element('button', { type: 'button', class: 'toggle', 'aria-label': words.open, 'aria-expanded': 'false' });
  toggle.append(drawing(bubble, { fill: 'currentColor' }), count);
  const close = element('button', { type: 'button', 'aria-label': words.close }, '×');
  const stateText = element('span');
  const here = element('button', { type: 'button' }, words.continueHere);
  const state = element('p', { class: 'state', role: 'status' }, stateText, ' ', here);
  const { log, render: renderLog } = createLog(chat, words, language);
  const typing = element('p', { class: 'typing', 'aria-hidden': 'true' });

  const askMail = element('button', { type: 'button' }, words.byMail);
  const why = element('p');
  const address = element('input', { type: 'email', id: 'address', required: '', autocomplete: 'email', dir: 'ltr' });
  const mailForm = element(
    'form',
    {},
    element('label', { for: 'address' }, words.address),
    element('div', { class: 'row' }, address, element('button', { type: 'submit', class: 'main' }, words.leave)),
  );
  const mail = element('div', { class: 'mail' }, askMail, why, mailForm);

  const text = element('textarea', { id: 'text', maxlength: '10000', rows: '2', dir: 'auto', autocomplete: 'off' });
  const files = createFilesView(chat, words, () => text.focus());
  const sayForm = element(
    'form',
    { class: 'say' },
    element('label', { for: 'text' }, words.message),
    files.list,
    element(
      'div',
      { class: 'row' },
      text,
      files.attach,
      files.input,
      element('button', { type: 'submit', class: 'main' }, words.send),
    ),
  );
  const panel = element(
    'section',
    { class: 'panel', role: 'dialog', 'aria-label': words.title, lang: language },
    element('header', {}, element('h2', {}, words.title), close),
    state,
    log,
    typing,
    mail,
    sayForm,
  );
  panel.hidden = true;
  root.append(toggle, panel);

  let isMailWanted = false;
  let isLonely = false;
  let lonely: ReturnType<typeof setTimeout> | undefined;
  let lastTyping = 0;
  let readUpTo = 0;

  const isShown = () => !panel.hidden && document.visibilityState === 'visible';
  const answers = () => now.said.filter(({ kind }) => kind === 'answered').length;

  const renderMail = () => {
    const isOffered = now.said.length > 0 && now.address === undefined;
    if (isOffered && lonely === undefined)
      lonely = setTimeout(() => {
        isLonely = true;
        render();
      }, lonelyMilliseconds);
    const isAsked = isMailWanted || (isOffered && answers() === 0 && (!now.isOpen || (isLonely && !now.isAgentThere)));
    mail.hidden = !isOffered && now.address === undefined;
    askMail.hidden = isAsked || !isOffered;
    mailForm.hidden = !isAsked || !isOffered;
    const reason = isMailWanted || !isAsked ? '' : now.isOpen ? words.nobody : words.closed;
    setText(why, now.address === undefined ? reason : words.left(now.address));
    why.hidden = why.textContent === '';
  };

  const problem = () => {
    if (!now.problem) return '';
    if (now.problem.kind === 'refused') return words.refused(now.problem.rule);
    if (now.problem.kind === 'uploading' && !chat.files.isBusy()) return '';
    return { 'too many': words.tooMany, uploading: words.uploading, 'files lost': words.filesLost }[now.problem.kind];
  };

  function render(): void {
    host.dataset.state = now.state;
    setText(stateText, now.state === 'idle' ? '' : problem() || words[now.state]);
    here.hidden = now.state !== 'elsewhere';
    renderLog(now);
    files.render();
    setText(typing, now.typingUntil > Date.now() ? words.typing : '');
    renderMail();
    if (isShown()) {
      readUpTo = answers();
      chat.look();
    }
    const unread = answers() - readUpTo;
    setText(count, unread > 0 ? ` ${words.unread(unread)}` : '');
    toggle.setAttribute('aria-label', unread > 0 ? `${words.open} (${words.unread(unread)})` : words.open);
  }

  const open = () => {
    panel.hidden = false;
    toggle.hidden = true;
    toggle.setAttribute('aria-expanded', 'true');
    chat.start();
    render();
    log.scrollTop = log.scrollHeight;
    text.focus();
  };
  const shut = () => {
    panel.hidden = true;
    toggle.hidden = false;
    toggle.setAttribute('aria-expanded', 'false');
    toggle.focus();
  };
  const say = () => {
    if (chat.say(text.value.trim())) text.value = '';
    text.focus();
  };

  toggle.onclick = open;
  close.onclick = shut;
  here.onclick = () => {
    chat.start();
    text.focus();
  };
  askMail.onclick = () => {
    isMailWanted = true;
    render();
    address.focus();
  };
  panel.onkeydown = (event) => {
    if (event.key === 'Escape') shut();
  };
  text.onkeydown = (event) => {
    // Enter that chooses a character in an input method is none.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    say();
  };
  text.oninput = () => {
    if (Date.now() - lastTyping < typingEvery) return;
    lastTyping = Date.now();
    chat.typing();
  };
  sayForm.onsubmit = (event) => {
    event.preventDefault();
    say();
  };
  mailForm.onsubmit = (event) => {
    event.preventDefault();
    chat.leave(address.value.trim());
    text.focus();
  };
  document.addEventListener('visibilitychange', render);
  return render;
}
