import { describe, expect, it } from 'vitest';
import { aMail, bytes, read, sample } from './an-email.ts';

const failedDelivery = async (name: string) => {
  const { nature, failedDelivery } = (await read(sample(name), { envelopeFrom: '', isNullSender: true })).inbound;
  return { nature, failedDelivery };
};

describe('bounces', () => {
  it('reads a standard report: recipients, permanence, and which of our mails it was', async () => {
    expect(await failedDelivery('bounce-standard')).toEqual({
      nature: 'bounce',
      failedDelivery: {
        messageIds: ['0102018f-aa-000000@eu-west-1.amazonses.com'],
        recipients: ['gone@client.example', 'full@client.example'],
        permanent: true,
        detail: 'not delivered 5.1.1',
      },
    });
  });

  it('takes a delay for a bounce that may pass, with the recipient as we wrote it', async () => {
    expect(await failedDelivery('bounce-delayed')).toEqual({
      nature: 'bounce',
      failedDelivery: {
        messageIds: ['0102018f-bb-000000@eu-west-1.amazonses.com'],
        recipients: ['slow@client.example'],
        permanent: false,
        detail: 'delayed 4.4.1',
      },
    });
  });

  it('takes a report of success for no bounce', async () => {
    expect(await failedDelivery('delivered')).toEqual({ nature: 'auto-generated', failedDelivery: undefined });
  });

  it('reads a bounce without a report, and not the addresses of the copied mail', async () => {
    expect(await failedDelivery('bounce-old-style')).toEqual({
      nature: 'bounce',
      failedDelivery: {
        messageIds: ['0102018f-cc-000000@eu-west-1.amazonses.com'],
        recipients: ['gone@old.example'],
        permanent: true,
        detail: 'not delivered',
      },
    });
  });

  it('reads a complaint', async () => {
    expect(await failedDelivery('complaint')).toEqual({
      nature: 'bounce',
      failedDelivery: {
        messageIds: ['0102018f-dd-000000@eu-west-1.amazonses.com'],
        recipients: ['cross@provider.example'],
        permanent: false,
        detail: 'complaint: abuse',
      },
    });
  });

  it.each([
    ['a customer who pastes an error', ['Subject: Mail could not be delivered'], 'It says: 550 5.1.1 user unknown. What now?'],
    [
      'a customer who sends a bounce on',
      ['Subject: Fwd: Undelivered Mail Returned to Sender'],
      'See below.\n> could not be delivered',
    ],
    ['a customer with a lost parcel', ['Subject: Delivery failure of parcel 99123'], 'It was not delivered.'],
  ])('takes %s for a person', async (_, headers, body) => {
    expect((await read(aMail(headers, body))).inbound.nature).toBe('person');
  });

  it('takes the word of a header that mail servers write', async () => {
    const { inbound } = await read(aMail(['X-Failed-Recipients: Gone@client.example'], 'A message could not be delivered.'));
    expect(inbound).toMatchObject({ nature: 'bounce', failedDelivery: { recipients: ['gone@client.example'], permanent: true } });
  });

  it('reads the daemon that gives no address at all', async () => {
    const raw = bytes(
      'From: MAILER-DAEMON <>\nSubject: Mail delivery failed\n\nThere was an error delivering your mail to <gone@client.example>.\n',
    );
    expect((await read(raw)).inbound).toMatchObject({
      nature: 'bounce',
      failedDelivery: { recipients: ['gone@client.example'] },
    });
  });
});
