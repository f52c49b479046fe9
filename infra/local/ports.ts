import { createServer } from 'node:net';

/** The four places where the local cloud answers. */
export interface Ports {
  http: number;
  ws: number;
  smtp: number;
  aws: number;
}

/** Below the range from which systems draw the ports of outgoing connections, so that none of those can take one meanwhile. */
const lowest = 20_000;
const highest = 31_999;
const mostAttempts = 100;

/** A port of 127.0.0.1 that nobody listens on. Needed before anything listens: the template's URLs hold the ports. */
export async function freePort(taken: ReadonlySet<number>, random: () => number = Math.random): Promise<number> {
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const port = lowest + Math.floor(random() * (highest - lowest + 1));
    if (!taken.has(port) && (await isFree(port))) return port;
  }
  throw new Error(`no free port between ${lowest} and ${highest}`);
}

/** Gives each port that is 0 a free one. */
export async function choosePorts({ http, ws, smtp, aws }: Ports): Promise<Ports> {
  const taken = new Set([http, ws, smtp, aws]);
  const choose = async (port: number) => {
    const chosen = port === 0 ? await freePort(taken) : port;
    taken.add(chosen);
    return chosen;
  };
  return { http: await choose(http), ws: await choose(ws), smtp: await choose(smtp), aws: await choose(aws) };
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
