import { synthesize } from '../../infra/local/synthesize.ts';

/** Once per run: the template and the bundles that the stories play. */
export default async function setup(): Promise<void> {
  await synthesize();
}
