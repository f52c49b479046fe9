import * as z from 'zod/mini';
import en from 'zod/v4/locales/en.js';

/** zod's small build has no words of its own: with these, a refusal says which rule was broken. Import it where people read the refusals. */
z.config(en());
