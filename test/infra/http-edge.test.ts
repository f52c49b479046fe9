import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { guichet, nothing, ofType, synthesized, type TemplateBody } from './synthesized.ts';

const regional = {
  apiDomain: 'api.example.org',
  apiCertificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/0a1b2c3d-1111-2222-3333-444455556666',
};
const atTheEdge = {
  apiDomain: 'api.example.org',
  apiCertificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d-1111-2222-3333-444455556666',
  webAclArn: 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/Guichet/0a1b2c3d-1111-2222-3333-444455556666',
};

const publicUrl = (of: TemplateBody) =>
  Object(ofType(of, 'AWS::Lambda::Function').find(([id]) => id.startsWith('SendNotices'))?.[1].Properties).Environment.Variables
    .PUBLIC_URL;
const only = (template: TemplateBody, type: string) => {
  const all = ofType(template, type);
  // There is a WebSocket API besides.
  const [found, ...others] = all.filter(([, { Properties }]) => Properties?.ProtocolType !== 'WEBSOCKET');
  expect(others, type).toEqual([]);
  if (!found) throw new Error(`there is no ${type}`);
  const [id, { Properties: properties = {} }] = found;
  return { id, properties };
};

describe('the HTTP API', () => {
  test.each([nothing, { stage: 'local' }])('of %j has no domain, no CloudFront and no web ACL', (context) => {
    const { app, edge, service } = guichet(context);
    expect(edge).toBeUndefined();
    const template: TemplateBody = app.synth().getStackByName(service.stackName).template;
    const types = Object.values(template.Resources).map(({ Type }) => Type);
    expect(types.filter((type) => /DomainName|ApiMapping|CloudFront|WAFv2/.test(type))).toEqual([]);
    expect(template.Outputs).not.toHaveProperty('ApiDomainTarget');
  });
});

describe('the HTTP API at a domain of its own', () => {
  const { service } = synthesized({ ...nothing, ...regional });

  test('has it mapped to its stage, by TLS 1.2 at least, with the certificate that it was told', () => {
    const { id, properties } = only(service, 'AWS::ApiGatewayV2::DomainName');
    expect(properties).toMatchObject({
      DomainName: 'api.example.org',
      DomainNameConfigurations: [
        { CertificateArn: regional.apiCertificateArn, EndpointType: 'REGIONAL', SecurityPolicy: 'TLS_1_2' },
      ],
    });
    const mapping = only(service, 'AWS::ApiGatewayV2::ApiMapping');
    expect(mapping.properties).toMatchObject({ DomainName: { Ref: id }, Stage: '$default' });
    const { DependsOn = [] } = service.Resources[mapping.id] ?? {};
    // The name of a stage is no reference to it, and API Gateway refuses a mapping to one that is not there yet.
    expect(DependsOn).toContainEqual(expect.stringMatching(/^AgentApiStage/));
    expect(service.Outputs?.ApiDomainTarget?.Value).toEqual({ 'Fn::GetAtt': [id, 'RegionalDomainName'] });
  });

  test('is where links lead, unless the stage says otherwise', () => {
    expect(publicUrl(service)).toBe('https://api.example.org');
    const other = synthesized({ ...nothing, ...regional, publicUrl: 'https://help.example.org/desk' });
    expect(publicUrl(other.service)).toBe('https://help.example.org/desk');
  });

  test('keeps its first address, to which mailed links lead', () => {
    expect(only(service, 'AWS::ApiGatewayV2::Api').properties.DisableExecuteApiEndpoint).toBeUndefined();
  });
});

describe('CloudFront before the HTTP API', () => {
  const { service } = synthesized({ ...nothing, ...atTheEdge });
  const { id, properties } = only(service, 'AWS::CloudFront::Distribution');
  const config = Object(properties).DistributionConfig;

  test('answers at the domain, by TLS 1.2 of 2021 at least and never by plain HTTP, with the web ACL', () => {
    expect(config).toMatchObject({
      Aliases: ['api.example.org'],
      WebACLId: atTheEdge.webAclArn,
      ViewerCertificate: {
        AcmCertificateArn: atTheEdge.apiCertificateArn,
        MinimumProtocolVersion: 'TLSv1.2_2021',
        SslSupportMethod: 'sni-only',
      },
      DefaultCacheBehavior: { ViewerProtocolPolicy: 'https-only' },
    });
    expect(service.Outputs?.ApiDomainTarget?.Value).toEqual({ 'Fn::GetAtt': [id, 'DomainName'] });
    expect(publicUrl(service)).toBe('https://api.example.org');
    expect(ofType(service, 'AWS::ApiGatewayV2::DomainName')).toEqual([]);
  });

  test('keeps no answer and passes on every method and all that the caller sent but the host', () => {
    expect(config.DefaultCacheBehavior).toMatchObject({
      // CachingDisabled and AllViewerExceptHostHeader, as the CloudFront developer guide lists them.
      CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
      OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
      AllowedMethods: expect.arrayContaining(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']),
    });
    expect(config.CacheBehaviors).toBeUndefined();
  });

  test('reaches API Gateway by TLS 1.2 only, and waits as long as it does', () => {
    expect(config.Origins).toHaveLength(1);
    expect(config.Origins[0]).toMatchObject({
      DomainName: { 'Fn::Select': [2, { 'Fn::Split': ['/', { 'Fn::GetAtt': [expect.anything(), 'ApiEndpoint'] }] }] },
      CustomOriginConfig: { OriginProtocolPolicy: 'https-only', OriginSSLProtocols: ['TLSv1.2'], OriginReadTimeout: 30 },
    });
  });

  test('leaves a log without cookies, closed to the public, for thirty days', () => {
    expect(config.Logging).toMatchObject({ IncludeCookies: false });
    const [, bucket] = ofType(service, 'AWS::S3::Bucket').find(([name]) => name.startsWith('EdgeLog')) ?? [];
    expect(bucket?.Properties).toMatchObject({
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
      LifecycleConfiguration: { Rules: [{ ExpirationInDays: 30, Status: 'Enabled' }] },
    });
  });
});

describe('cdk-nag', () => {
  test.each([
    ['a domain', regional],
    ['CloudFront and the web ACL', { ...atTheEdge, edge: 'true' }],
  ])('finds nothing in what %s adds', (_, context) => {
    const { directory } = synthesized({ ...nothing, ...context });
    const report = JSON.parse(readFileSync(join(directory, 'validation-report.json'), 'utf8'));
    // That it would be there, were there any, cdk-nag.test.ts shows.
    expect(report.pluginReports).toEqual([]);
  });
});

test('behind CloudFront, forms count by the address that CloudFront saw, and without it by what API Gateway saw', () => {
  const header = (of: TemplateBody) =>
    Object(ofType(of, 'AWS::Lambda::Function').find(([id]) => id.startsWith('ReceiveForm'))?.[1].Properties).Environment.Variables
      .VIEWER_ADDRESS_HEADER;
  const { service } = synthesized({ ...nothing, ...atTheEdge });
  expect(header(service)).toBe('guichet-viewer-address');
  const { properties } = only(service, 'AWS::CloudFront::Function');
  expect(properties.FunctionCode).toContain("headers['guichet-viewer-address'] = { value: event.viewer.ip }");
  const { properties: distribution } = only(service, 'AWS::CloudFront::Distribution');
  expect(Object(distribution).DistributionConfig.DefaultCacheBehavior.FunctionAssociations).toMatchObject([
    { EventType: 'viewer-request' },
  ]);
  expect(header(synthesized({ ...nothing, ...regional }).service)).toBeUndefined();
});
