/** `gone`: nobody is there any more. */
export type Posted = 'posted' | 'gone';

/** Talks to connections of the WebSocket API. Nobody acknowledges what is posted: it must be written down before. */
export interface Post {
  /** As JSON. Throws when it could not be handed over and may be tried again. */
  send(connectionId: string, message: object): Promise<Posted>;
  /** Ends the connection, if it is there. */
  end(connectionId: string): Promise<void>;
}
