/** What the page calls a message or a file, so that the chat knows it again. */
export const newId = () => crypto.getRandomValues(new Uint32Array(4)).join('-');
