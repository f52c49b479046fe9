/** One attribute value in DynamoDB's JSON: exactly one member is set; binary is base64, numbers are decimal strings. */
export interface AttributeValue {
  S?: string;
  N?: string;
  B?: string;
  BOOL?: boolean;
  NULL?: boolean;
  SS?: string[];
  NS?: string[];
  BS?: string[];
  L?: AttributeValue[];
  M?: Record<string, AttributeValue>;
}

export type Item = Readonly<Record<string, AttributeValue>>;

/** Would DynamoDB call these the same item? Sets have no order; numbers are compared as stored, in their one canonical form. */
export function sameItem(one: Item, other: Item): boolean {
  const names = Object.keys(one);
  if (names.length !== Object.keys(other).length) return false;
  return names.every((name) => {
    const [a, b] = [one[name], other[name]];
    return a !== undefined && b !== undefined && sameValue(a, b);
  });
}

function sameValue(a: AttributeValue, b: AttributeValue): boolean {
  if (a === b) return true;
  if (a.M) return b.M !== undefined && sameItem(a.M, b.M);
  if (a.L) return b.L !== undefined && sameList(a.L, b.L);
  if (a.SS) return sameSet(a.SS, b.SS);
  if (a.NS) return sameSet(a.NS, b.NS);
  if (a.BS) return sameSet(a.BS, b.BS);
  return a.S === b.S && a.N === b.N && a.B === b.B && a.BOOL === b.BOOL && a.NULL === b.NULL && isScalar(b);
}

function sameList(a: AttributeValue[], b: AttributeValue[]): boolean {
  return (
    a.length === b.length &&
    a.every((value, position) => {
      const other = b[position];
      return other !== undefined && sameValue(value, other);
    })
  );
}

function sameSet(a: string[], b: string[] | undefined): boolean {
  return b !== undefined && a.length === b.length && a.every((member) => b.includes(member));
}

function isScalar(value: AttributeValue): boolean {
  return !(value.M || value.L || value.SS || value.NS || value.BS);
}
