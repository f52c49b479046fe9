/** What lets an agent connect, once, within `admissionSeconds`: browsers send no Authorization header with a handshake. */
export interface Admissions {
  /** Answers a secret; only its digest is kept. */
  issue(agentId: string): Promise<{ secret: string; expiresAt: Date }>;
  /** Whose it is. It holds no second time. Undefined for one that was used, has run out or never was. */
  use(secret: string): Promise<string | undefined>;
}
