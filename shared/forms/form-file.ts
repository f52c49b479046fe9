import type { Contract } from '../contracts/contract.ts';
import type { Language } from '../contracts/vocabulary.ts';
import { readYaml, YamlFileError } from '../yaml-file.ts';
import {
  type Form,
  form,
  longestAddress,
  longestName,
  longestSubject,
  mostCharacters,
  reservedNames,
  type Texts,
} from './form.ts';

/** Reads one form written in YAML, for one of these contracts. `file` is for the messages only. Throws YamlFileError. */
export function readFormFile(file: string, yaml: string, contracts: readonly Contract[]): Form {
  const read = readYaml(file, yaml, form);
  const problems = [...missingTexts(read), ...wrongFields(read), ...wrongContract(read, contracts)];
  if (problems.length > 0) throw new YamlFileError(file, problems);
  return read;
}

/** What is right in each file and wrong in all of them together. */
export const formsTogether = (forms: readonly Form[]): string[] =>
  repeated(forms.map(({ id }) => id)).map((id) => `there are two forms ${id}`);

function missingTexts({ languages, title, intro, fields, consent }: Form): string[] {
  const all: [place: string, texts: Texts | undefined][] = [
    ['title', title],
    ['intro', intro],
    ...fields.flatMap((field, i): [string, Texts | undefined][] => [
      [`fields.${i}.label`, field.label],
      [`fields.${i}.hint`, field.hint],
      ...(field.kind === 'select'
        ? field.options.map(({ label }, n): [string, Texts] => [`fields.${i}.options.${n}.label`, label])
        : []),
    ]),
    ['consent', consent],
  ];
  return all.flatMap(([place, texts]) =>
    texts === undefined
      ? []
      : languages.filter((each) => texts[each] === undefined).map((each) => `${place}.${each}: is missing`),
  );
}

function wrongFields({ fields, languages }: Form): string[] {
  const names = fields.map(({ name }) => name);
  const longest = fields.map((field) => (field.kind === 'text' || field.kind === 'textarea' ? field.longest : longestAddress));
  const characters = longest.reduce((total, each) => total + each, longestName + longestAddress + longestSubject);
  return [
    ...names.flatMap((name, i) =>
      reservedNames.some((each) => each === name) ? [`fields.${i}.name: ${name} is a field that every form has`] : [],
    ),
    ...repeated(names).map((name) => `fields: there are two called ${name}`),
    ...fields.flatMap((field, i) =>
      field.kind === 'select'
        ? repeated(field.options.map(({ value }) => value)).map(
            (value) => `fields.${i}.options: there are two of the value ${value}`,
          )
        : [],
    ),
    ...(characters > mostCharacters
      ? [`fields: all together must hold at most ${mostCharacters} characters, not ${characters}`]
      : []),
    ...repeated(languages).map((each) => `languages: ${each} is there twice`),
  ];
}

/** Who writes in a language is answered in it. */
function wrongContract({ contract, languages }: Form, contracts: readonly Contract[]): string[] {
  const versions = contracts.filter(({ id }) => id === contract);
  if (versions.length === 0) return [`contract: there is no contract ${contract}`];
  const offered: readonly Language[] = versions.flatMap((each) => each.languages);
  return languages.flatMap((each, i) => (offered.includes(each) ? [] : [`languages.${i}: ${contract} does not offer ${each}`]));
}

const repeated = (all: readonly string[]): string[] => [...new Set(all.filter((each, i) => all.indexOf(each) < i))];
