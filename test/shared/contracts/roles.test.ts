import { describe, expect, it } from 'vitest';
import { peopleOf } from '../../../shared/contracts/roles.ts';
import { aCalendar, aContract } from '../../support/builders.ts';

const contract = aContract({
  calendars: { office: aCalendar({}, ['09:00-18:00']), night: aCalendar({}, ['22:00-06:00']) },
  roles: {
    duty: [
      { people: ['day@desk.example', 'lead@desk.example'], during: 'office' },
      { people: ['night@desk.example'], during: 'night' },
      { people: ['spare@desk.example'] },
    ],
    lead: [{ people: ['lead@desk.example'] }],
  },
});
const at = (iso: string, ...to: string[]) => peopleOf(to, contract, new Date(iso));

describe('the people of a rung', () => {
  it.each([
    ['during the day', '2026-01-05T09:00:00+01:00', ['day@desk.example', 'lead@desk.example']],
    ['at closing time, which is not open any more', '2026-01-05T18:00:00+01:00', ['spare@desk.example']],
    ['at night', '2026-01-05T23:00:00+01:00', ['night@desk.example']],
    ['after midnight, in the shift of the day before', '2026-01-06T05:59:59+01:00', ['night@desk.example']],
    ['at the weekend', '2026-01-10T12:00:00+01:00', ['spare@desk.example']],
  ])('%s are those of the role who are on duty', (_, iso, people) => {
    expect(at(iso, 'role:duty')).toEqual(people);
  });
  it('are the addresses as they stand, and each person once', () => {
    expect(at('2026-01-05T09:00:00+01:00', 'lead@desk.example', 'role:duty', 'role:lead', 'boss@desk.example')).toEqual([
      'lead@desk.example',
      'day@desk.example',
      'boss@desk.example',
    ]);
  });
  it('are nobody for a role that a newer version of the contract does not have any more', () => {
    expect(at('2026-01-05T09:00:00+01:00', 'role:gone')).toEqual([]);
  });
});
