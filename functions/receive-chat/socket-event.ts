import * as z from 'zod/mini';

/** What API Gateway tells of a connection, as far as it is read here. Source: samples of real events; developer guide, "WebSocket APIs". */
export const socketEvent = z.object({
  requestContext: z.object({
    routeKey: z.string(),
    connectionId: z.string(),
    /** Milliseconds since the epoch. */
    requestTimeEpoch: z.number(),
    identity: z.object({ sourceIp: z.string() }),
  }),
  headers: z.nullish(z.record(z.string(), z.string())),
  queryStringParameters: z.nullish(z.record(z.string(), z.string())),
  body: z.nullish(z.string()),
  isBase64Encoded: z.optional(z.boolean()),
});
export type SocketEvent = z.infer<typeof socketEvent>;

/** Names of headers come as the client wrote them. */
export const headerOf = ({ headers }: SocketEvent, name: string): string | undefined =>
  Object.entries(headers ?? {}).find(([each]) => each.toLowerCase() === name)?.[1];
