export const now = Date.UTC(2026, 0, 5, 8);

export interface EmfLine {
  at?: number;
  namespace?: unknown;
  dimensions?: unknown;
  metrics?: unknown;
  /** Members of the root. */
  root?: Record<string, unknown>;
}

/** A line that counts one ticket of the channel email, unless told otherwise. */
export function anEmfLine(given: EmfLine = {}): string {
  const {
    at = now,
    namespace = 'Guichet',
    dimensions = [['Channel']],
    metrics = [{ Name: 'Opened', Unit: 'Count' }],
    root,
  } = given;
  return JSON.stringify({
    _aws: { Timestamp: at, CloudWatchMetrics: [{ Namespace: namespace, Dimensions: dimensions, Metrics: metrics }] },
    Channel: 'email',
    Opened: 1,
    ticketId: 'tkt_1',
    ...root,
  });
}
