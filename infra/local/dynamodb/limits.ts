import { AwsError } from '../service.ts';
import type { AttributeValue, Item } from './attribute-value.ts';
import { validationError } from './errors.ts';
import { itemSize } from './item-size.ts';

/** DynamoDB's limits on items and expressions that dynalite does not hold, or counts in UTF-16 units instead of bytes. */
export const mostItemBytes = 400 * 1024;
/** An attribute is level 1; a scalar may stand at level 32. */
export const deepestLevel = 32;
export const mostExpressionBytes = 4096;
export const mostSignificantDigits = 38;

/** Refuses an item of a put, which is known from the request alone. */
export function checkItem(item: Item): void {
  checkNesting(item);
  if (itemSize(item) > mostItemBytes) throw validationError('Item size has exceeded the maximum allowed size');
}

/** Refuses what an update would leave behind. */
export function checkUpdated(item: Item): void {
  checkNesting(item);
  checkNumbers(item);
  if (itemSize(item) > mostItemBytes) throw validationError('Item size to update has exceeded the maximum allowed size');
}

function checkNesting(item: Item): void {
  for (const value of Object.values(item)) {
    if (depth(value) > deepestLevel) {
      throw validationError(
        'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit',
      );
    }
  }
}

function depth(value: AttributeValue): number {
  const members = value.L ?? (value.M ? Object.values(value.M) : []);
  return members.reduce((deepest, member) => Math.max(deepest, 1 + depth(member)), 1);
}

/** Arithmetic can leave the range that numbers in a request are held to. */
function checkNumbers(item: Item): void {
  for (const value of Object.values(item)) {
    if (value.N !== undefined) checkNumber(value.N);
    else if (value.M) checkNumbers(value.M);
    else if (value.L) for (const member of value.L) checkNumbers({ member });
  }
}

function checkNumber(decimal: string): void {
  const [whole = '', fraction = ''] = decimal.replace('-', '').split('.');
  const significant = `${whole}${fraction}`.replace(/^0+/, '').replace(/0+$/, '');
  if (significant.length > mostSignificantDigits) {
    throw validationError('Attempting to store more than 38 significant digits in a Number');
  }
  if (whole.length > 126) {
    throw validationError('Number overflow. Attempting to store a number with magnitude larger than supported range');
  }
  if (significant && fraction.length > 130 && /^0*$/.test(whole) && /^0{130}/.test(fraction)) {
    throw validationError('Number underflow. Attempting to store a number with magnitude smaller than supported range');
  }
}

const expressions = [
  'UpdateExpression',
  'ConditionExpression',
  'KeyConditionExpression',
  'FilterExpression',
  'ProjectionExpression',
] as const;

/** Counts the expression as sent, before names and values are put in. */
export function checkExpressions(body: Record<string, unknown>): void {
  for (const name of expressions) {
    const expression = body[name];
    if (typeof expression !== 'string') continue;
    const bytes = Buffer.byteLength(expression);
    if (bytes > mostExpressionBytes) {
      throw new AwsError(
        'ValidationException',
        `Invalid ${name}: Expression size has exceeded the maximum allowed size; expression size: ${bytes}`,
      );
    }
  }
}
