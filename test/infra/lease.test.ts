import { expect, test } from 'vitest';
import { leaseSeconds } from '../../shared/notices/outbox.ts';
import { nothing, ofType, synthesized } from './synthesized.ts';

/** A claim of send-notices that died must stand until note-delivery, failing once, has come again: else the mail goes out twice. */
test('a claim outlives one failed try of note-delivery, and send-notices itself', () => {
  const { service } = synthesized(nothing);
  const property = (type: string, id: string, name: string): number => {
    const [found] = ofType(service, type).filter(([logicalId]) => logicalId.startsWith(id));
    return Object(found?.[1].Properties)[name];
  };
  const visibility = property('AWS::SQS::Queue', 'NoteDeliveryQueue', 'VisibilityTimeout');
  const noteDelivery = property('AWS::Lambda::Function', 'NoteDelivery', 'Timeout');
  const sendNotices = property('AWS::Lambda::Function', 'SendNotices', 'Timeout');
  expect(visibility + 2 * noteDelivery).toBeLessThan(leaseSeconds);
  expect(sendNotices).toBeLessThan(leaseSeconds);
});
