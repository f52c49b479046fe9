import { AwsError } from '../service.ts';
import type { Item } from './attribute-value.ts';
import type { Change } from './change.ts';
import { commit } from './commit.ts';
import { transactionCapacity, wantsCapacity } from './consumed-capacity.ts';
import { type Answer, type DynaliteOperation, database } from './dynalite.ts';
import { asAwsError, constraintError, validationError } from './errors.ts';
import type { IdempotencyTokens } from './idempotency-tokens.ts';
import { type Checked, check, checkKeys, plan, storedItem, type Tables } from './item-operations.ts';
import { itemSize } from './item-size.ts';
import { isEmptyKeyMessage } from './key-values.ts';
import {
  type CancellationReason,
  cancelled,
  checkDistinct,
  type Member,
  mostTransactionBytes,
  readMembers,
  reasonOf,
  tableOf,
} from './transaction.ts';

interface WriteAction {
  checked: Checked;
  /** A condition that must hold of an item which the transaction does not write. */
  onlyCondition: boolean;
}

/** The single-item operation that checks and plans each kind of action. A delete has just the members of a condition check. */
const operationOf = new Map<string, DynaliteOperation>([
  ['Put', 'PutItem'],
  ['Update', 'UpdateItem'],
  ['Delete', 'DeleteItem'],
  ['ConditionCheck', 'DeleteItem'],
]);

const requiredExpression = new Map([
  ['Update', 'UpdateExpression'],
  ['ConditionCheck', 'ConditionExpression'],
]);

/** TransactWriteItems: every action is planned on the tables as they are, and only if all may be done is any of them written. */
export function transactWrite(body: Record<string, unknown>, tables: Tables, tokens: IdempotencyTokens, now: number): Answer {
  const members = readMembers(body);
  const token = typeof body.ClientRequestToken === 'string' ? body.ClientRequestToken : undefined;
  const claim = tokens.claim(token, body.TransactItems, now);
  const actions = members.map((member, position) => readAction(member, position, tables));
  for (const { checked } of actions) {
    tableOf(checked, tables);
    checkKeys(checked, tables);
  }
  checkDistinct(
    actions.map((action) => action.checked),
    tables,
  );
  if (claim.isRepeat) return answer(body, 'read', readTouched(actions, tables));

  const changes = planAll(actions, tables);
  checkTotalSize(actions, changes);
  const touched = [
    ...changes.map(writtenItem),
    ...readTouched(
      actions.filter((action) => action.onlyCondition),
      tables,
    ),
  ];
  commit(changes, now);
  claim.remember();
  return answer(body, 'write', touched);
}

function readAction(member: Member, position: number, { store }: Tables): WriteAction {
  const [kind, ...others] = Object.keys(member);
  const operation = operationOf.get(kind ?? '');
  const body = member[kind ?? ''];
  if (kind === undefined || others.length > 0 || !operation || !body) {
    throw validationError('TransactItems can only contain one of Check, Put, Update or Delete');
  }
  const required = requiredExpression.get(kind);
  if (required && body[required] === undefined) {
    const path = [kind, required].map((name) => name.charAt(0).toLowerCase() + name.slice(1)).join('.');
    throw constraintError(
      `Value null at 'transactItems.${position + 1}.member.${path}' failed to satisfy constraint: Member must not be null`,
    );
  }
  return { checked: check(operation, body, store), onlyCondition: kind === 'ConditionCheck' };
}

function planAll(actions: WriteAction[], tables: Tables): Change[] {
  const changes: Change[] = [];
  const reasons = actions.map((action): CancellationReason => {
    try {
      if (action.onlyCondition) checkCondition(action.checked, tables);
      else changes.push(...plan(action.checked, tables).changes);
      return { Code: 'None' };
    } catch (error) {
      if (error instanceof AwsError && isEmptyKeyMessage(error.message)) throw error;
      return reasonOf(error);
    }
  });
  if (reasons.some((reason) => reason.Code !== 'None')) throw cancelled(reasons);
  return changes;
}

function checkCondition(checked: Checked, tables: Tables): void {
  const table = tableOf(checked, tables);
  const badKey = database.validateKey(checked.request.Key ?? {}, table.description);
  if (badKey) throw asAwsError(badKey);
  const item = storedItem(checked, tables);
  if (!database.checkConditional(checked.request, item)) return;
  const details = checked.returnOldOnFailure && item ? { Item: item } : {};
  throw new AwsError('ConditionalCheckFailedException', 'The conditional request failed', 400, details);
}

/** Counts items as they will be, and the key where none remains. */
function checkTotalSize(actions: WriteAction[], changes: Change[]): void {
  const written = changes.reduce((bytes, { after }) => bytes + (after ? itemSize(after) : 0), 0);
  const keys = actions.reduce(
    (bytes, { checked: { operation, request } }) => bytes + (operation === 'DeleteItem' ? itemSize(request.Key ?? {}) : 0),
    0,
  );
  if (written + keys > mostTransactionBytes) {
    throw validationError('The aggregate size of the items in the transaction exceeded the maximum allowed size of 4 MB');
  }
}

interface Touched {
  tableName: string;
  item: Item | undefined;
}

function readTouched(actions: WriteAction[], tables: Tables): Touched[] {
  return actions.map(({ checked }) => ({ tableName: checked.request.TableName, item: storedItem(checked, tables) }));
}

/** A write costs what the larger of the item before and after costs. */
function writtenItem({ table, before, after }: Change): Touched {
  const item = before && (!after || itemSize(before) > itemSize(after)) ? before : after;
  return { tableName: table.definition.name, item };
}

/** A repeat is answered with the capacity of reading what the first request wrote. */
function answer(body: Record<string, unknown>, kind: 'read' | 'write', touched: Touched[]): Answer {
  return wantsCapacity(body) ? { ConsumedCapacity: transactionCapacity(kind, touched) } : {};
}
