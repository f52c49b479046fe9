/** A resource of a synthesized template, with every intrinsic function resolved to a local value. */
export interface Resource {
  stack: string;
  logicalId: string;
  /** `AWS::SQS::Queue`, … */
  type: string;
  /** Resolved properties. Read them with a schema: they are the template's, not ours. */
  properties: Record<string, unknown>;
  /** What AWS would call it: the name in the template, or `<stack>-<logicalId>` cut and cased to the service's rules. */
  name: string;
  arn: string;
}

/** The whole synthesized CDK app: all its stacks as one flat list. */
export interface App {
  account: string;
  region: string;
  resources: Resource[];
  byType(type: string): Resource[];
  byArn(arn: string): Resource | undefined;
  /** Stack outputs by `<stack>.<output key>`. */
  outputs: Record<string, string>;
  /** Folder of a function's code asset. */
  assetFolder(fn: Resource): string;
}

/** Where the local cloud answers, for URLs that the template asks for (queue URLs, API endpoints, the token issuer). */
export interface LocalEndpoints {
  /** `http://127.0.0.1:4466` */
  aws: string;
  /** `http://127.0.0.1:4400` */
  http: string;
  /** `ws://127.0.0.1:4401` */
  ws: string;
}
