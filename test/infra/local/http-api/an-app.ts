import type { App, Resource } from '../../../../infra/local/template/app.ts';

/** Resources by logical id; each is named by it and has a made-up ARN unless it brings its own. */
export type Written = Record<string, { type: string; properties?: Record<string, unknown>; name?: string; arn?: string }>;

export function anApp(written: Written): App {
  const resources = Object.entries(written).map(
    ([
      logicalId,
      { type, properties = {}, name = logicalId, arn = `arn:aws:made-up:eu-west-3:111122223333:${logicalId}` },
    ]): Resource => ({
      stack: 'guichet-test',
      logicalId,
      type,
      properties,
      name,
      arn,
    }),
  );
  return {
    account: '111122223333',
    region: 'eu-west-3',
    resources,
    byType: (type) => resources.filter((resource) => resource.type === type),
    byArn: (arn) => resources.find((resource) => resource.arn === arn),
    outputs: {},
    assetFolder: () => {
      throw new Error('this app has no assets');
    },
  };
}
