import { describe, expect, it } from 'vitest';
import { createLog, type Log } from '../../../shared/lambda/log.ts';
import { workFailed } from '../../../shared/lambda/work.ts';
import { monday } from '../../support/builders.ts';
import { aWork } from '../../support/recorders.ts';

function linesOf(write: (log: Log) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  write(
    createLog(
      (line) => lines.push(line),
      'ring-alarm',
      () => monday,
    ),
  );
  for (const line of lines) expect(line).not.toContain('\n');
  return lines.map((line) => JSON.parse(line));
}

describe('the log', () => {
  it('writes one JSON line with level, time, function, message and the fields it was given, and nothing else', () => {
    const lines = linesOf((log) => {
      log.info('alarm acted on', { ticketId: 'tkt_1', count: 2, late: true, missing: undefined });
      log.warn('alarms had not rung');
    });
    const common = { time: monday.toISOString(), function: 'ring-alarm' };
    expect(lines).toEqual([
      { level: 'INFO', ...common, message: 'alarm acted on', ticketId: 'tkt_1', count: 2, late: true },
      { level: 'WARN', ...common, message: 'alarms had not rung' },
    ]);
  });
  it('adds of an error its name and stack, and no other member that it carries', () => {
    const error = Object.assign(new TypeError('no such key'), { $metadata: { requestId: 'r' }, Item: { recipient: 'ana' } });
    const [line] = linesOf((log) => log.error('message will be tried again', error, { messageId: 'm1' }));
    expect(Object.keys(line!).sort()).toEqual(['error', 'function', 'level', 'message', 'messageId', 'stack', 'time']);
    expect(line).toMatchObject({ error: 'TypeError', stack: expect.stringContaining('no such key') });
  });
  it('takes what is thrown and is no error', () => {
    expect(linesOf((log) => log.error('failed', 'just text'))).toMatchObject([{ error: 'string', stack: 'just text' }]);
    expect(linesOf((log) => log.error('failed', undefined))).toMatchObject([{ error: 'undefined', stack: 'undefined' }]);
  });
  it('tells each of the errors that one gathers', () => {
    const [line] = linesOf((log) => log.error('failed', new AggregateError([new Error('first'), new Error('second')], '2 of 3')));
    expect(line?.stack).toMatch(/2 of 3.*first.*second/s);
  });
  it.each([
    'Email address is not verified. The following identities failed: ana.o+tag@customer.example',
    'MessageRejected: Address blacklisted: <ana@customer.example>.',
    '{"emailAddress":"ana@customer.example"}',
  ])('leaves out the addresses that AWS quotes: %s', (message) => {
    const [line] = linesOf((log) => log.error('failed', new Error(message)));
    expect(line?.stack).not.toMatch(/ana|customer\.example/);
  });
});

describe('a part of a batch that fails', () => {
  it('is logged, and counted by function, because Lambda takes the invocation for a success', () => {
    const { work, lines, metrics } = aWork();
    workFailed(work, 'message will be tried again', new Error('no'), { messageId: 'm1' });
    expect(lines).toMatchObject([{ level: 'ERROR', messageId: 'm1' }]);
    expect(metrics).toMatchObject([{ WorkFailed: 1, Function: 'test' }]);
  });
});
