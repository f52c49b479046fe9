import { stableCharacters, stableUuid, upperAlphanumeric } from '../stable-names.ts';
import { arnOf, type Facts, type Kinds, nameOf, regionalArn } from './kind.ts';

/** `FunctionName` may be a name or an ARN. */
const functionArn = (facts: Facts) => {
  const named = facts.text('FunctionName') ?? '';
  return named.startsWith('arn:') ? named : regionalArn('lambda', facts, `function:${named}`);
};

const iamArn = (resource: string) => (facts: Facts) =>
  `arn:aws:iam::${facts.account}:${resource}${facts.text('Path') ?? '/'}${facts.name}`;

export const functionKinds: Kinds = {
  'AWS::Lambda::Function': {
    named: 'FunctionName',
    longest: 64,
    arn: (fn) => regionalArn('lambda', fn, `function:${fn.name}`),
    attributes: { Arn: arnOf },
  },
  'AWS::Lambda::Version': {
    name: () => '1',
    arn: (version) => `${functionArn(version)}:1`,
    ref: arnOf,
    attributes: { FunctionArn: arnOf, Version: nameOf },
  },
  'AWS::Lambda::Alias': {
    named: 'Name',
    arn: (alias) => `${functionArn(alias)}:${alias.name}`,
    ref: arnOf,
    attributes: { AliasArn: arnOf },
  },
  'AWS::Lambda::EventSourceMapping': {
    name: (mapping) => stableUuid(mapping.seed),
    arn: (mapping) => regionalArn('lambda', mapping, `event-source-mapping:${mapping.name}`),
    attributes: { Id: nameOf, EventSourceMappingArn: arnOf },
  },
  'AWS::Lambda::Permission': { longest: 100, attributes: { Id: nameOf } },

  'AWS::IAM::Role': {
    named: 'RoleName',
    longest: 64,
    arn: iamArn('role'),
    attributes: { Arn: arnOf, RoleId: (role) => `AROA${stableCharacters(role.seed, 17, upperAlphanumeric)}` },
  },
  'AWS::IAM::Policy': { named: 'PolicyName', longest: 128, attributes: { Id: nameOf } },
  'AWS::IAM::ManagedPolicy': {
    named: 'ManagedPolicyName',
    longest: 128,
    arn: iamArn('policy'),
    ref: arnOf,
    attributes: { PolicyArn: arnOf },
  },
};
