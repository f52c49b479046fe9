import { createConversation } from './conversation.ts';
import { createView } from './view.ts';
import { wordsFor } from './words.ts';

/** The address of the chat, which serve-widget puts into the script. */
declare const CHAT_URL: string;

/**
 * `<script src="https://…/chat/widget.js" data-chat="KEY" async></script>`: a button in the corner of the page, and behind it the chat.
 * `data-language` where it is to speak another language than the page.
 */
function embed({ dataset }: HTMLOrSVGElement): void {
  const { language, words } = wordsFor([dataset.language ?? document.documentElement.lang, ...navigator.languages]);
  let render = () => {};
  const chat = createConversation({ url: CHAT_URL, key: dataset.chat, language, changed: () => render() });
  const host = document.createElement('guichet-chat');
  render = createView(host, chat, words, language);
  document.body.append(host);
  // Who has said something is told of the answer wherever they are on the site.
  if (chat.hasToken()) chat.start();
}

const script = document.currentScript;
if (script) {
  if (document.body) embed(script);
  else document.addEventListener('DOMContentLoaded', () => embed(script));
}
