/** The CDK app: `npx cdk synth`, `npx cdk deploy --all -c mailDomain=support.example.org`. See README.md for the context it reads. */
import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { buildFunctions, sizeTable } from './build-functions.ts';
import { bundleFolder } from './bundle-folder.ts';
import { createGuichet } from './guichet.ts';
import { readStage } from './stages.ts';

const app = new App();
const stage = readStage((key) => app.node.tryGetContext(key));
const bundles = await buildFunctions(bundleFolder(app.outdir));
process.stderr.write(sizeTable(bundles));
const folders = new Map(bundles.map(({ name, folder }) => [name, folder]));

createGuichet(app, stage, (name) => {
  const folder = folders.get(name);
  if (folder === undefined) throw new Error(`${name} was not built`);
  return Code.fromAsset(folder);
});
app.synth();
