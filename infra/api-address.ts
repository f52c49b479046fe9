/** Where the HTTP API answers, and what stands before it, as the CDK context says. */
export interface ApiAddress {
  /** A domain of our own for the API; without it, the API has API Gateway's. */
  apiDomain: ApiDomain | undefined;
  /** Makes our web ACL, in a stack of its own in us-east-1. */
  edge: boolean;
  /** Puts CloudFront before the API, at the API's domain, with this web ACL. */
  webAclArn: string | undefined;
}

export interface ApiDomain {
  name: string;
  /** ACM's certificate for it: in the stack's own Region, or, with CloudFront, in us-east-1. */
  certificateArn: string;
}

export interface Written {
  text: (key: string) => string | undefined;
  flag: (key: string) => boolean | undefined;
}

/** Throws an error that says what to write. */
export function readApiAddress({ text, flag }: Written): ApiAddress {
  const apiDomain = readDomain(text('apiDomain'), text('apiCertificateArn'));
  const webAclArn = text('webAclArn');
  if (webAclArn !== undefined) checkEdge(webAclArn, apiDomain);
  return { apiDomain, edge: flag('edge') ?? false, webAclArn };
}

function readDomain(name: string | undefined, certificateArn: string | undefined): ApiDomain | undefined {
  if (name === undefined && certificateArn === undefined) return undefined;
  if (name === undefined)
    throw new Error('apiCertificateArn is of no use without a domain: give -c apiDomain=api.example.com too');
  if (!/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/.test(name))
    throw new Error(`apiDomain must be a domain in lower case such as api.example.com, not ${name}`);
  if (certificateArn === undefined)
    throw new Error('apiDomain needs a certificate of ACM: give -c apiCertificateArn=arn:aws:acm:… too');
  if (!/^arn:aws[\w-]*:acm:[\w-]+:\d{12}:certificate\/[\w-]+$/.test(certificateArn))
    throw new Error(`apiCertificateArn must be the ARN of a certificate in ACM, arn:aws:acm:…, not ${certificateArn}`);
  return { name, certificateArn };
}

/** CloudFront knows certificates and web ACLs of us-east-1 only. */
function checkEdge(webAclArn: string, apiDomain: ApiDomain | undefined): void {
  if (!/^arn:aws[\w-]*:wafv2:us-east-1:\d{12}:global\/webacl\/[\w-]+\/[\w-]+$/.test(webAclArn))
    throw new Error(
      `webAclArn must be a web ACL for CloudFront, arn:aws:wafv2:us-east-1:…:global/webacl/…, not ${webAclArn}: -c edge=true makes one`,
    );
  if (!apiDomain)
    throw new Error('webAclArn puts CloudFront at a domain of yours: give -c apiDomain and -c apiCertificateArn too');
  if (!apiDomain.certificateArn.includes(':acm:us-east-1:'))
    throw new Error(
      `apiCertificateArn must be a certificate in us-east-1, where CloudFront looks for it, not ${apiDomain.certificateArn}`,
    );
}
