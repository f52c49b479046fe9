/** Zones whose rules are odd, one way each, and a few plain ones; every odd rule has its moment in `from` to `to`. */
export const oddZones: readonly { zone: string; oddity: string; from: string; to: string }[] = [
  { zone: 'UTC', oddity: 'no offset', from: '2025-01-01', to: '2026-12-31' },
  { zone: 'Asia/Shanghai', oddity: 'no daylight saving', from: '2025-01-01', to: '2026-12-31' },
  { zone: 'Europe/Paris', oddity: 'changes at 02:00', from: '2024-01-01', to: '2027-12-31' },
  { zone: 'Africa/Casablanca', oddity: 'winter time in Ramadan only', from: '2024-01-01', to: '2027-12-31' },
  { zone: 'Australia/Lord_Howe', oddity: 'moves by half an hour', from: '2024-01-01', to: '2027-12-31' },
  {
    zone: 'America/St_Johns',
    oddity: 'half an hour off, once changed at one past midnight',
    from: '2009-01-01',
    to: '2012-12-31',
  },
  { zone: 'Pacific/Apia', oddity: 'left out 30 December 2011', from: '2011-11-15', to: '2012-02-15' },
  { zone: 'Pacific/Chatham', oddity: 'three quarters of an hour off, changes at 02:45', from: '2024-01-01', to: '2027-12-31' },
  { zone: 'Asia/Tehran', oddity: 'changed at midnight, then no more', from: '2020-01-01', to: '2023-12-31' },
  { zone: 'Africa/Cairo', oddity: 'changes at midnight', from: '2023-01-01', to: '2026-12-31' },
  { zone: 'America/Havana', oddity: 'midnight comes twice', from: '2024-01-01', to: '2026-12-31' },
  { zone: 'America/Sao_Paulo', oddity: 'midnight was left out', from: '2016-01-01', to: '2019-12-31' },
  { zone: 'Asia/Kathmandu', oddity: 'a quarter of an hour off', from: '2025-01-01', to: '2026-12-31' },
  { zone: 'Pacific/Kiritimati', oddity: 'fourteen hours ahead', from: '2025-01-01', to: '2026-12-31' },
  { zone: 'America/Nuuk', oddity: 'changed its offset and its rules', from: '2022-01-01', to: '2025-12-31' },
];
