import { Temporal } from 'temporal-polyfill';
import { AwsError, unknownOperation } from '../service.ts';
import type { Instant } from '../virtual-clock.ts';

/** When a schedule runs. */
export type When = { kind: 'at'; at: Instant } | { kind: 'rate'; periodMilliseconds: number };

const unitMilliseconds: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

export function validation(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

/** An IANA time zone. An offset such as `+02:00` is none, though Temporal would take it. */
function zoneOf(name: string): string {
  try {
    if (/^[A-Za-z]/.test(name)) return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw validation(`Provided ScheduleExpressionTimezone is invalid: ${name}`);
}

function localTime(text: string, zone: string): Instant {
  try {
    // In the hour that a change of clocks leaves out: after it, so that nothing fires early.
    return Temporal.PlainDateTime.from(text, { overflow: 'reject' }).toZonedDateTime(zone, { disambiguation: 'compatible' })
      .epochMilliseconds;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw validation(`Invalid Schedule Expression at(${text}).`);
  }
}

/**
 * Reads `at(yyyy-mm-ddThh:mm:ss)`, in the time zone, without offset, `Z` or fraction, and `rate(value unit)` (EventBridge Scheduler user
 * guide, "Schedule types"). Throws ValidationException, and for cron() that the local cloud does not have it.
 */
export function readExpression(expression: string, timeZone: string): When {
  const zone = zoneOf(timeZone);
  const [, at] = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/.exec(expression) ?? [];
  if (at !== undefined) return { kind: 'at', at: localTime(at, zone) };
  const [, value, unit = ''] = /^rate\((\d{1,6}) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  if (Number(value) > 0) return { kind: 'rate', periodMilliseconds: Number(value) * (unitMilliseconds[unit] ?? Number.NaN) };
  if (expression.startsWith('cron(')) throw unknownOperation('scheduler', 'cron() schedule');
  throw validation(`Invalid Schedule Expression ${expression}.`);
}
