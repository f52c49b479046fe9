/** What the names of the partners' secrets begin with, in Secrets Manager: `guichet-production/partners/prt_relais-telecom`. */
export const partnerSecretsPrefix = (stageName: string): string => `guichet-${stageName}/partners/`;
