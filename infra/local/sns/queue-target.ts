/** What a service that writes to SQS queues needs of one. */
export interface QueueTarget {
  /** Answers the message id. */
  send(message: {
    body: string;
    delaySeconds?: number | undefined;
    messageAttributes?: Record<string, { dataType: string; stringValue?: string | undefined }>;
  }): string;
}

/** The queues by ARN. */
export interface QueueTargets {
  get(arn: string): QueueTarget | undefined;
}
