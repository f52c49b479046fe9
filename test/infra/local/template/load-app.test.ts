import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadApp } from '../../../../infra/local/template/load-app.ts';
import { account, anApp, endpoints, region, temporaryFolder, theOne, writeAssembly, writeJson } from './written-assembly.ts';

const exporting = {
  Resources: { Table: { Type: 'AWS::DynamoDB::GlobalTable', Properties: { TableName: 'tickets' } } },
  Outputs: {
    TableArn: { Value: { 'Fn::GetAtt': ['Table', 'Arn'] }, Export: { Name: { 'Fn::Sub': `\${AWS::StackName}:TableArn` } } },
    Plain: { Value: { Ref: 'Table' } },
  },
};
const tableArn = `arn:aws:dynamodb:${region}:${account}:table/tickets`;

describe('several stacks', () => {
  test('an import resolves to the other stack’s export, whichever stack comes first', () => {
    const importing = {
      Resources: { It: { Type: 'Test::It::Probe', Properties: { arn: { 'Fn::ImportValue': 'Data:TableArn' } } } },
    };
    const app = anApp({ Service: importing, Data: exporting });
    expect(app.byType('Test::It::Probe')[0]?.properties).toEqual({ arn: tableArn });
  });

  test('Fn::GetStackOutput reads another stack’s output', () => {
    const properties = { name: { 'Fn::GetStackOutput': { StackName: 'Data', OutputName: 'Plain' } } };
    const app = anApp({ Service: { Resources: { It: { Type: 'Test::It::Probe', Properties: properties } } }, Data: exporting });
    expect(app.byType('Test::It::Probe')[0]?.properties).toEqual({ name: 'tickets' });
  });

  test('outputs are listed by stack and key', () => {
    expect(anApp({ Data: exporting }).outputs).toEqual({ 'Data.TableArn': tableArn, 'Data.Plain': 'tickets' });
  });

  test('the same export twice is an error', () => {
    const output = { Value: 'x', Export: { Name: 'shared' } };
    const probe = { It: { Type: 'Test::It::Probe', Properties: { a: { 'Fn::ImportValue': 'shared' } } } };
    const app = anApp({ One: { Resources: probe, Outputs: { A: output } }, Two: { Outputs: { B: output } } });
    expect(() => app.resources[0]?.properties).toThrow('shared is exported twice');
  });

  test('stacks that import from each other in a circle are an error, not an overflow', () => {
    const half = (other: string) => ({
      Outputs: { Out: { Value: { 'Fn::ImportValue': `${other}Out` }, Export: { Name: other === 'A' ? 'BOut' : 'AOut' } } },
    });
    expect(() => anApp({ A: half('B'), B: half('A') }).outputs['A.Out']).toThrow(
      'in a circle: A output Out → B output Out → A output Out',
    );
  });

  test('stages are nested assemblies, whose stacks may have names of their own', () => {
    const folder = temporaryFolder();
    writeAssembly({}, folder, {
      'assembly-Prod': { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Prod' } },
    });
    const properties = { templateFile: 'ProdData.template.json', stackName: 'Prod-Data' };
    writeAssembly({}, join(folder, 'assembly-Prod'), { ProdData: { type: 'aws:cloudformation:stack', properties } });
    writeJson(join(folder, 'assembly-Prod', 'ProdData.template.json'), { Resources: { Queue: { Type: 'AWS::SQS::Queue' } } });
    const app = loadApp({ assembly: folder, account, region, endpoints });
    expect(app.resources.map(({ stack, name }) => ({ stack, name }))).toEqual([{ stack: 'Prod-Data', name: 'Prod-Data-Queue' }]);
  });
});

describe('resources', () => {
  test('are found by type and by ARN', () => {
    const app = anApp({ Data: exporting });
    expect(app.byArn(tableArn)).toMatchObject({
      stack: 'Data',
      logicalId: 'Table',
      type: 'AWS::DynamoDB::GlobalTable',
      name: 'tickets',
    });
    expect(app.byArn('arn:aws:sqs:::nothing')).toBeUndefined();
    expect(app.byType('AWS::SQS::Queue')).toEqual([]);
  });

  test('a circle through names is an error that shows the circle', () => {
    const queue = (other: string) => ({
      Type: 'AWS::SQS::Queue',
      Properties: { QueueName: { 'Fn::GetAtt': [other, 'QueueName'] } },
    });
    expect(() => anApp({ Stack: { Resources: { A: queue('B'), B: queue('A') } } })).toThrow(
      'in a circle: Stack.A.QueueName → Stack.B.QueueName → Stack.A.QueueName',
    );
  });

  test('two resources may refer to each other through properties that name neither', () => {
    const queue = (other: string) => ({
      Type: 'AWS::SQS::Queue',
      Properties: { Tags: [{ Key: 'other', Value: { Ref: other } }] },
    });
    const app = anApp({ Stack: { Resources: { A: queue('B'), B: queue('A') } } });
    expect(app.resources.map(({ properties }) => properties.Tags)).toEqual([
      [{ Key: 'other', Value: `${endpoints.aws}/${account}/Stack-B` }],
      [{ Key: 'other', Value: `${endpoints.aws}/${account}/Stack-A` }],
    ]);
  });

  test('an attribute of a custom resource fails whoever needs it, and nobody else', () => {
    const Resources = {
      Made: { Type: 'Custom::Made', Properties: { size: 1 } },
      User: { Type: 'Test::It::Probe', Properties: { result: { 'Fn::GetAtt': ['Made', 'Result'] } } },
    };
    const app = anApp({ Stack: { Resources } });
    expect(app.byType('Custom::Made')[0]).toMatchObject({ name: 'Stack-Made', properties: { size: 1 } });
    expect(() => app.byType('Test::It::Probe')[0]?.properties).toThrow(
      'template of stack Stack, User, Properties.result: Fn::GetAtt Made.Result: the local cloud has no attribute Result of Custom::Made',
    );
  });

  test('a nested stack is refused rather than left out', () => {
    expect(() => anApp({ Stack: { Resources: { Nested: { Type: 'AWS::CloudFormation::Stack' } } } })).toThrow('nested stacks');
  });

  test('a template that is none is an error that names the stack', () => {
    expect(() => anApp({ Odd: { Resources: { A: { Kind: 'x' } } } })).toThrow('template of stack Odd');
  });

  test('a test may change a template before it is resolved', () => {
    const app = anApp({ Data: exporting }, { edit: (stack) => (stack === 'Data' ? { Resources: {} } : expect.fail(stack)) });
    expect(app.resources).toEqual([]);
  });
});

describe('code assets', () => {
  const load = (code: object) => {
    const folder = temporaryFolder();
    const Resources = { Fn: { Type: 'AWS::Lambda::Function', Properties: { Code: code } } };
    writeAssembly({ Stack: { Resources } }, folder, {
      'Stack.assets': { type: 'cdk:asset-manifest', properties: { file: 'Stack.assets.json' } },
    });
    mkdirSync(join(folder, 'asset.abc'));
    const file = { source: { path: 'asset.abc', packaging: 'zip' }, destinations: { here: { objectKey: 'abc.zip' } } };
    writeJson(join(folder, 'Stack.assets.json'), { files: { abc: file } });
    const app = loadApp({ assembly: folder, account, region, endpoints });
    return { folder, found: () => app.assetFolder(theOne(app, 'AWS::Lambda::Function')) };
  };

  test('a function’s folder is found by its object key', () => {
    const { folder, found } = load({ S3Bucket: { 'Fn::Sub': `assets-\${AWS::AccountId}` }, S3Key: 'abc.zip' });
    expect(found()).toBe(join(folder, 'asset.abc'));
  });

  test.each([
    ['inline code', { ZipFile: 'exports.handler = 1' }, 'does not run inline code (ZipFile)'],
    ['an image', { ImageUri: 'x' }, 'not container images'],
    ['an asset that is nowhere', { S3Key: 'other.zip' }, 'no asset manifest of the assembly has a folder for other.zip'],
  ])('%s is an error that names the function', (_, code, message) => {
    expect(load(code).found).toThrow(`template of stack Stack, Fn, Properties.Code`);
    expect(load(code).found).toThrow(message);
  });
});
