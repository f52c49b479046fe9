/** Who asks, in the terms that policies use. */
export type Caller =
  | { type: 'role'; roleArn: string; sessionArn: string; account: string }
  | { type: 'service'; service: string };

/** The values of a condition key in this request; undefined when the request has no such key. Keys are lower case here. */
export type ContextLookup = (key: string) => readonly string[] | undefined;

/** One action on one resource, ready to be held against statements. */
export interface Request {
  caller: Caller;
  /** Lower case: IAM does not tell `S3:getobject` from `s3:GetObject`. */
  action: string;
  resource: string;
  context: ContextLookup;
}
