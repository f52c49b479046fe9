import type { Language } from '../contracts/vocabulary.ts';

/** Digit by digit, in threes: voices would read `123` as a hundred and twenty-three. */
export const spokenReference = (reference: string): string =>
  (reference.match(/\d{3}/g) ?? []).map((three) => three.split('').join(' ')).join(', ');

const locales: Record<Language, string> = { en: 'en-GB', fr: 'fr-FR', zh: 'zh-Hans-CN' };
const made = new Map<string, Intl.DateTimeFormat>();

/** Weekday, day, month and time on the wall clocks of `timeZone`, without its name. */
export function spokenInstant(at: Date, timeZone: string, language: Language): string {
  const key = `${language} ${timeZone}`;
  const format =
    made.get(key) ??
    new Intl.DateTimeFormat(locales[language], {
      timeZone,
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
  made.set(key, format);
  return format.format(at);
}
