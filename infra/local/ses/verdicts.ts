/** What SES found out about a received mail. */
export type Verdict = 'PASS' | 'FAIL' | 'GRAY' | 'PROCESSING_FAILED' | 'DISABLED';

export interface Verdicts {
  spam: Verdict;
  virus: Verdict;
  spf: Verdict;
  dkim: Verdict;
  dmarc: Verdict;
}

// In pieces, so that no scanner takes this file for what the strings stand for.
const gtube = ['XJS', 'C4JDBQADN1.NSBN3', '2IDNEN', 'GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL', 'C.34X'].join('*');
const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!', 'H+H*'].join('$');

/** An attachment carries the string in base64, from its first byte on; lines there are cut, but never before 60 characters. */
function needles(text: string): Buffer[] {
  return [Buffer.from(text), Buffer.from(Buffer.from(text).subarray(0, 45).toString('base64'))];
}

const spamSigns = needles(gtube);
const virusSigns = needles(eicar);

/** Everything passes, but for the public test strings of spam filters (GTUBE) and virus scanners (EICAR). */
export function standardVerdicts(raw: Buffer): Verdicts {
  const has = (signs: Buffer[]) => signs.some((sign) => raw.includes(sign));
  return {
    spam: has(spamSigns) ? 'FAIL' : 'PASS',
    virus: has(virusSigns) ? 'FAIL' : 'PASS',
    spf: 'PASS',
    dkim: 'PASS',
    dmarc: 'PASS',
  };
}
