import { type Place, templateError } from './place.ts';
import { stableUuid } from './stable-names.ts';
import type { StackTemplate } from './stack-template.ts';

/** The parameters that CloudFormation defines itself. `AWS::NoValue` is undefined: it makes its member disappear. */
export function pseudoParameters(stack: string, account: string, region: string): Map<string, unknown> {
  return new Map<string, unknown>([
    ['AWS::AccountId', account],
    ['AWS::NoValue', undefined],
    ['AWS::NotificationARNs', []],
    ['AWS::Partition', 'aws'],
    ['AWS::Region', region],
    ['AWS::StackId', `arn:aws:cloudformation:${region}:${account}:stack/${stack}/${stableUuid(stack)}`],
    ['AWS::StackName', stack],
    ['AWS::URLSuffix', 'amazonaws.com'],
  ]);
}

/** Lists become lists; everything else stays text, as on AWS. An SSM parameter's default is a path, not the value. */
export function parameterValue(
  name: string,
  { Type: type, Default: fallback }: StackTemplate['Parameters'][string],
  given: Record<string, string>,
  place: Place,
): unknown {
  const value = given[name] ?? (type.startsWith('AWS::SSM::') ? undefined : fallback);
  if (value === undefined)
    throw templateError(place, `parameter ${name} (${type}) has no value here; pass one in \`parameters\``);
  const isList = type === 'CommaDelimitedList' || type.startsWith('List<');
  return isList ? `${value}`.split(',').map((item) => item.trim()) : `${value}`;
}
