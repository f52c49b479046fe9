/**
 * `npm start`: builds what has changed, plays the template, applies the example contracts and partners, and says where it answers with one line of
 * JSON on standard output. Everything else it says goes to standard error. Ends on SIGTERM or SIGINT.
 */
import path from 'node:path';
import { applyContracts } from './apply-contracts.ts';
import { applyPartners } from './apply-partners.ts';
import { startCloud } from './cloud.ts';
import { synthesize } from './synthesize.ts';

/** A port of the environment. Throws for anything that is none. */
function portOf(variable: string, otherwise: number): number {
  const text = process.env[variable];
  if (text === undefined || text === '') return otherwise;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`${variable} must be a port, 0 to 65535, not ${text}`);
  return port;
}

let stopping = false;
let stop: () => Promise<void> = async () => undefined;
function end(): void {
  if (stopping) return;
  stopping = true;
  // Should something hold on, the end comes all the same, within the two seconds that are promised.
  setTimeout(() => process.exit(0), 1300).unref();
  void stop().finally(() => process.exit(0));
}
process.on('SIGTERM', end);
process.on('SIGINT', end);

// npm hands a SIGTERM to the shell that it started us with, and the shell dies of it without telling us.
if (process.env.npm_lifecycle_event === 'start') {
  const shell = process.ppid;
  setInterval(() => {
    if (process.ppid !== shell) end();
  }, 200).unref();
}

const cloud = await startCloud({
  assembly: await synthesize(),
  ports: {
    http: portOf('GUICHET_HTTP_PORT', 4400),
    ws: portOf('GUICHET_WS_PORT', 4401),
    smtp: portOf('GUICHET_SMTP_PORT', 4425),
    aws: portOf('GUICHET_AWS_PORT', 4466),
  },
  stateFolder: path.join(import.meta.dirname, '..', '..', '.cache'),
  onLog: (source, line) => process.stderr.write(`${source} ${line}\n`),
});
stop = () => cloud.stop();
await Promise.all([applyContracts(cloud), applyPartners(cloud)]);
const { http, ws, smtp, aws } = cloud.endpoints;
process.stdout.write(`${JSON.stringify({ ready: true, http, ws, smtp, aws })}\n`);
