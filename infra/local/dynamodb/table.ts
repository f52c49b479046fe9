import type { Item } from './attribute-value.ts';
import type { Change } from './change.ts';
import { database, type TableDescription } from './dynalite.ts';
import { SortedMap } from './sorted-map.ts';
import type { GlobalSecondaryIndex, TableDefinition } from './table-definition.ts';
import { createTableStream, type RecordedStream } from './table-stream.ts';
import { createTimeToLive, type TimeToLive } from './time-to-live.ts';

interface Index {
  definition: GlobalSecondaryIndex;
  /** undefined = every attribute. */
  projected: Set<string> | undefined;
  items: SortedMap<Item>;
}

/** One table in memory: its items, its indexes, its stream and what is due to expire. */
export class Table {
  readonly definition: TableDefinition;
  readonly description: TableDescription;
  readonly items = new SortedMap<Item>();
  readonly stream: RecordedStream | undefined;
  readonly timeToLive: TimeToLive | undefined;
  readonly #indexes: Map<string, Index>;

  constructor(definition: TableDefinition, region: string) {
    this.definition = definition;
    this.description = describe(definition);
    this.stream = definition.stream && createTableStream(definition, definition.stream.viewType, region);
    this.timeToLive = definition.timeToLiveAttribute ? createTimeToLive(definition.timeToLiveAttribute) : undefined;
    const tableKeys = definition.keySchema.map((key) => key.AttributeName);
    this.#indexes = new Map(
      definition.globalSecondaryIndexes?.map((index) => [
        index.IndexName,
        { definition: index, projected: projection(index, tableKeys), items: new SortedMap<Item>() },
      ]),
    );
  }

  get hashKey(): string {
    return this.definition.keySchema[0]?.AttributeName ?? '';
  }

  keyOf(item: Item): Item {
    return pick(item, new Set(this.definition.keySchema.map((key) => key.AttributeName)));
  }

  indexItems(indexName: string): SortedMap<Item> | undefined {
    return this.#indexes.get(indexName)?.items;
  }

  /**
   * Where an item stands in an index, or undefined if it lacks one of the index's keys (a sparse index). The table's own key makes it
   * unique: dynalite's six hash digits are not enough for an index with many items under one key.
   */
  indexKey(indexName: string, item: Item): string | undefined {
    const index = this.#indexes.get(indexName);
    if (!index?.definition.KeySchema.every((key) => item[key.AttributeName])) return undefined;
    return database.createKey(item, this.description, index.definition.KeySchema) + database.createKey(item, this.description);
  }

  /** Writes one change into the table and its indexes. */
  apply({ key, before, after }: Change): void {
    if (after) this.items.set(key, after);
    else this.items.delete(key);
    this.timeToLive?.replace(key, before, after);
    for (const [name, index] of this.#indexes) {
      const from = before && this.indexKey(name, before);
      const to = after && this.indexKey(name, after);
      if (from && from !== to) index.items.delete(from);
      if (after && to) index.items.set(to, index.projected ? pick(after, index.projected) : after);
    }
  }
}

function projection(index: GlobalSecondaryIndex, tableKeys: string[]): Set<string> | undefined {
  if (index.Projection.ProjectionType === 'ALL') return undefined;
  const indexKeys = index.KeySchema.map((key) => key.AttributeName);
  return new Set([...tableKeys, ...indexKeys, ...(index.Projection.NonKeyAttributes ?? [])]);
}

function pick(item: Item, names: Set<string>): Item {
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)));
}

function describe(definition: TableDefinition): TableDescription {
  return {
    TableName: definition.name,
    TableArn: definition.arn,
    TableStatus: 'ACTIVE',
    KeySchema: definition.keySchema,
    AttributeDefinitions: definition.attributeDefinitions,
    ...(definition.globalSecondaryIndexes && {
      GlobalSecondaryIndexes: definition.globalSecondaryIndexes.map((index) => ({
        ...index,
        IndexArn: `${definition.arn}/index/${index.IndexName}`,
        IndexStatus: 'ACTIVE' as const,
      })),
    }),
  };
}
