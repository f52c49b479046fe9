/** A record of a table's stream in the form that Lambda hands to functions; what else it holds passes through untouched. */
export interface StreamRecord {
  eventSourceARN: string;
  dynamodb: {
    /** Epoch seconds. */
    ApproximateCreationDateTime: number;
    Keys: Record<string, unknown>;
    SequenceNumber: string;
  };
}

/** What an event source mapping needs of a table's stream. */
export interface TableStream {
  arn: string;
  /** The records after `afterSequenceNumber` (from the oldest, if undefined), oldest first. */
  read(afterSequenceNumber: string | undefined, limit: number): StreamRecord[];
  /** Told each time a record can be read. Call the answer to stop listening. */
  onRecord(listener: () => void): () => void;
}
