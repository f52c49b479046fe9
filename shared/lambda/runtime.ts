import * as z from 'zod/mini';
import type { Now } from '../clock.ts';
import { createMeter, type Meter } from '../metrics/meter.ts';
import { createLog, type Log } from './log.ts';

/** What every function starts with: its settings, checked, a clock, a log and a meter. */
export interface Runtime<Env> {
  env: Env;
  now: Now;
  log: Log;
  meter: Meter;
}

/** Throws, naming the variable, when the environment lacks a setting: a function that is set up wrongly must not start. */
export function startRuntime<Schema extends z.ZodMiniType>(functionName: string, schema: Schema): Runtime<z.infer<Schema>> {
  const env = z.safeParse(schema, process.env);
  if (!env.success) throw new Error(`environment of ${functionName}: ${z.prettifyError(env.error)}`);
  const now = () => new Date();
  const write = (line: string) => {
    process.stdout.write(`${line}\n`);
  };
  return { env: env.data, now, log: createLog(write, functionName, now), meter: createMeter(write, now) };
}
