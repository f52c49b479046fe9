import { randomUUID } from 'node:crypto';
import { AwsError, type Service } from '../service.ts';
import type { App } from '../template/app.ts';
import { alphanumeric, stableCharacters } from '../template/stable-names.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import { putVersion, readSecret, type Secret, secretOf, versionOf } from './secret.ts';
import { readRequest, type SecretRequest } from './secret-requests.ts';
import { openSecretState } from './secret-state.ts';

export interface SecretsOptions {
  app: App;
  clock: VirtualClock;
  /** Where values are kept from one start to the next. */
  stateFolder: string;
}

export interface Secrets {
  service: Service;
  /** By name or ARN; undefined where there is no such secret. */
  value(id: string): string | undefined;
}

const notFound = () => new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");

/** The template's secrets and those that are created here. Rotation by a function, labels of one's own and restoring are not there. */
export function createSecrets({ app, clock, stateFolder }: SecretsOptions): Secrets {
  const state = openSecretState(stateFolder);
  const seconds = () => clock.now() / 1000;
  const secrets = [
    ...app.byType('AWS::SecretsManager::Secret').map((resource) => readSecret(resource, state, seconds())),
    ...state.created().map((created) => secretOf(created, seconds())),
  ];
  const arnOf = (id: string) => (id.startsWith('arn:') ? id : `arn:aws:secretsmanager:${app.region}:${app.account}:secret:${id}`);

  const isThere = ({ deletedAt }: Secret) => deletedAt === undefined || deletedAt > clock.now();
  const find = (id: string) =>
    secrets.find((each) => isThere(each) && (id === each.arn || id === each.name || each.arn.replace(/-\w{6}$/, '') === id));
  /** Throws AwsError for a secret that is not there, or is only waiting to go away. */
  const usable = (id: string): Secret => {
    const secret = find(id);
    if (!secret) throw notFound();
    if (secret.deletedAt !== undefined)
      throw new AwsError(
        'InvalidRequestException',
        "You can't perform this operation on the secret because it was marked for deletion.",
      );
    return secret;
  };
  const forget = ({ arn }: Secret) => {
    secrets.splice(
      secrets.findIndex((each) => each.arn === arn),
      1,
    );
    state.remove(arn);
  };

  const create = ({ Name, Description, SecretString, ClientRequestToken = randomUUID() }: BodyOf<'CreateSecret'>) => {
    const known = find(Name);
    if (known?.deletedAt !== undefined) usable(Name);
    const isRepeated = known?.current.id === ClientRequestToken && known.current.value === SecretString;
    if (known && !isRepeated)
      throw new AwsError('ResourceExistsException', `The operation failed because the secret ${Name} already exists.`);
    if (known) return { ARN: known.arn, Name, VersionId: ClientRequestToken };
    const arn = `${arnOf(Name)}-${stableCharacters(randomUUID(), 6, alphanumeric)}`;
    const secret = secretOf({ arn, name: Name, description: Description, value: SecretString }, seconds());
    secret.current.id = ClientRequestToken;
    secrets.push(secret);
    state.create(secret, SecretString);
    return { ARN: arn, Name, VersionId: ClientRequestToken };
  };

  const put = ({ SecretId, SecretString, ClientRequestToken = randomUUID() }: BodyOf<'PutSecretValue'>) => {
    const secret = usable(SecretId);
    putVersion(secret, { id: ClientRequestToken, value: SecretString, createdAt: seconds() });
    state.set(secret.arn, secret.current.value);
    return { ARN: secret.arn, Name: secret.name, VersionId: ClientRequestToken, VersionStages: ['AWSCURRENT'] };
  };

  const remove = ({ SecretId, RecoveryWindowInDays, ForceDeleteWithoutRecovery }: BodyOf<'DeleteSecret'>) => {
    const secret = find(SecretId);
    if (!secret) throw notFound();
    const days = ForceDeleteWithoutRecovery ? 0 : RecoveryWindowInDays;
    secret.deletedAt ??= clock.now() + days * 24 * 3600_000;
    if (ForceDeleteWithoutRecovery) forget(secret);
    return { ARN: secret.arn, Name: secret.name, DeletionDate: secret.deletedAt / 1000 };
  };

  const describe = (secret: Secret) => ({
    ARN: secret.arn,
    Name: secret.name,
    Description: secret.description,
    CreatedDate: secret.createdAt,
    LastChangedDate: secret.current.createdAt,
    ...(secret.deletedAt !== undefined && { DeletedDate: secret.deletedAt / 1000 }),
    VersionIdsToStages: {
      [secret.current.id]: ['AWSCURRENT'],
      ...(secret.previous && { [secret.previous.id]: ['AWSPREVIOUS'] }),
    },
  });

  const get = ({ SecretId, ...which }: BodyOf<'GetSecretValue'>) => {
    const { arn: ARN, name: Name, ...secret } = usable(SecretId);
    const { version, stage } = versionOf({ arn: ARN, name: Name, ...secret }, which);
    return {
      ARN,
      Name,
      SecretString: version.value,
      VersionId: version.id,
      VersionStages: [stage],
      CreatedDate: version.createdAt,
    };
  };

  const handle = (request: SecretRequest): Record<string, unknown> => {
    switch (request.operation) {
      case 'GetSecretValue':
        return get(request.body);
      case 'CreateSecret':
        return create(request.body);
      case 'PutSecretValue':
        return put(request.body);
      case 'DeleteSecret':
        return remove(request.body);
      case 'DescribeSecret': {
        const secret = find(request.body.SecretId);
        if (!secret) throw notFound();
        return describe(secret);
      }
    }
  };

  return {
    service: {
      name: 'secretsmanager',
      errorFormat: 'json',
      deniedStatus: 400,
      requirements: (request) => {
        const { operation, body } = readRequest(request);
        const id = 'Name' in body ? body.Name : body.SecretId;
        return [{ action: `secretsmanager:${operation}`, resource: find(id)?.arn ?? arnOf(id) }];
      },
      handle: async (request) => ({
        status: 200,
        headers: { 'content-type': 'application/x-amz-json-1.1' },
        body: JSON.stringify(handle(readRequest(request))),
      }),
    },
    value: (id) => find(id)?.current.value,
  };
}

type BodyOf<Operation extends SecretRequest['operation']> = Extract<SecretRequest, { operation: Operation }>['body'];
