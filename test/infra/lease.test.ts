import { expect, test } from 'vitest';
import { leaseSeconds } from '../../shared/notices/outbox.ts';
import { leaseSeconds as laneLeaseSeconds } from '../../shared/webhooks/lane.ts';
import { nothing, ofType, synthesized } from './synthesized.ts';

const { service } = synthesized(nothing);
const property = (type: string, id: string, name: string): number => {
  const [found] = ofType(service, type).filter(([logicalId]) => logicalId.startsWith(id));
  return Object(found?.[1].Properties)[name];
};

/** A claim of send-notices that died must stand until note-delivery, failing once, has come again: else the mail goes out twice. */
test('a claim outlives one failed try of note-delivery, and send-notices itself', () => {
  const visibility = property('AWS::SQS::Queue', 'NoteDeliveryQueue', 'VisibilityTimeout');
  const noteDelivery = property('AWS::Lambda::Function', 'NoteDelivery', 'Timeout');
  const sendNotices = property('AWS::Lambda::Function', 'SendNotices', 'Timeout');
  expect(visibility + 2 * noteDelivery).toBeLessThan(leaseSeconds);
  expect(sendNotices).toBeLessThan(leaseSeconds);
});

/** Else two workers would send webhooks of one ticket at a time, and out of order. */
test('a lane is held longer than deliver-webhook may run', () => {
  expect(property('AWS::Lambda::Function', 'DeliverWebhook', 'Timeout')).toBeLessThan(laneLeaseSeconds);
});
