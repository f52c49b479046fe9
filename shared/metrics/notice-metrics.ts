import type { NoticeKind } from '../notices/notice.ts';
import type { Meter } from './meter.ts';

/** Counts what was sent and what was withheld. */
export function measureNotice(meter: Meter) {
  return (kind: NoticeKind, ticketId: string, result: 'claimed' | 'withheld'): void => {
    if (result === 'claimed') meter('NoticesSent', 1, { Notice: kind }, { ticketId });
    else meter('NoticesSuppressed', 1, {}, { ticketId });
  };
}
