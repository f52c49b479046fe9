import { DeleteItemCommand, PutItemCommand, ScanCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aKey, arnOf, aTable, type Running, startDynamoDb } from './local-dynamodb.ts';

type Write = { kind: 'put'; key: string; value: number; onlyNew: boolean } | { kind: 'delete'; key: string };
type Step = { kind: 'single'; write: Write } | { kind: 'transaction'; writes: Write[] };
type Model = Map<string, number>;

const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
const write: fc.Arbitrary<Write> = fc.oneof(
  fc.record({ kind: fc.constant('put' as const), key: name, value: fc.nat(3), onlyNew: fc.boolean() }),
  fc.record({ kind: fc.constant('delete' as const), key: name }),
);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('single' as const), write }),
  fc.record({
    kind: fc.constant('transaction' as const),
    writes: fc.uniqueArray(write, { minLength: 1, maxLength: 5, selector: (w) => w.key }),
  }),
);

const allowed = (model: Model, one: Write) => one.kind === 'delete' || !one.onlyNew || !model.has(one.key);

function apply(model: Model, writes: Write[]): void {
  if (!writes.every((one) => allowed(model, one))) return;
  for (const one of writes) {
    if (one.kind === 'put') model.set(one.key, one.value);
    else model.delete(one.key);
  }
}

let running: Running;
let tables = 0;
beforeAll(async () => {
  running = await startDynamoDb();
});
afterAll(() => running.stop());

const command = (TableName: string, one: Write) => {
  if (one.kind === 'delete') return { TableName, Key: aKey(one.key) };
  const Item = { ...aKey(one.key), value: { N: String(one.value) } };
  return { TableName, Item, ...(one.onlyNew && { ConditionExpression: 'attribute_not_exists(pk)' }) };
};

async function send(TableName: string, taken: Step): Promise<void> {
  const sending =
    taken.kind === 'transaction'
      ? running.client.send(
          new TransactWriteItemsCommand({
            TransactItems: taken.writes.map((one) => ({ [one.kind === 'put' ? 'Put' : 'Delete']: command(TableName, one) })),
          }),
        )
      : taken.write.kind === 'put'
        ? running.client.send(new PutItemCommand(command(TableName, taken.write) as never))
        : running.client.send(new DeleteItemCommand(command(TableName, taken.write) as never));
  await sending.catch((error: Error) => {
    if (error.name !== 'ConditionalCheckFailedException' && error.name !== 'TransactionCanceledException') throw error;
  });
}

it('after any sequence of writes, the table is what a plain map would be and its stream replays to it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 15 }), async (steps) => {
      const TableName = `model${tables++}`;
      await running.dynamo.createTable(aTable({ name: TableName }));
      const model: Model = new Map();
      for (const taken of steps) {
        await send(TableName, taken);
        apply(model, taken.kind === 'single' ? [taken.write] : taken.writes);
      }

      const { Items } = await running.client.send(new ScanCommand({ TableName }));
      expect(new Map((Items ?? []).map((item) => [item.pk?.S, Number(item.value?.N)]))).toEqual(model);

      const replayed: Model = new Map();
      for (const { eventName, dynamodb } of running.dynamo.stream(`${arnOf(TableName)}/stream/local`)?.read(undefined, 1000) ??
        []) {
        const pk = dynamodb.Keys.pk?.S ?? '';
        const before = dynamodb.OldImage ? Number(dynamodb.OldImage.value?.N) : undefined;
        expect(before).toBe(replayed.get(pk));
        if (eventName === 'REMOVE') replayed.delete(pk);
        else replayed.set(pk, Number(dynamodb.NewImage?.value?.N));
      }
      expect(replayed).toEqual(model);
    }),
    { numRuns: 60 },
  );
});
