import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { documentClient } from '../../../shared/dynamo/document-client.dynamo.ts';
import { agentReply } from '../../../shared/tickets/decide.ts';
import { ticketsIn } from '../../../shared/tickets/tickets.dynamo.ts';
import { ClaimTaken, Overtaken, untilNotOvertaken } from '../../../shared/tickets/tickets.ts';
import { aContract, aTicket, byAgent, minutesLater } from '../../support/builders.ts';

/** What DynamoDB answers when requests meet, which one machine alone cannot make happen. Reasons: the claim, the snapshot, the event. */
const dynamo = mockClient(DynamoDBDocumentClient);
beforeEach(() => {
  dynamo.reset();
});
const cancelled = (...codes: string[]) =>
  new TransactionCanceledException({ $metadata: {}, message: 'cancelled', CancellationReasons: codes.map((Code) => ({ Code })) });
const tickets = ticketsIn(documentClient(), 'table', () => undefined);
const claim = { name: 'request', item: { pk: 'REQUEST#1', sk: 'REQUEST', kind: 'request' } };
const append = () =>
  tickets.append(aTicket(), agentReply(aTicket(), { messageId: 'm', text: 't' }, aContract(), byAgent(minutesLater(1))), [claim]);

describe('an append that DynamoDB cancels', () => {
  it.each(['TransactionConflict', 'ConditionalCheckFailed', 'ThrottlingError', 'ProvisionedThroughputExceeded'])(
    'for %s may be tried again after a fresh look',
    async (code) => {
      dynamo.on(TransactWriteCommand).rejects(cancelled('None', code, 'None'));
      await expect(append()).rejects.toBeInstanceOf(Overtaken);
    },
  );

  it('because its claim is taken says so, even if the ticket has changed as well', async () => {
    dynamo.on(TransactWriteCommand).rejects(cancelled('ConditionalCheckFailed', 'ConditionalCheckFailed', 'None'));
    await expect(append()).rejects.toEqual(new ClaimTaken('request'));
  });

  it('for what no repetition mends fails as it is', async () => {
    dynamo.on(TransactWriteCommand).rejects(cancelled('None', 'ValidationError', 'None'));
    await expect(append()).rejects.toBeInstanceOf(TransactionCanceledException);
  });

  it('goes through once the others are done, and gives up after eight tries', async () => {
    dynamo
      .on(TransactWriteCommand)
      .rejectsOnce(cancelled('None', 'TransactionConflict', 'None'))
      .resolves({});
    expect((await untilNotOvertaken(append)).sequence).toBe(2);
    dynamo.reset();
    dynamo.on(TransactWriteCommand).rejects(cancelled('None', 'TransactionConflict', 'None'));
    await expect(untilNotOvertaken(append)).rejects.toBeInstanceOf(Overtaken);
    expect(dynamo.commandCalls(TransactWriteCommand)).toHaveLength(8);
  });
});
