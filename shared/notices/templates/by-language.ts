import type { Language } from '../../contracts/vocabulary.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';
import type { Template } from './template.ts';
import { zh } from './zh.ts';

export const templates: Record<Language, Template> = { en, fr, zh };
