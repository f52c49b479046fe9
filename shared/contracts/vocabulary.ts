import * as z from 'zod/mini';

export const priorities = ['urgent', 'high', 'normal', 'low'] as const;
export const priority = z.enum(priorities);
export type Priority = z.infer<typeof priority>;

/** What a customer wants: something is broken, something is wanted, we did wrong, something is asked. */
export const kinds = ['incident', 'request', 'complaint', 'question'] as const;
export const kind = z.enum(kinds);
export type Kind = z.infer<typeof kind>;

export const languages = ['en', 'fr', 'zh'] as const;
export const language = z.enum(languages);
export type Language = z.infer<typeof language>;
