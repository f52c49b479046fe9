import type { Reclocking } from './reclocking.ts';

/** Where the next page of a job begins. */
export type Place = Pick<Reclocking, 'contractId' | 'status' | 'shard' | 'cursor'>;

export interface AffectedTickets {
  /**
   * Ids of at most `limit` tickets of the contract, from one partition of the queue on from a cursor; `next` continues, also where none
   * of the entries read was of the contract. Eventually consistent, and entries move while they are read: some may be missed.
   */
  page(place: Place, limit: number): Promise<{ ticketIds: string[]; next: string | undefined }>;
}
