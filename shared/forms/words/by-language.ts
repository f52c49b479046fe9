import type { Language } from '../../contracts/vocabulary.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';
import type { Words } from './words.ts';
import { zh } from './zh.ts';

export const words: Record<Language, Words> = { en, fr, zh };
