import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '../../support/cloud.ts';
import { type Customers, customersAt } from './customers.ts';

/** Saturday, 19 September 2026, in Shanghai: Sunday is a make-up working day, and the autumn holidays come after it. */
let desk: Customers;
let portal: Json;
beforeAll(async () => {
  desk = await customersAt('Asia/Shanghai', '2026-09-19T15:00');
  portal = await desk.opens({
    channel: 'portal',
    priority: 'high',
    requester: { address: 'li@beifang-yun.example' },
    subject: '门户请求',
  });
});
afterAll(() => desk.stage.stop());

describe('service-cn', () => {
  it('a portal request of Saturday is due on Sunday, which makes up for a holiday', async () => {
    expect(portal).toMatchObject({ contractId: 'ctr_service-cn', language: 'zh' });
    expect(await desk.due(portal, 'first-response')).toBe('2026-09-20T13:00');
    expect(await desk.standing(portal)).toEqual({ 'first-response': 'running' });
  });
  it('warns on Sunday whoever is on duty, and has its progress due eight working hours after the response', async () => {
    await desk.until('2026-09-20T12:30');
    expect(await desk.told(portal)).toEqual(['2026-09-20T12:12 zhiban']);
    await desk.answers(portal);
    expect(await desk.standing(portal)).toEqual({ 'first-response': 'met', update: 'running' });
    // 5:30 on Sunday, 2:30 on Monday.
    expect(await desk.due(portal, 'update')).toBe('2026-09-21T11:30');
    await desk.sets(portal, 'status', { status: 'resolved' });
    expect(await desk.standing(portal)).toEqual({ 'first-response': 'met', update: 'met' });
  });
  it('a call that nobody takes within a minute is a broken promise', async () => {
    const call = await desk.opens({ channel: 'phone', requester: { address: 'li@beifang-yun.example', phone: '+861055550180' } });
    await desk.stage.advance('PT59S');
    expect(await desk.standing(call)).toEqual({ 'pick-up': 'running' });
    await desk.stage.advance('PT3S');
    expect(await desk.standing(call)).toEqual({ 'pick-up': 'breached' });
    expect((await desk.told(call)).map((each) => each.slice(17))).toEqual(['zhiban', 'zhuguan']);
  });
  it('a complaint before the holidays is answered in two working days', async () => {
    await desk.until('2026-09-24T17:00');
    const complaint = await desk.opens({
      channel: 'portal',
      kind: 'complaint',
      requester: { address: 'li@beifang-yun.example' },
      subject: '投诉',
    });
    // Friday to Sunday are the Mid-Autumn holidays.
    expect(await desk.due(complaint, 'complaint')).toBe('2026-09-29T17:00');
    expect(await desk.due(complaint, 'first-response')).toBe('2026-09-28T12:00');
    await desk.answers(complaint);
    expect(await desk.standing(complaint)).toMatchObject({ complaint: 'met', 'first-response': 'met' });
  });
});

describe('after-sales-cn', () => {
  it('has a time for each way of service, on the provider’s calendar, over the golden week', async () => {
    await desk.until('2026-09-30T16:50');
    const from = { address: 'wang@huadong-yiqi.example' };
    const [mail, call, remote, visit] = [
      await desk.writes(from.address, '打印机故障'),
      await desk.opens({ channel: 'phone', requester: from }),
      await desk.opens({ channel: 'remote', requester: from }),
      await desk.opens({ channel: 'on-site', requester: from }),
    ];
    expect(mail).toMatchObject({ contractId: 'ctr_after-sales-cn', kind: 'incident' });
    // Forty minutes are left of Wednesday; the next day that opens is Thursday, 8 October.
    expect(await desk.due(call, 'first-response')).toBe('2026-10-08T08:50');
    expect(await desk.due(remote, 'first-response')).toBe('2026-10-08T08:50');
    expect(await desk.due(visit, 'first-response')).toBe('2026-10-08T11:50');
    expect(await desk.due(mail, 'first-response')).toBe('2026-10-09T10:50');
    await desk.until('2026-10-08T08:29');
    // Half of the hour by phone was over before the holidays.
    expect(await desk.told(call)).toEqual(['2026-09-30T17:20 zhiban']);
    await desk.until('2026-10-08T09:05');
    expect(await desk.told(call)).toEqual([
      '2026-09-30T17:20 zhiban',
      '2026-10-08T08:38 zhiban',
      '2026-10-08T08:38 zhuguan',
      '2026-10-08T08:50 zhuguan',
    ]);
  });
  it('says when it counts into a year whose holidays are not announced', async () => {
    await desk.until('2026-12-31T16:00');
    const mail = await desk.writes('wang@huadong-yiqi.example', '新年');
    expect(mail.clocks[0].receipt).toMatchObject({ holidaysKnownThrough: '2026-12-31' });
  });
});
