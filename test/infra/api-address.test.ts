import { describe, expect, test } from 'vitest';
import { readStage } from '../../infra/stages.ts';

const stageOf = (context: Record<string, unknown>) => readStage((key) => context[key]);
const certificate = (region: string) => `arn:aws:acm:${region}:123456789012:certificate/0a1b2c3d-1111`;
const webAclArn = 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/Guichet/0a1b2c3d-1111';
const apiDomain = 'api.example.org';

describe('the address of the API', () => {
  test('is API Gateway’s unless told otherwise, with nothing before it', () => {
    for (const context of [{}, { stage: 'local' }, { apiDomain: '', edge: '', webAclArn: '' }])
      expect(stageOf(context)).toMatchObject({ apiDomain: undefined, edge: false, webAclArn: undefined });
  });

  test('may be a domain with a certificate', () => {
    const apiCertificateArn = certificate('eu-west-1');
    expect(stageOf({ apiDomain, apiCertificateArn })).toMatchObject({
      apiDomain: { name: apiDomain, certificateArn: apiCertificateArn },
      webAclArn: undefined,
    });
  });

  test('may be CloudFront’s, with our web ACL or another’s', () => {
    const context = { apiDomain, apiCertificateArn: certificate('us-east-1'), webAclArn };
    expect(stageOf(context)).toMatchObject({ edge: false, webAclArn });
    expect(stageOf({ ...context, edge: true })).toMatchObject({ edge: true, webAclArn });
    expect(stageOf({ edge: 'true' })).toMatchObject({ edge: true, webAclArn: undefined });
  });

  test.each([
    [{ apiDomain }, 'apiDomain needs a certificate'],
    [{ apiCertificateArn: certificate('eu-west-1') }, 'give -c apiDomain=api.example.com too'],
    [{ apiDomain: 'https://api.example.org', apiCertificateArn: certificate('eu-west-1') }, 'apiDomain must be a domain'],
    [{ apiDomain: 'API.example.org', apiCertificateArn: certificate('eu-west-1') }, 'apiDomain must be a domain in lower case'],
    [{ apiDomain: 7 }, 'apiDomain must be text'],
    [{ apiDomain, apiCertificateArn: 'arn:aws:iam::1:role/x' }, 'apiCertificateArn must be the ARN of a certificate'],
    [{ edge: 'yes' }, 'edge must be true or false'],
    [{ webAclArn }, 'give -c apiDomain and -c apiCertificateArn too'],
    [{ webAclArn: webAclArn.replace('global', 'regional') }, 'webAclArn must be a web ACL for CloudFront'],
    [{ webAclArn: webAclArn.replace('us-east-1', 'eu-west-1') }, 'webAclArn must be a web ACL for CloudFront'],
    [{ webAclArn, apiDomain, apiCertificateArn: certificate('eu-west-1') }, 'must be a certificate in us-east-1'],
  ])('is refused as %j, with the reason', (context, message) => {
    expect(() => stageOf(context)).toThrow(message);
  });
});
