import { expect, it } from 'vitest';
import { mailAddresses } from '../../../../infra/local/control/mail-addresses.ts';
import { anApp } from '../http-api/an-app.ts';

const addressesOf = (...recipients: (string[] | undefined)[]) =>
  mailAddresses(
    anApp({
      identity: { type: 'AWS::SES::EmailIdentity', name: 'verified.example' },
      ...Object.fromEntries(
        recipients.map((Recipients, index) => [
          `rule${index}`,
          { type: 'AWS::SES::ReceiptRule', properties: { RuleSetName: 'set', Rule: { Enabled: true, Recipients } } },
        ]),
      ),
    }),
  );

it.each([
  ['a domain by support@', [['x.example']], ['support@x.example']],
  ['an address by itself', [['ana@x.example']], ['ana@x.example']],
  ['the subdomains of a domain by one of them', [['.x.example']], ['support@any.x.example']],
  ['a rule for everything by the verified domain', [undefined], ['support@verified.example']],
  ['what several rules take once', [['x.example'], ['x.example', 'y.example']], ['support@x.example', 'support@y.example']],
])('shows %s', (_, recipients, addresses) => {
  expect(addressesOf(...recipients).toSorted()).toEqual(addresses);
});
