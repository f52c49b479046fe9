import { readFileSync } from 'node:fs';
import { startRuntime } from '../../shared/lambda/runtime.ts';
import { env as schema } from './env.ts';
import { createHandler } from './handler.ts';

const { env, log } = startRuntime('serve-widget', schema);

// The build puts the bundled script beside the function.
const script = readFileSync(new URL('./widget.js', import.meta.url), 'utf8');

export const handler = createHandler({ log, script, chatUrl: env.CHAT_URL });
