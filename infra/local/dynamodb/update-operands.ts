import type { Item } from './attribute-value.ts';
import { database, type Operand, type UpdateSection } from './dynalite.ts';

/**
 * Puts copies of the stored values where an update expression reads them. dynalite hands the very object on, so that in
 * `SET previous = tags DELETE tags :tag` the deletion would change both; AWS reads every operand from the item as it was.
 */
export function readOperands(sections: UpdateSection[], stored: Item): void {
  for (const section of sections) if (section.val !== undefined) section.val = read(section.val, stored);
}

function read(operand: Operand, stored: Item): Operand {
  if (Array.isArray(operand)) return copyOf(operand, stored) ?? operand;
  if (operand.type === 'function' && operand.name === 'if_not_exists') {
    const [path, otherwise] = operand.args ?? [];
    const found = Array.isArray(path) ? copyOf(path, stored) : undefined;
    if (found || !path || !otherwise) return found ?? operand;
    return { ...operand, args: [path, read(otherwise, stored)] };
  }
  if (operand.type === undefined || !operand.args) return operand;
  return { ...operand, args: operand.args.map((argument) => read(argument, stored)) };
}

function copyOf(path: (string | number)[], stored: Item): Operand | undefined {
  const value = database.mapPath(path, stored);
  return value ? structuredClone(value) : undefined;
}
