import { type DynamoDBDocumentClient, GetCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { cancellationCodes } from '../dynamo/cancellation.ts';
import { everyItem } from '../dynamo/every-item.dynamo.ts';
import { keys } from '../dynamo/table.ts';
import { Overtaken } from '../tickets/tickets.ts';
import { type Contact, type ContactChange, type Contacts, contact, contactClaim, emptyContact, withClaim } from './contact.ts';

export function contactsIn(dynamo: DynamoDBDocumentClient, tableName: string): Contacts {
  const read = async (key: { pk: string; sk: string }) => {
    const { Item } = await dynamo.send(new GetCommand({ TableName: tableName, Key: key, ConsistentRead: true }));
    return Item;
  };
  const find = async (contactId: string) => {
    const item = await read(keys.contact(contactId));
    return item && contact.parse(item);
  };
  const holderOf = async (identifier: string) => {
    const pointer = await read(keys.contactIdentifier(identifier));
    const held = typeof pointer?.contactId === 'string' ? await find(pointer.contactId) : undefined;
    // It may have moved between the two reads; whoever decides on this is then overtaken.
    return held?.identifiers.some((each) => each.identifier === identifier) ? held : undefined;
  };

  return {
    find,
    holderOf,
    contactOf: async (identifier) => {
      const held = await holderOf(identifier);
      return held ? { id: held.id, identifiers: held.identifiers.map((each) => each.identifier) } : { identifiers: [identifier] };
    },
    history: async (contactId) => {
      const items = await everyItem(dynamo, {
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': keys.contact(contactId).pk, ':prefix': keys.contactClaimPrefix },
        ConsistentRead: true,
      });
      return items.map((item) => contactClaim.parse(item));
    },
    tickets: async (identifiers, limit, before) => {
      const pages = await Promise.all(
        identifiers.map((identifier) =>
          dynamo.send(
            new QueryCommand({
              TableName: tableName,
              KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
              ExpressionAttributeValues: {
                ':pk': keys.identifiedTicket(identifier, '').pk,
                ':first': keys.identifiedTicketPrefix,
                // '~' sorts after every id.
                ':last': keys.identifiedTicket(identifier, before ?? '~').sk,
              },
              ScanIndexForward: false,
              // Whoever was cut off and calls again at once hears of what they had just opened.
              ConsistentRead: true,
              // One more says whether there is a next page, another may be `before` itself.
              Limit: limit + 2,
            }),
          ),
        ),
      );
      const ids = pages.flatMap(({ Items = [] }) => Items.map(({ ticketId }) => String(ticketId)));
      const newestFirst = [...new Set(ids)].filter((id) => id !== before).sort((a, b) => (a > b ? -1 : 1));
      const ticketIds = newestFirst.slice(0, limit);
      return { ticketIds, next: newestFirst.length > limit ? ticketIds.at(-1) : undefined };
    },
    change: async (changes, items) => {
      const after = changes.map(({ before, claims }) =>
        claims.reduce(withClaim, typeof before === 'string' ? emptyContact(before) : before),
      );
      const others = items.map((Item) => ({ Put: { TableName: tableName, Item } }));
      const contacts = changes.flatMap((change, i) => contactPuts(change, after[i] ?? emptyContact(''), tableName));
      try {
        await dynamo.send(
          new TransactWriteCommand({ TransactItems: [...others, ...contacts, ...pointerWrites(changes, after, tableName)] }),
        );
      } catch (error) {
        // Whichever of them it was: somebody else was quicker, or is at it.
        if (cancellationCodes(error)) throw new Overtaken(after.map(({ id }) => id).join(', '));
        throw error;
      }
      return after;
    },
  };
}

/** The contact, if it is still the one before, and what was said of it. */
const contactPuts = ({ before, claims }: ContactChange, after: Contact, tableName: string) => [
  {
    Put: {
      TableName: tableName,
      Item: { ...keys.contact(after.id), kind: 'contact', ...after },
      ...(typeof before === 'string'
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : {
            ConditionExpression: '#sequence = :before',
            ExpressionAttributeNames: { '#sequence': 'sequence' },
            ExpressionAttributeValues: { ':before': before.sequence },
          }),
    },
  },
  ...claims.map((claim) => ({
    Put: {
      TableName: tableName,
      Item: { ...keys.contactClaim(after.id, claim.n), kind: 'contact-claim', contactId: after.id, ...claim },
    },
  })),
];

/** Each identifier that changed hands leads to its contact of now, if it still led to the one before. */
function pointerWrites(changes: readonly ContactChange[], after: readonly Contact[], tableName: string) {
  const holderIn = (contacts: readonly (Contact | string)[], identifier: string) => {
    const held = contacts.find(
      (each) => typeof each !== 'string' && each.identifiers.some((one) => one.identifier === identifier),
    );
    return typeof held === 'string' ? undefined : held?.id;
  };
  const before = changes.map((change) => change.before);
  const touched = [...new Set(changes.flatMap(({ claims }) => claims.map(({ identifier }) => identifier)))];
  return touched.map((identifier) => {
    const [was, is] = [holderIn(before, identifier), holderIn(after, identifier)];
    const condition =
      was === undefined
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : { ConditionExpression: 'contactId = :was', ExpressionAttributeValues: { ':was': was } };
    const key = keys.contactIdentifier(identifier);
    return is === undefined
      ? { Delete: { TableName: tableName, Key: key, ...condition } }
      : { Put: { TableName: tableName, Item: { ...key, kind: 'contact-identifier', contactId: is }, ...condition } };
  });
}
