/** Who makes a request. */
export type Principal =
  /** The owner of the local account: the control page, commands run by hand. Everything is allowed. */
  | { type: 'account' }
  /** A role of the template, assumed by a function or a service. */
  | { type: 'role'; roleArn: string }
  /** An AWS service acting for one of the account's resources: SES writing to a bucket, SNS to a queue. Only resource policies count. */
  | { type: 'service'; service: string; sourceArn: string };

/** One action on one resource that a request needs. */
export interface Requirement {
  action: string;
  resource: string;
  /** Condition keys that are known of this request, lower or mixed case as AWS spells them. */
  context?: Record<string, string | string[]>;
}

export interface Denial extends Requirement {
  principal: string;
  reason: 'no policy allows it' | 'explicit deny';
  /** In AWS's words, naming principal, action and resource. */
  message: string;
}

export interface Iam {
  /** undefined = allowed. Every denial is also kept in `denials`. */
  check(principal: Principal, requirement: Requirement): Denial | undefined;
  /** May this service principal assume this role, by its trust policy? */
  checkTrust(roleArn: string, service: string, sourceArn: string): Denial | undefined;
  denials: Denial[];
}
