import { expect } from 'vitest';
import { stringify } from 'yaml';
import type { HolidayData, PublicHolidays } from '../../../shared/contracts/calendar-definition.ts';
import { readContractFile } from '../../../shared/contracts/contract-file.ts';
import { YamlFileError } from '../../../shared/yaml-file.ts';

/** Holidays of a country that exists in tests only: Narnia has a make-up Sunday. */
export const narnia: PublicHolidays = {
  closed: ['2026-01-01', '2026-07-14'],
  makeUpDays: ['2026-01-04', '2026-07-18'],
  coveredFrom: '2020-01-01',
  coveredThrough: '2026-12-31',
};
export const holidays: HolidayData = ({ country, region }) => {
  if (country !== 'NA' || region === 'underland') throw new Error(`no public holidays are known for ${region ?? country}`);
  return narnia;
};

export const day = ['09:00-17:00'];
export const weekly = (overrides: Record<string, unknown> = {}) => ({
  kind: 'weekly',
  week: { monday: day, tuesday: day },
  ...overrides,
});

/** What a person would write, as an object. */
export const written = (overrides: Record<string, unknown> = {}) => ({
  id: 'ctr_gold',
  version: 1,
  name: 'Gold',
  effectiveFrom: '2026-01-01T00:00:00Z',
  timeZone: 'Europe/Paris',
  languages: ['en'],
  mailboxes: ['gold'],
  calendars: { office: weekly() },
  targets: [{ clock: 'first-response', within: '4 business hours' }],
  ...overrides,
});

export const read = (contract: unknown) => readContractFile('gold.yaml', yamlOf(contract), holidays);
const yamlOf = (contract: unknown): string => (typeof contract === 'string' ? contract : stringify(contract));

/** What is said against a contract; each with its file. */
export function problemsOf(contract: unknown): string[] {
  try {
    read(contract);
    return [];
  } catch (error) {
    if (!(error instanceof YamlFileError)) throw error;
    expect(error.message).toBe(error.problems.map((problem) => `gold.yaml: ${problem}`).join('\n'));
    return error.problems;
  }
}

export const target = (overrides: Record<string, unknown>) => ({ clock: 'resolution', within: '4 clock hours', ...overrides });
export const targets = (...all: Record<string, unknown>[]) => written({ targets: all.map(target) });
export const week = (days: Record<string, string[]>) => written({ calendars: { office: weekly({ week: days }) } });
export const calendar = (overrides: Record<string, unknown>) => written({ calendars: { office: weekly(overrides) } });
export const rungs = (...ladder: Record<string, unknown>[]) =>
  written({ ladder: ladder.map((each) => ({ to: ['duty@desk.example'], ...each })) });
export const role = (...all: Record<string, unknown>[]) =>
  written({ roles: { duty: all.map((each) => ({ people: ['duty@desk.example'], ...each })) } });
export const periods = (...entitlement: Record<string, unknown>[]) => written({ entitlement });

export const people = (count: number) => Array.from({ length: count }, (_, i) => `duty${i}@desk.example`);
