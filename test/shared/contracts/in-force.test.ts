import { describe, expect, it } from 'vitest';
import { contractFor, inForce, type Party } from '../../../shared/contracts/in-force.ts';
import { aContract, monday } from '../../support/builders.ts';

const first = aContract({ id: 'ctr_gold', default: false, mailboxes: ['gold'] });
const second = { ...first, version: 2, effectiveFrom: '2026-02-01T00:00:00+01:00' };
const third = { ...first, version: 3, effectiveFrom: '2026-03-01T00:00:00+01:00' };

describe('versions in time', () => {
  const versionAt = (at: string) => inForce([third, first, second], new Date(at)).map(({ version }) => version);
  it.each([
    ['before the first takes effect', '2019-12-31T23:59:59Z', []],
    ['from the instant of the first', '2020-01-01T00:00:00Z', [1]],
    ['to the second before the next', '2026-01-31T22:59:59Z', [1]],
    ['from the instant of the next, in its own zone', '2026-01-31T23:00:00Z', [2]],
    ['after the last', '2030-01-01T00:00:00Z', [3]],
  ])('%s', (_, at, versions) => expect(versionAt(at)).toEqual(versions));
  it('go by contract', () => {
    const all = inForce([first, second, aContract()], new Date('2026-02-10T00:00:00Z'));
    expect(all.map(({ id, version }) => `${id} ${version}`)).toEqual(['ctr_gold 2', 'ctr_test 1']);
  });
});

describe('the contract of a party', () => {
  const customers = {
    domains: ['acme.example'],
    addresses: ['boss@other.example'],
    phones: ['+33199000100'],
    accounts: ['acme'],
  };
  const named = (id: string, overrides: Record<string, unknown> = {}) =>
    aContract({ id: `ctr_${id}`, default: false, mailboxes: [id], ...overrides });
  const acme = named('acme', { customers });
  const hotline = '+33199000990';
  const idOf = (party: Partial<Party>, all = [named('gold'), named('line', { hotlines: [hotline] }), acme, aContract()]) =>
    contractFor(all, { mailboxes: [], ...party }, monday).id;

  it.each<[string, Partial<Party>, string]>([
    ['account', { account: 'acme' }, 'ctr_acme'],
    ['address', { address: 'boss@other.example' }, 'ctr_acme'],
    ['phone number', { phone: '+33199000100' }, 'ctr_acme'],
    ['domain', { address: 'anybody@acme.example' }, 'ctr_acme'],
    ['mailbox', { mailboxes: ['support', 'gold'] }, 'ctr_gold'],
    ['hotline', { hotline, phone: '+33199000999' }, 'ctr_line'],
    ['phone number before the hotline', { hotline, phone: '+33199000100' }, 'ctr_acme'],
    ['nothing that is known', { address: 'ana@elsewhere.example', mailboxes: ['nobody'] }, 'ctr_test'],
    ['nothing at all', {}, 'ctr_test'],
  ])('is known by its %s', (_, party, id) => expect(idOf(party)).toBe(id));

  it('is not that of a domain which theirs only ends with', () => {
    expect(idOf({ address: 'ana@notacme.example' })).toBe('ctr_test');
    expect(idOf({ address: 'ana@sub.acme.example' })).toBe('ctr_test');
  });
  it('is told by what says most of them: account, address, phone, domain, then the mailbox', () => {
    const owners = [
      named('mailbox'),
      named('domain', { customers: { domains: ['acme.example'] } }),
      named('phone', { customers: { phones: ['+33199000100'] } }),
      named('address', { customers: { addresses: ['ana@acme.example'] } }),
      named('account', { customers: { accounts: ['acme'] } }),
      aContract(),
    ];
    const party = { account: 'acme', address: 'ana@acme.example', phone: '+33199000100', mailboxes: ['mailbox'] };
    expect(idOf(party, owners)).toBe('ctr_account');
    expect(idOf({ ...party, account: undefined }, owners)).toBe('ctr_address');
    expect(idOf({ ...party, account: undefined, address: undefined }, owners)).toBe('ctr_phone');
    expect(idOf({ address: 'ben@acme.example', mailboxes: ['mailbox'] }, owners)).toBe('ctr_domain');
    expect(idOf({ mailboxes: ['mailbox'] }, owners)).toBe('ctr_mailbox');
  });
  it('is the version in force, also when that gave up the mailbox and while it has not yet', () => {
    const without = { ...second, mailboxes: ['vip'] };
    const gold = { mailboxes: ['gold'] };
    expect(contractFor([first, without, aContract()], gold, new Date('2026-01-31T00:00:00Z')).version).toBe(1);
    expect(contractFor([first, without, aContract()], gold, new Date('2026-02-02T00:00:00Z')).id).toBe('ctr_test');
    expect(contractFor([without, first, aContract()], { mailboxes: ['vip'] }, new Date('2026-02-02T00:00:00Z')).version).toBe(2);
  });
  it('stays theirs while it is suspended, and is nobody’s once it has ended', () => {
    const entitlement = [
      { state: 'suspended' as const, from: '2026-01-01T00:00:00Z', reason: 'Unpaid' },
      { state: 'ended' as const, from: '2026-02-01T00:00:00Z' },
    ];
    const all = [{ ...first, entitlement }, aContract()];
    expect(contractFor(all, { mailboxes: ['gold'] }, new Date('2026-01-31T23:59:59Z')).id).toBe('ctr_gold');
    expect(contractFor(all, { mailboxes: ['gold'] }, new Date('2026-02-01T00:00:00Z')).id).toBe('ctr_test');
  });
  it('is missing, with an error, when there is no default: the message must wait', () => {
    expect(() => contractFor([first], { mailboxes: ['nobody'] }, monday)).toThrow('apply the contracts');
  });
});
