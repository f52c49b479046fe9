import { Duration, Fn, RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { ApiDomain } from './api-address.ts';
import type { ServiceStack } from './service-stack.ts';

interface DistributionProps {
  apiDomain: ApiDomain;
  webAclArn: string;
  httpApi: HttpApi;
}

/** In lower case, as functions read it. CloudFront overwrites what a caller put there. */
export const viewerAddressHeader = 'guichet-viewer-address';

/** API Gateway sees CloudFront's address only, and the limits of forms count by network address. */
const sayViewerAddress = `function handler(event) {
  event.request.headers['${viewerAddressHeader}'] = { value: event.viewer.ip };
  return event.request;
}`;

/** Addresses of people are in CloudFront's log: it is there to look into an attack, and no longer than that takes. */
const logKept = Duration.days(30);

/** CloudFront with a web ACL before the HTTP API. It keeps nothing, and adds only whom a request comes from. Answers its domain name, for DNS. */
export function addDistribution(stack: ServiceStack, { apiDomain, webAclArn, httpApi }: DistributionProps): string {
  const distribution = new cloudfront.Distribution(stack, 'Edge', {
    comment: `Guichet ${stack.stage.name}: the HTTP API`,
    domainNames: [apiDomain.name],
    certificate: Certificate.fromCertificateArn(stack, 'ApiCertificate', apiDomain.certificateArn),
    minimumProtocolVersion: cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
    httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
    webAclId: webAclArn,
    enableLogging: true,
    logBucket: logBucket(stack),
    logIncludesCookies: false,
    defaultBehavior: {
      // `https://<id>.execute-api.<Region>.amazonaws.com` without what stands before the host.
      origin: new HttpOrigin(Fn.select(2, Fn.split('/', httpApi.apiEndpoint)), {
        protocolPolicy: cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
        originSslProtocols: [cloudfront.OriginSslPolicy.TLS_V1_2],
        // As long as API Gateway itself waits for a function.
        readTimeout: Duration.seconds(30),
      }),
      // A token that went over plain HTTP once is known: such requests are refused, not led on.
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
      cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
      // API Gateway knows its APIs by the Host header, so the viewer's own must not reach it.
      functionAssociations: [
        {
          eventType: cloudfront.FunctionEventType.VIEWER_REQUEST,
          function: new cloudfront.Function(stack, 'EdgeViewer', {
            runtime: cloudfront.FunctionRuntime.JS_2_0,
            code: cloudfront.FunctionCode.fromInline(sayViewerAddress),
          }),
        },
      ],
      originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    },
  });
  Validations.of(distribution).acknowledge({
    id: 'AwsSolutions-CFR1',
    reason: 'Customers write from wherever they are; there is no country whose requests are refused.',
  });
  return distribution.distributionDomainName;
}

/** CloudFront writes its log by an ACL, the one thing for which S3 still has them. */
function logBucket(stack: ServiceStack): s3.Bucket {
  const bucket = new s3.Bucket(stack, 'EdgeLog', {
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    encryption: s3.BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_PREFERRED,
    lifecycleRules: [{ expiration: logKept }],
    removalPolicy: RemovalPolicy.RETAIN,
  });
  Validations.of(bucket).acknowledge({
    id: 'AwsSolutions-S1',
    reason: 'It is a log: a log of who wrote and read it would be a log without end.',
  });
  return bucket;
}
