import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Api, anApi } from './an-api.ts';

let api: Api;
beforeEach(async () => {
  api = await anApi();
});
afterEach(() => api.table.stop());

it('a change that found nothing to do finds nothing either when it comes again with its Idempotency-Key', async () => {
  const { id } = await api.aTicket();
  const assign = (assignee: string, headers = {}) => api.call('PUT /tickets/{id}/assignee', id, { body: { assignee }, headers });
  await assign('max');
  expect((await assign('max', { 'idempotency-key': 'k' })).body.ticket.sequence).toBe(2);
  await assign('eva');
  expect((await assign('max', { 'idempotency-key': 'k' })).body.ticket).toMatchObject({ assignee: 'eva', sequence: 3 });
  expect((await assign('max')).body.ticket).toMatchObject({ assignee: 'max', sequence: 4 });
});
