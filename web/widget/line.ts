import type { Incoming } from './messages.ts';

export interface LineEvents {
  opened(): void;
  heard(message: Incoming): void;
  /**
   * `taken over`: another window speaks for the visitor now, and this one does not come back by itself. `too big`: so was what was said.
   */
  lost(why: 'offline' | 'taken over' | 'too big'): void;
}

/** API Gateway ends a connection on which nothing is said for ten minutes. */
const pingMilliseconds = 4 * 60_000;
const firstPause = 1000;
const longestPause = 30_000;
/** Where it has never been open: the key may be none, or the page one that may not. */
const pauseOfStrangers = 300_000;
/** API Gateway's word for a message or a frame that is too long. */
const tooBig = 1009;

/**
 * A connection that comes back by itself: after a second, two, four, … up to half a minute, and at once when the network does. One that was
 * never let in asks less and less.
 */
export function createLine(url: string, events: LineEvents) {
  let socket: WebSocket | undefined;
  let pause = firstPause;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isWanted = false;
  let wasOpen = false;
  let isReplaced = false;
  /** We were told to come back no sooner. */
  let notBefore = 0;

  const again = () => {
    clearTimeout(timer);
    // Drawn, so that not everybody comes back in the same moment.
    timer = setTimeout(connect, Math.max(notBefore, pause * (0.5 + Math.random() / 2)));
    notBefore = 0;
    pause = Math.min(pause * 2, wasOpen ? longestPause : pauseOfStrangers);
  };

  function connect(): void {
    clearTimeout(timer);
    if (!isWanted || socket) return;
    isReplaced = false;
    const mine = new WebSocket(url);
    socket = mine;
    mine.onopen = () => {
      wasOpen = true;
      events.opened();
    };
    mine.onmessage = ({ data }) => {
      const message: unknown = JSON.parse(String(data));
      if (typeof message === 'object' && message !== null) events.heard(message);
    };
    mine.onclose = ({ code }) => {
      if (socket !== mine) return;
      socket = undefined;
      events.lost(isReplaced ? 'taken over' : code === tooBig ? 'too big' : 'offline');
      if (isWanted) again();
    };
  }

  setInterval(() => send({ action: 'ping' }), pingMilliseconds);
  window.addEventListener('online', () => {
    pause = firstPause;
    connect();
  });
  window.addEventListener('offline', () => socket?.close(3001));

  /** False where there is no connection. */
  function send(message: object): boolean {
    if (socket?.readyState !== WebSocket.OPEN) return false;
    socket.send(JSON.stringify(message));
    return true;
  }

  return {
    start: () => {
      isWanted = true;
      connect();
    },
    /** Another window has taken over: this one comes back only when it is asked to. */
    replaced: () => {
      isReplaced = true;
      isWanted = false;
      socket?.close();
    },
    /** The chat goes on: the next pause is short again. That a connection was made says nothing, since it may end at the first word. */
    settled: () => {
      pause = firstPause;
    },
    /** Ends the connection and comes back, after so many milliseconds at least. */
    restart: (milliseconds = 0) => {
      notBefore = milliseconds;
      socket?.close(3000);
    },
    send,
  };
}
