import * as z from 'zod/mini';

/** How a request reached us, or how service is given. */
export const channels = ['email', 'phone', 'chat', 'form', 'webhook', 'portal', 'post', 'on-site', 'remote'] as const;
export const channel = z.enum(channels);
export type Channel = z.infer<typeof channel>;
