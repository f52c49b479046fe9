import { CfnOutput, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { EmailIdentity, Identity } from 'aws-cdk-lib/aws-ses';

/**
 * The domain as SES verifies it. Kept with the data: a new identity has new DKIM keys, and until somebody has put those into the DNS, no
 * mail goes out. Its name is the domain's: stacks that are deployed again after they were removed take `-c createIdentity=false`.
 */
export function addMailDomain(stack: Stack, mailDomain: string): void {
  const identity = new EmailIdentity(stack, 'MailDomain', { identity: Identity.domain(mailDomain) });
  identity.applyRemovalPolicy(RemovalPolicy.RETAIN);
  identity.dkimRecords.forEach(({ name, value }, i) => {
    new CfnOutput(stack, `DkimRecord${i + 1}`, { value: `${name} CNAME ${value}` });
  });
}
