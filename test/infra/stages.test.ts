import { describe, expect, test } from 'vitest';
import { exampleMailDomain, readStage } from '../../infra/stages.ts';

const stageOf = (context: Record<string, unknown>) => readStage((key) => context[key]);

describe('the stage', () => {
  test('is production unless told otherwise', () => {
    expect(stageOf({}).name).toBe('production');
    expect(stageOf({ stage: 'staging' }).name).toBe('staging');
  });

  test('without a mail domain is an example, which the local one is not', () => {
    expect(stageOf({})).toMatchObject({ mailDomain: exampleMailDomain, mailDomainIsExample: true });
    expect(stageOf({ stage: 'local' })).toMatchObject({ mailDomain: 'guichet.example', mailDomainIsExample: false });
    expect(stageOf({ mailDomain: 'help.example.org' })).toMatchObject({
      mailDomain: 'help.example.org',
      mailDomainIsExample: false,
    });
  });

  test('leaves the receipt rules of the account alone unless asked', () => {
    expect(stageOf({}).activateRuleSet).toBe(false);
    expect(stageOf({ activateRuleSet: 'true' }).activateRuleSet).toBe(true);
    expect(stageOf({ activateRuleSet: true }).activateRuleSet).toBe(true);
  });

  test('takes several origins', () => {
    expect(stageOf({}).corsOrigins).toEqual([]);
    expect(stageOf({ corsOrigins: 'https://a.example,https://b.example:8443' }).corsOrigins).toEqual([
      'https://a.example',
      'https://b.example:8443',
    ]);
  });

  test('takes the address that links in mails begin with, with a path or without', () => {
    expect(stageOf({}).publicUrl).toBeUndefined();
    for (const publicUrl of ['https://support.example.org', 'https://support.example.org/desk/v1'])
      expect(stageOf({ publicUrl })).toMatchObject({ publicUrl });
  });

  test('takes the secret of forms’ challenges', () => {
    const challengeSecretArn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:challenge-Ab12Cd';
    expect(stageOf({ challengeSecretArn })).toMatchObject({ challengeSecretArn });
    expect(stageOf({}).challengeSecretArn).toBeUndefined();
  });

  test.each([
    [{ stage: 'prod' }, 'there is no stage prod'],
    [{ mailDomain: 'Help.Example.org' }, 'mailDomain is not a domain in lower case'],
    [{ mailDomain: 'support@example.org' }, 'mailDomain is not a domain'],
    [{ mailDomain: 7 }, 'mailDomain must be text'],
    [{ activateRuleSet: 'yes' }, 'activateRuleSet must be true or false'],
    [{ corsOrigins: 'https://desk.example/' }, 'corsOrigins must be origins'],
    [{ corsOrigins: 'desk.example' }, 'corsOrigins must be origins'],
    [{ publicUrl: 'https://support.example.org/' }, 'publicUrl must be an address such as'],
    [{ publicUrl: 'https://support.example.org?x' }, 'publicUrl must be an address such as'],
    [{ publicUrl: 'http://support.example.org' }, 'publicUrl must be an address such as'],
    [{ publicUrl: 'support.example.org' }, 'publicUrl must be an address such as'],
    [{ challengeSecretArn: 'challenge' }, 'challengeSecretArn must be the whole ARN of a secret'],
  ])('refuses %j and says why', (context, message) => {
    expect(() => stageOf(context)).toThrow(message);
  });
});
