export interface KeySchemaElement {
  AttributeName: string;
  KeyType: 'HASH' | 'RANGE';
}

export interface AttributeDefinition {
  AttributeName: string;
  AttributeType: 'S' | 'N' | 'B';
}

export interface GlobalSecondaryIndex {
  IndexName: string;
  KeySchema: KeySchemaElement[];
  Projection: { ProjectionType: 'ALL' | 'KEYS_ONLY' | 'INCLUDE'; NonKeyAttributes?: string[] };
}

export type StreamViewType = 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES';

/** What the local DynamoDB needs to know of a table; the lists are in the template's own shape. */
export interface TableDefinition {
  name: string;
  arn: string;
  keySchema: KeySchemaElement[];
  attributeDefinitions: AttributeDefinition[];
  globalSecondaryIndexes?: GlobalSecondaryIndex[];
  stream?: { viewType: StreamViewType };
  /** The attribute that holds an item's expiry in epoch seconds. */
  timeToLiveAttribute?: string;
}

/** A table has one stream here, and it never gets another: the label is fixed. */
export function streamArn(tableArn: string): string {
  return `${tableArn}/stream/local`;
}
