import { transactionCapacity, wantsCapacity } from './consumed-capacity.ts';
import type { Answer } from './dynalite.ts';
import { validationError } from './errors.ts';
import { check, checkKeys, plan, storedItem, type Tables } from './item-operations.ts';
import { itemSize } from './item-size.ts';
import {
  type CancellationReason,
  cancelled,
  checkDistinct,
  mostTransactionBytes,
  readMembers,
  reasonOf,
  tableOf,
} from './transaction.ts';

/** TransactGetItems: all items as of one moment. An item that is not there is an empty answer in its place. */
export function transactGet(body: Record<string, unknown>, tables: Tables): Answer {
  const gets = readMembers(body).map((member) => {
    const { Get, ...others } = member;
    if (!Get || Object.keys(others).length > 0) throw validationError('TransactItems can only contain Get');
    return check('GetItem', Get, tables.store);
  });
  for (const get of gets) {
    tableOf(get, tables);
    checkKeys(get, tables);
  }
  checkDistinct(gets, tables);

  const responses: Answer[] = [];
  const reasons = gets.map((get): CancellationReason => {
    try {
      const { Item } = plan(get, tables).answer;
      responses.push(Item ? { Item } : {});
      return { Code: 'None' };
    } catch (error) {
      return reasonOf(error);
    }
  });
  if (reasons.some((reason) => reason.Code !== 'None')) throw cancelled(reasons);

  const items = gets.map((get) => ({ tableName: get.request.TableName, item: storedItem(get, tables) }));
  if (items.reduce((bytes, { item }) => bytes + (item ? itemSize(item) : 0), 0) > mostTransactionBytes) {
    throw validationError('The aggregate size of the items in the transaction exceeded the maximum allowed size of 4 MB');
  }
  return { Responses: responses, ...(wantsCapacity(body) && { ConsumedCapacity: transactionCapacity('read', items) }) };
}
