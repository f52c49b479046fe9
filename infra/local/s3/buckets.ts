import type { Principal, Requirement } from '../iam/iam.ts';
import { AwsError, type AwsRequest, type AwsResponse, type Service } from '../service.ts';
import type { App } from '../template/app.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import { type CrossOriginRule, crossOriginHeaders, crossOriginRulesOf } from './cross-origin-rules.ts';
import { deleteObjects, keysToDelete } from './delete-objects.ts';
import { getObject } from './get-object.ts';
import { expirationsOf, keepLifeCycle } from './life-cycle.ts';
import { listBuckets, listObjects } from './list-objects.ts';
import { objectAddress } from './object-address.ts';
import { createObjectStore, createSpillFolder, type ObjectHead, type ObjectStore } from './object-store.ts';
import { taggingAnswer, tagsOfBody } from './object-tags.ts';
import { putObject } from './put-object.ts';
import { type S3Operation, s3Operation } from './s3-operation.ts';

export interface BucketsOptions {
  app: App;
  clock: VirtualClock;
  /** Where large contents go; a folder of their own in it is made when needed and removed by `stop`. */
  folder: string;
  /**
   * Whether a principal has a permission that S3 looks at only while it answers: without s3:ListBucket a missing key is 403, not 404.
   * Default: everyone has it.
   */
  may?: ((principal: Principal, requirement: Requirement) => boolean) | undefined;
}

/** The template's buckets, with tags, expiry and rules for pages of other origins. Versions, notifications and ACLs are not played. */
export interface Buckets {
  service: Service;
  /** Throws for a bucket that the template does not have, as do the next two. */
  put(bucket: string, key: string, body: Buffer, contentType?: string): void;
  get(bucket: string, key: string): Buffer | undefined;
  list(bucket: string): { key: string; size: number; lastModified: number }[];
  stop(): void;
}

/** Which actions need which resource (Service Authorization Reference, "Actions defined by Amazon S3"). */
function requirementsOf({ name, bucket, key }: S3Operation, { headers, body }: AwsRequest): Requirement[] {
  const arn = `arn:aws:s3:::${bucket}`;
  const object = `${arn}/${key}`;
  switch (name) {
    case 'PutObject':
      return [
        { action: 's3:PutObject', resource: object },
        ...(headers['x-amz-tagging'] === undefined ? [] : [{ action: 's3:PutObjectTagging', resource: object }]),
      ];
    case 'GetObjectTagging':
    case 'PutObjectTagging':
    case 'DeleteObjectTagging':
      return [{ action: `s3:${name}`, resource: object }];
    case 'GetObject':
    case 'HeadObject':
      return [{ action: 's3:GetObject', resource: object }];
    case 'DeleteObject':
      return [{ action: 's3:DeleteObject', resource: object }];
    case 'DeleteObjects':
      // S3 answers denials key by key; here one denied key refuses the request.
      return keysToDelete(body).map((each) => ({ action: 's3:DeleteObject', resource: `${arn}/${each}` }));
    case 'ListObjectsV2':
      return [{ action: 's3:ListBucket', resource: arn }];
    case 'ListBuckets':
      return [{ action: 's3:ListAllMyBuckets', resource: '*' }];
  }
}

export function createBuckets({ app, clock, folder, may = () => true }: BucketsOptions): Buckets {
  const spill = createSpillFolder(folder);
  const stores = new Map(app.byType('AWS::S3::Bucket').map(({ name }) => [name, createObjectStore(clock, () => spill.file())]));

  const crossOrigin = new Map<string, CrossOriginRule[]>();
  const lifeCycles = app.byType('AWS::S3::Bucket').flatMap((bucket) => {
    crossOrigin.set(bucket.name, crossOriginRulesOf(bucket));
    const store = stores.get(bucket.name);
    return store ? [keepLifeCycle(store, expirationsOf(bucket), clock)] : [];
  });

  const storeOf = (bucket: string): ObjectStore => {
    const store = stores.get(bucket);
    if (!store) throw new AwsError('NoSuchBucket', `The specified bucket does not exist: ${bucket}`, 404);
    return store;
  };

  const found = (store: ObjectStore, { bucket, key }: S3Operation, { principal }: AwsRequest): ObjectHead => {
    const head = store.head(key);
    if (head) return head;
    if (may(principal, { action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}` })) {
      throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
    }
    throw new AwsError('AccessDenied', 'Access Denied', 403);
  };

  const handle = (request: AwsRequest): AwsResponse => {
    const operation = s3Operation(request);
    const { name, bucket, key } = operation;
    if (name === 'ListBuckets') return listBuckets([...stores.keys()]);
    const store = storeOf(bucket);
    switch (name) {
      case 'PutObject':
        return putObject(store, key, request);
      case 'GetObject':
      case 'HeadObject':
        return getObject(store, found(store, operation, request), request);
      case 'DeleteObject':
        store.remove(key);
        return { status: 204 };
      case 'GetObjectTagging':
        return taggingAnswer(found(store, operation, request).tags);
      case 'PutObjectTagging':
        store.tag(found(store, operation, request).key, tagsOfBody(request.body));
        return { status: 200 };
      case 'DeleteObjectTagging':
        store.tag(found(store, operation, request).key, {});
        return { status: 204 };
      case 'DeleteObjects':
        return deleteObjects(store, request.body);
      case 'ListObjectsV2':
        return listObjects(bucket, store, request.query);
    }
  };

  return {
    service: {
      name: 's3',
      errorFormat: 's3-xml',
      deniedStatus: 403,
      requirements: (request) => requirementsOf(s3Operation(request), request),
      crossOrigin: ({ method, path, headers }) =>
        crossOriginHeaders(crossOrigin.get(objectAddress({ path, headers }).bucket) ?? [], method, headers),
      handle: async (request) => handle(request),
    },
    put: (bucket, key, body, contentType) => {
      storeOf(bucket).put(key, body, contentType === undefined ? {} : { 'content-type': contentType });
    },
    get: (bucket, key) => storeOf(bucket).read(key),
    list: (bucket) =>
      storeOf(bucket)
        .list()
        .map(({ key, size, lastModified }) => ({ key, size, lastModified })),
    stop: () => {
      for (const each of lifeCycles) each.cancel();
      spill.remove();
    },
  };
}
