import type { Item } from './attribute-value.ts';
import { validationError } from './errors.ts';
import type { Table } from './table.ts';
import type { KeySchemaElement } from './table-definition.ts';

/** Longest key values in UTF-8 bytes. */
export const mostHashKeyBytes = 2048;
export const mostRangeKeyBytes = 1024;

/** Refuses key values that are empty or too long. A key of the wrong type or a missing key is dynalite's to refuse. */
export function checkKeyValues(table: Table, keyOrItem: Item): void {
  for (const key of table.definition.keySchema) {
    const kind = emptyKind(keyOrItem, key.AttributeName);
    if (kind) {
      throw validationError(
        `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${kind} value. Key: ${key.AttributeName}`,
      );
    }
    checkLength(keyOrItem, key);
  }
}

/** Refuses an item to put whose index keys are empty or too long. */
export function checkIndexKeyValues(table: Table, item: Item): void {
  for (const index of table.definition.globalSecondaryIndexes ?? []) {
    for (const key of index.KeySchema) {
      const kind = emptyKind(item, key.AttributeName);
      if (kind) {
        throw validationError(
          `One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty ${kind} value. IndexName: ${index.IndexName}, IndexKey: ${key.AttributeName}`,
        );
      }
      checkLength(item, key);
    }
  }
}

/** Refuses what an update made of an item's index keys. */
export function checkUpdatedIndexKeys(table: Table, before: Item | undefined, after: Item): void {
  for (const index of table.definition.globalSecondaryIndexes ?? []) {
    for (const key of index.KeySchema) {
      if (before?.[key.AttributeName] === after[key.AttributeName]) continue;
      const kind = emptyKind(after, key.AttributeName);
      if (kind) {
        throw validationError(
          `One or more parameter values are not valid. The update expression attempted to update a secondary index key to a value that is not supported. The AttributeValue for a key attribute cannot contain an empty ${kind} value.`,
        );
      }
      checkLength(after, key);
    }
  }
}

/** Is this the refusal of an empty key? In a transaction it refuses the whole request, where other key faults cancel it. */
export function isEmptyKeyMessage(message: string): boolean {
  return message.includes('The AttributeValue for a key attribute cannot contain an empty');
}

function emptyKind(item: Item, attribute: string): 'string' | 'binary' | undefined {
  const value = item[attribute];
  if (value?.S === '') return 'string';
  return value?.B === '' ? 'binary' : undefined;
}

function checkLength(item: Item, key: KeySchemaElement): void {
  const value = item[key.AttributeName];
  const bytes =
    value?.S !== undefined ? Buffer.byteLength(value.S) : value?.B !== undefined ? Buffer.byteLength(value.B, 'base64') : 0;
  if (key.KeyType === 'HASH' && bytes > mostHashKeyBytes) {
    throw validationError(
      'One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes',
    );
  }
  if (key.KeyType === 'RANGE' && bytes > mostRangeKeyBytes) {
    throw validationError(
      'One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of 1024 bytes',
    );
  }
}
