import * as z from 'zod/mini';
import type { Now } from '../clock.ts';
import '../messages.ts';
import { createMeter } from '../metrics/meter.ts';
import { createLog } from './log.ts';
import type { Work } from './work.ts';

/** What every function starts with: its settings, checked, a clock, a log and a meter. */
export interface Runtime<Env> extends Work {
  env: Env;
  now: Now;
}

/** Throws, naming the variable, when the environment lacks a setting: a function that is set up wrongly must not start. */
export function startRuntime<Schema extends z.ZodMiniType>(functionName: string, schema: Schema): Runtime<z.infer<Schema>> {
  const env = z.safeParse(schema, process.env);
  if (!env.success) throw new Error(`environment of ${functionName}: ${z.prettifyError(env.error)}`);
  const now = () => new Date();
  const write = (line: string) => {
    process.stdout.write(`${line}\n`);
  };
  return { functionName, env: env.data, now, log: createLog(write, functionName, now), meter: createMeter(write, now) };
}
