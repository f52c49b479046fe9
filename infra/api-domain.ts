import { CfnOutput } from 'aws-cdk-lib';
import * as api from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { ApiDomain } from './api-address.ts';
import { addDistribution } from './distribution.ts';
import type { ServiceStack } from './service-stack.ts';

/**
 * The API's own domain, where the stage has one: CloudFront's where there is a web ACL, API Gateway's where not. Answers the address, or
 * undefined. API Gateway's first address stays: links that were mailed keep leading somewhere, and CloudFront has it as its origin.
 */
export function addApiDomain(stack: ServiceStack, httpApi: api.HttpApi, deployed: api.HttpStage): string | undefined {
  const { apiDomain, webAclArn } = stack.stage;
  if (!apiDomain) return undefined;
  const target =
    webAclArn === undefined
      ? regionalDomain(stack, apiDomain, httpApi, deployed)
      : addDistribution(stack, { apiDomain, webAclArn, httpApi });
  new CfnOutput(stack, 'ApiDomainTarget', {
    value: target,
    description: `What ${apiDomain.name} must lead to, by CNAME or alias`,
  });
  return `https://${apiDomain.name}`;
}

function regionalDomain(
  stack: ServiceStack,
  { name, certificateArn }: ApiDomain,
  httpApi: api.HttpApi,
  deployed: api.HttpStage,
): string {
  const domainName = new api.DomainName(stack, 'ApiDomain', {
    domainName: name,
    certificate: Certificate.fromCertificateArn(stack, 'ApiCertificate', certificateArn),
    securityPolicy: api.SecurityPolicy.TLS_1_2,
  });
  const mapping = new api.ApiMapping(stack, 'ApiMapping', { api: httpApi, domainName, stage: deployed });
  // The mapping knows the stage by its name only, and API Gateway refuses one that is not there yet.
  mapping.node.addDependency(deployed);
  return domainName.regionalDomainName;
}
