import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { createActivity } from '../../infra/local/activity.ts';
import { startCloud } from '../../infra/local/cloud.ts';
import { createFunctions } from '../../infra/local/lambda/functions.ts';
import type { App, Resource } from '../../infra/local/template/app.ts';
import { createVirtualClock } from '../../infra/local/virtual-clock.ts';

/** One function's size and the time from starting its process to its first answer, the median of several starts. */
export interface ColdStart {
  name: string;
  bundleKiB: number;
  milliseconds: number;
  /** How many times that of the bare handler, measured in turns with it. */
  ratio: number;
}

const runs = 7;
const bareName = 'bare handler with one DynamoDB client';

/** The least that any function of ours could be: one client of the SDK, made when the module loads, and an answer. */
const bareHandler = `import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
const client = new DynamoDBClient({});
export const handler = async () => ({ region: await client.config.region() });`;

/** Starts every function anew, in turns with the bare one, and gives each an event that holds no work. */
export async function benchColdStarts(assembly: string): Promise<ColdStart[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'guichet-bench-'));
  const cloud = await startCloud({ assembly, ports: { http: 0, ws: 0, smtp: 0, aws: 0 } });
  try {
    const bare = await bundleBare(folder);
    const app = withBare(cloud.app, bare);
    const names = app.byType('AWS::Lambda::Function').map(({ name }) => name);
    const times = new Map<string, number[]>(names.map((name) => [name, []]));
    for (let run = 0; run < runs; run++) {
      for (const name of names) times.get(name)?.push(await startOnce(app, name, cloud.endpoints.aws));
    }
    const bareTime = median(times.get(bareName) ?? []);
    return await Promise.all(
      app.byType('AWS::Lambda::Function').map(async (fn) => {
        const milliseconds = median(times.get(fn.name) ?? []);
        const bundleKiB = Math.round((await sizeOf(app.assetFolder(fn))) / 1024);
        return {
          name: fn.name,
          bundleKiB,
          milliseconds: Math.round(milliseconds),
          ratio: Math.round((milliseconds / bareTime) * 100) / 100,
        };
      }),
    );
  } finally {
    await cloud.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function startOnce(app: App, name: string, awsEndpoint: string): Promise<number> {
  const activity = createActivity();
  const clock = createVirtualClock(activity, () => undefined);
  const functions = createFunctions({ app, clock, activity, awsEndpoint, onLog: () => undefined });
  const start = performance.now();
  const result = await functions.get(name)?.invoke({ Records: [], routeKey: 'GET /nothing', requestContext: {} });
  const time = performance.now() - start;
  await functions.stop();
  clock.stop();
  if (!result) throw new Error(`there is no function ${name}`);
  return time;
}

async function bundleBare(folder: string): Promise<string> {
  const output = path.join(folder, 'bare');
  await mkdir(output);
  await build({
    stdin: { contents: bareHandler, resolveDir: process.cwd() },
    outfile: path.join(output, 'index.mjs'),
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  });
  return output;
}

/** The app and one more function, which has a role and settings like the others'. */
function withBare(app: App, folder: string): App {
  const [like] = app.byType('AWS::Lambda::Function');
  if (!like) throw new Error('the template has no function');
  const bare: Resource = {
    ...like,
    logicalId: 'Bare',
    name: bareName,
    arn: `${like.arn}-bare`,
    properties: { ...like.properties, FunctionName: bareName },
  };
  return {
    ...app,
    byType: (type) => (type === 'AWS::Lambda::Function' ? [...app.byType(type), bare] : app.byType(type)),
    assetFolder: (fn) => (fn.logicalId === 'Bare' ? folder : app.assetFolder(fn)),
  };
}

async function sizeOf(folder: string): Promise<number> {
  const sizes = await Promise.all((await readdir(folder)).map(async (file) => (await stat(path.join(folder, file))).size));
  return sizes.reduce((total, size) => total + size, 0);
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
