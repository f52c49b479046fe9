import type { WebSocket } from 'ws';
import type { Instant, VirtualClock } from '../virtual-clock.ts';
import type { Handshake } from './event.ts';

/** Source: "Quotas for configuring and running a WebSocket API". */
export const idleMilliseconds = 10 * 60_000;
export const longestConnectionMilliseconds = 2 * 3600_000;
/** Bytes of a message, in either direction. */
export const largestMessage = 128 * 1024;
/** Bytes of one frame of a client. */
export const largestFrame = 32 * 1024;

export const goingAway = { code: 1001, reason: 'Going away' };
export const tooBig = { code: 1009, reason: 'Message too big' };

export interface Connection {
  handshake: Handshake;
  lastActiveAt: Instant;
  /** Resolves once the text is handed to the network. */
  send(body: Buffer): Promise<void>;
  close(code: number, reason: string): void;
}

/** The open connections of the WebSocket API, by their id. */
export interface Connections {
  get(connectionId: string): Connection | undefined;
  /** From now on messages can be posted to it, and it ends when it has been idle or open too long. */
  add(handshake: Handshake, socket: WebSocket): Connection;
  /** Something was said on it. Control frames do not count, as the stricter reading of AWS's words has it. */
  touch(connection: Connection): void;
  closeAll(): void;
}

export function createConnections(clock: VirtualClock): Connections {
  const open = new Map<string, Connection & { terminate(): void }>();
  return {
    get: (connectionId) => open.get(connectionId),
    add: (handshake, socket) => {
      const { connectionId } = handshake;
      const close = (code: number, reason: string) => {
        // Posting to it must fail from this moment on, not only once the client has agreed to the end.
        open.delete(connectionId);
        socket.close(code, reason);
      };
      const connection = {
        handshake,
        lastActiveAt: clock.now(),
        send: (body: Buffer) =>
          new Promise<void>((resolve, reject) => {
            socket.send(body, { binary: false }, (error) => (error ? reject(error) : resolve()));
          }),
        close,
        terminate: () => socket.terminate(),
      };
      open.set(connectionId, connection);
      const away = () => close(goingAway.code, goingAway.reason);
      const cap = clock.at(handshake.connectedAt + longestConnectionMilliseconds, 'connection at its longest', away);
      const whenIdle = () => {
        const end = connection.lastActiveAt + idleMilliseconds;
        if (end <= clock.now()) away();
        else idle = clock.at(end, 'idle connection', whenIdle);
      };
      let idle = clock.at(connection.lastActiveAt + idleMilliseconds, 'idle connection', whenIdle);
      socket.once('close', () => {
        open.delete(connectionId);
        cap.cancel();
        idle.cancel();
      });
      return connection;
    },
    touch: (connection) => {
      connection.lastActiveAt = clock.now();
    },
    closeAll: () => {
      for (const connection of open.values()) connection.terminate();
    },
  };
}
