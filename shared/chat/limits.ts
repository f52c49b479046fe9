/** Every limit of the chat. API Gateway's own are in infra/local/web-socket/connections.ts, and in the README of receive-chat. */

/** Characters of a message, of a visitor or of an agent in the chat. */
export const longestLine = 10_000;
/** Characters of an agent's longer text that are pushed to a visitor; the mail has all of it. A message of ours may have 128 KB. */
export const longestPushed = 20_000;
/** Bytes of a message of ours that we stay under, and of the events of one page of history. */
export const largestPush = 120_000;
/** Messages that a chat takes in a minute. */
export const mostLinesAMinute = 30;
/** Times in an hour that a chat may be handed over to mail or a call: each may write to another address. */
export const mostHandOversAnHour = 5;
/** Messages of whatever kind that one connection may send in a minute, a visitor's or an agent's. */
export const mostAsksAMinute = 600;
/** Tokens given to a visitor who has used none of them yet: the answers that brought them were lost. */
export const mostUnusedTokens = 3;
/** Tokens that are none, from one address in an hour, before each further one ends its connection. */
export const mostBadTokensAnHour = 20;
/** How long a token holds after it was last used. */
export const tokenHours = 24;
/** How long a chat is remembered after its last use. */
export const chatKeptDays = 30;
/** API Gateway ends a connection after two hours; what is kept of it goes a little later, should nobody have told us. */
export const connectionKeptSeconds = 2 * 3600 + 600;
/** How long an agent may take from the answer of the HTTP API to the handshake. */
export const admissionSeconds = 60;
/** Tickets that one connection of an agent may follow. */
export const mostFollowed = 50;
/** Files of one message; each up to `largestFile` bytes. */
export const mostLineFiles = 5;
export const largestFile = 6.5 * 1024 * 1024;
/** Files that a chat may announce in an hour: each may come to lie in the bucket for good. */
export const mostFilesAnHour = 20;
/** An answer that was pushed and is not seen after this long is mailed as well. Under the 15 minutes that SQS can hold a message back. */
export const unseenSeconds = 300;
