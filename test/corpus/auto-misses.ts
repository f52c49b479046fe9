import type { Miss } from './misses.ts';

/** What is judged otherwise than its suite wants, each with its reason; the test holds that these are all, and that each still is one. */
export const autoMisses: readonly Miss[] = [
  {
    id: 'mixed/zbateson-mail-mime-parser/tests/_data/emails/m0024.txt',
    fields: ['humans_silenced'],
    reason:
      'A person wrote it, but to a mailing list that passed it on (Mailing-List: … run by ezmlm): lists are never answered.',
  },
];
