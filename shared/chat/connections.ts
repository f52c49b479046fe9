import * as z from 'zod/mini';
import type { Claim } from '../tickets/tickets.ts';

/** Who is at the other end of a connection. */
export const side = z.discriminatedUnion('side', [
  z.object({
    side: z.literal('visitor'),
    /** The page, as its browser says, and the chat key that it connected with. */
    origin: z.optional(z.string()),
    key: z.optional(z.string()),
    chatId: z.optional(z.string()),
  }),
  z.object({ side: z.literal('agent'), agentId: z.string() }),
]);
export type Side = z.infer<typeof side>;
export type VisitorSide = Extract<Side, { side: 'visitor' }>;
export type AgentSide = Extract<Side, { side: 'agent' }>;

/** A connection that is to hear what happens on a ticket. */
export const follower = z.object({
  connectionId: z.string(),
  /** The agent's id; nobody's for the visitor. */
  agentId: z.optional(z.string()),
});
export type Follower = z.infer<typeof follower>;
export const isAgent = ({ agentId }: Follower): boolean => agentId !== undefined;
export const isVisitor = ({ agentId }: Follower): boolean => agentId === undefined;

/** What a ticket has of the chat: who follows it, and the chat that it belongs to. */
export interface Following {
  followers: Follower[];
  /** `seen`: the last event that the visitor has seen. */
  chat: { chatId: string; seen: number } | undefined;
}

/** The connections of the WebSocket API, and which tickets they follow. */
export interface Connections {
  open(connectionId: string, who: Side): Promise<void>;
  find(connectionId: string): Promise<Side | undefined>;
  /** From now on it hears of this ticket. */
  follow(connectionId: string, ticketId: string, agentId?: string): Promise<void>;
  unfollow(connectionId: string, ticketId: string): Promise<void>;
  /** The tickets that it follows. */
  followed(connectionId: string): Promise<string[]>;
  /** Forgets it, wherever it is named. Answers which tickets it followed. Doing it twice is harmless. */
  close(connectionId: string): Promise<string[]>;
  /** One query, strongly consistent: what a ticket that nobody follows costs is one read unit. */
  ofTicket(ticketId: string): Promise<Following>;
  /** Items that make a new ticket the chat's, followed by its connection, written with the ticket. */
  claimTicket(chatId: string, connectionId: string, ticketId: string): Claim[];
  /** The chat that the ticket belongs to is remembered for `chatKeptDays` from now on. */
  keep(ticketId: string): Promise<void>;
  /** Notes that the visitor has seen this event and all before. */
  see(ticketId: string, sequence: number): Promise<void>;
}
