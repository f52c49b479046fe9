import type { Language } from '../contracts/vocabulary.ts';
import { readPoint } from '../sla/ladder.ts';

/** How dates and numbers are written, and what `lang` says. British English: day before month, 24 hours. */
const locales: Record<Language, string> = { en: 'en-GB', fr: 'fr-FR', zh: 'zh-Hans-CN' };
export const languageTags: Record<Language, string> = { en: 'en', fr: 'fr', zh: 'zh-Hans' };

/**
 * An instant on the wall clock of `timeZone`, which it names: `Monday, 5 January 2026 at 14:00 (Europe/Paris)`. To the minute, with
 * seconds only when there are any, and with the offset from UTC when the clock change makes that hour occur twice.
 */
export function formatInstant(iso: string, timeZone: string, language: Language): string {
  const at = Date.parse(iso);
  const wall = wallClock(language, timeZone, at % 60_000 !== 0);
  const shown = wall.format(at);
  const occursTwice = [-60, -30, 30, 60].some((minutes) => wall.format(at + minutes * 60_000) === shown);
  const zone = occursTwice ? `${timeZone}, ${offset(at, timeZone)}` : timeZone;
  return language === 'zh' ? `${shown}（${zone}）` : `${shown} (${zone})`;
}

const wallClocks = new Map<string, Intl.DateTimeFormat>();

/** Kept once made: making one takes many times as long as using it. */
function wallClock(language: Language, timeZone: string, withSeconds: boolean): Intl.DateTimeFormat {
  const key = `${language} ${timeZone} ${withSeconds}`;
  const known = wallClocks.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locales[language], {
    timeZone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    ...(withSeconds ? { second: '2-digit' as const } : {}),
    hourCycle: 'h23',
  });
  wallClocks.set(key, made);
  return made;
}

function offset(at: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(at);
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  return name.replace('GMT', 'UTC');
}

/** Hours, minutes and seconds; no days, since a day of service is not 24 hours. */
export function formatDuration(seconds: number, language: Language): string {
  const units = [
    { unit: 'hour', amount: Math.floor(seconds / 3600) },
    { unit: 'minute', amount: Math.floor((seconds % 3600) / 60) },
    { unit: 'second', amount: seconds % 60 },
  ];
  const some = units.filter(({ amount }) => amount > 0);
  const written = (some.length > 0 ? some : units.slice(1, 2)).map(({ unit, amount }) =>
    new Intl.NumberFormat(locales[language], { style: 'unit', unit, unitDisplay: 'long' }).format(amount),
  );
  return new Intl.ListFormat(locales[language], { type: 'unit', style: 'long' }).format(written);
}

export const formatPercent = (percent: number, language: Language): string =>
  new Intl.NumberFormat(locales[language], { style: 'percent' }).format(percent / 100);

const stepWords: Record<Language, { before(duration: string): string; breach: string; after(duration: string): string }> = {
  en: { before: (duration) => `${duration} before breach`, breach: 'breach', after: (duration) => `${duration} after breach` },
  fr: {
    before: (duration) => `${duration} avant l’échéance`,
    breach: 'échéance dépassée',
    after: (duration) => `${duration} après l’échéance`,
  },
  zh: { before: (duration) => `到期前${duration}`, breach: '到期', after: (duration) => `逾期${duration}后` },
};

/** A step of a ladder (`80%`, `30 minutes before breach`, `breach`, …) as the language writes it; what is none, as it is. */
export function formatStep(step: string, language: Language): string {
  const point = readPoint(step);
  switch (point?.kind) {
    case undefined:
      return step;
    case 'share':
      return formatPercent(point.percent, language);
    case 'breach':
      return stepWords[language].breach;
    case 'before':
    case 'after':
      return stepWords[language][point.kind](formatDuration(point.seconds, language));
  }
}

/** Digit by digit in threes, for saying it on the phone: `1 2 3 – 4 5 6 – 7 8 9`. */
export const spokenReference = (reference: string): string =>
  (reference.match(/\d{1,3}/g) ?? []).map((group) => group.split('').join(' ')).join(' – ');
