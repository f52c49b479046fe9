import { createRequire } from 'node:module';
import type { AttributeValue, Item } from './attribute-value.ts';
import type { KeyRange } from './sorted-map.ts';
import type { AttributeDefinition, GlobalSecondaryIndex, KeySchemaElement } from './table-definition.ts';

/**
 * The parts of dynalite 4.0.0 that we stand on, typed by reading its source: request validation, expressions, and the item actions.
 * Its actions take their store as a parameter; ours (`dynalite-store.ts`) is in memory and calls back at once, so every action has
 * answered by the time it returns.
 */

/** A table as dynalite reads it; also what DescribeTable shows. */
export interface TableDescription {
  TableName: string;
  TableArn: string;
  TableStatus: 'ACTIVE';
  KeySchema: KeySchemaElement[];
  AttributeDefinitions: AttributeDefinition[];
  GlobalSecondaryIndexes?: (GlobalSecondaryIndex & { IndexArn: string; IndexStatus: 'ACTIVE' })[];
}

/** A node of a parsed condition: an operator or function with arguments, or a value of the request. */
export interface ConditionNode {
  type?: string;
  args?: (ConditionNode | (string | number)[])[];
  L?: unknown;
  M?: unknown;
}

/** An operand of an update: a path into the item, a value, or a function or sum of such. */
export type Operand = (string | number)[] | (AttributeValue & { type?: string; name?: string; args?: Operand[] });

export interface UpdateSection {
  type: 'set' | 'remove' | 'add' | 'delete';
  path: (string | number)[];
  val?: Operand;
}

/** A request that dynalite has checked. Which members are there depends on the operation; parsed expressions start with `_`. */
export interface CheckedRequest {
  TableName: string;
  Item?: Item;
  Key?: Item;
  IndexName?: string;
  ExclusiveStartKey?: Item;
  ReturnConsumedCapacity?: string;
  RequestItems?: Record<string, WriteRequest[]>;
  _condition?: { expression: ConditionNode };
  _filter?: { expression: ConditionNode };
  _updates?: { sections: UpdateSection[] };
}

export interface WriteRequest {
  PutRequest?: { Item: Item };
  DeleteRequest?: { Key: Item };
}

export interface ItemDb {
  lock(key: string, work: (release: (callback: unknown) => unknown) => void): void;
  get(key: string, callback: (error: unknown, item?: Item) => void): void;
  put(key: string, item: Item, callback: (error: unknown) => void): void;
  del(key: string, callback: (error: unknown) => void): void;
  createValueStream(range: KeyRange): unknown;
}

export interface Store {
  options: { maxItemSize: number };
  getTable(
    name: string,
    checkStatus: boolean | ((error: unknown, table?: TableDescription) => void),
    callback?: (error: unknown, table?: TableDescription) => void,
  ): void;
  getItemDb(tableName: string): ItemDb;
  getIndexDb(indexType: string, tableName: string, indexName: string): ItemDb;
}

export type Answer = Record<string, unknown>;

export type Action = (store: Store, request: CheckedRequest, callback: (error: unknown, answer?: Answer) => void) => void;

export interface Validation {
  types: Record<string, unknown>;
  custom?: (request: CheckedRequest, store: Store) => string | undefined;
}

/** What dynalite throws or calls back with when AWS would refuse: the body is AWS's error body. */
export interface DynaliteError extends Error {
  statusCode: number;
  body: { __type: string; message?: string; Message?: string };
}

interface Database {
  createKey(item: Item, table: TableDescription, keySchema?: KeySchemaElement[]): string;
  validateKey(key: Item, table: TableDescription): DynaliteError | undefined | null;
  validateItem(item: Item, table: TableDescription): DynaliteError | undefined | null;
  mapPath(path: (string | number)[], item: Item): AttributeValue | undefined | null;
  checkConditional(request: CheckedRequest, item: Item | undefined): DynaliteError | undefined | null;
}

interface Validations {
  /** Copies what it knows of `data`; removes what it does not know from `data` itself. */
  checkTypes(data: Record<string, unknown>, types: Validation['types']): CheckedRequest;
  /** Throws `DynaliteError`; also brings numbers to their canonical form and parses the expressions. */
  checkValidations(request: CheckedRequest, types: Validation['types'], custom: Validation['custom'], store: Store): void;
}

const load = createRequire(import.meta.url);

export const database: Database = load('dynalite/db');
export const validations: Validations = load('dynalite/validations');

const dynaliteOperations = [
  'GetItem',
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'Query',
  'Scan',
  'BatchGetItem',
  'BatchWriteItem',
] as const;

/** The operations that dynalite runs for us. */
export type DynaliteOperation = (typeof dynaliteOperations)[number];

const fileOf = (operation: DynaliteOperation) => operation.charAt(0).toLowerCase() + operation.slice(1);
const actions = new Map<DynaliteOperation, Action>();
const rules = new Map<DynaliteOperation, Validation>();
for (const operation of dynaliteOperations) {
  actions.set(operation, load(`dynalite/actions/${fileOf(operation)}`));
  rules.set(operation, load(`dynalite/validations/${fileOf(operation)}`));
}

export function isDynaliteOperation(operation: string): operation is DynaliteOperation {
  return dynaliteOperations.some((known) => known === operation);
}

export function actionOf(operation: DynaliteOperation): Action {
  const action = actions.get(operation);
  if (!action) throw new TypeError(`dynalite has no ${operation}`);
  return action;
}

export function validationOf(operation: DynaliteOperation): Validation {
  const validation = rules.get(operation);
  if (!validation) throw new TypeError(`dynalite has no ${operation}`);
  return validation;
}

export function isDynaliteError(error: unknown): error is DynaliteError {
  return error instanceof Error && 'body' in error && 'statusCode' in error;
}
