import { randomInt } from 'node:crypto';
import * as z from 'zod/mini';

/** `GenerateSecretString` of `AWS::SecretsManager::Secret`. */
export const secretRecipe = z.object({
  PasswordLength: z._default(z.number().check(z.minimum(1), z.maximum(4096)), 32),
  ExcludeCharacters: z._default(z.string(), ''),
  ExcludeLowercase: z._default(z.boolean(), false),
  ExcludeUppercase: z._default(z.boolean(), false),
  ExcludeNumbers: z._default(z.boolean(), false),
  ExcludePunctuation: z._default(z.boolean(), false),
  IncludeSpace: z._default(z.boolean(), false),
  RequireEachIncludedType: z._default(z.boolean(), true),
  /** A JSON object, to which the password is added under `GenerateStringKey`. */
  SecretStringTemplate: z.optional(z.string()),
  GenerateStringKey: z.optional(z.string()),
});

export type SecretRecipe = z.infer<typeof secretRecipe>;

const jsonObject = z.record(z.string(), z.unknown());

const pick = (alphabet: string) => alphabet.charAt(randomInt(alphabet.length));

function password(recipe: SecretRecipe): string {
  const without = (alphabet: string) =>
    Array.from(alphabet)
      .filter((character) => !recipe.ExcludeCharacters.includes(character))
      .join('');
  const kinds = [
    recipe.ExcludeLowercase ? '' : 'abcdefghijklmnopqrstuvwxyz',
    recipe.ExcludeUppercase ? '' : 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
    recipe.ExcludeNumbers ? '' : '0123456789',
    recipe.ExcludePunctuation ? '' : '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
    recipe.IncludeSpace ? ' ' : '',
  ]
    .map(without)
    .filter((alphabet) => alphabet !== '');
  if (kinds.length === 0) throw new Error('GenerateSecretString excludes every character');
  const characters = recipe.RequireEachIncludedType ? kinds.slice(0, recipe.PasswordLength).map(pick) : [];
  while (characters.length < recipe.PasswordLength) characters.push(pick(kinds.join('')));
  for (let last = characters.length - 1; last > 0; last--) {
    const other = randomInt(last + 1);
    [characters[last], characters[other]] = [characters[other] ?? '', characters[last] ?? ''];
  }
  return characters.join('');
}

/** A new secret value by CloudFormation's rules. Throws when the template for it is not a JSON object. */
export function generateSecret(recipe: SecretRecipe): string {
  const { SecretStringTemplate: template, GenerateStringKey: key } = recipe;
  if (template === undefined || key === undefined) return password(recipe);
  return JSON.stringify({ ...jsonObject.parse(JSON.parse(template)), [key]: password(recipe) });
}
