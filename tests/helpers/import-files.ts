import {
  defaultRules,
  type CleaningRules,
  type Reason,
  type Treatment,
} from '../../src/data/cleaning.ts';
import type { Role } from '../../src/data/roles.ts';
import type { ImportRecognition, Mapping } from '../../src/import/types.ts';
import type { Staged } from '../../workers/engine-api.ts';
import type { TestEngine } from './engine.ts';

let run = 1000;

export interface ReadFiles {
  readonly recognition: ImportRecognition;
  readonly staged: Staged;
}

/** Reads files, given by name and text, with what is suggested or a change of it. */
export async function readFiles(
  { engine }: TestEngine,
  texts: Readonly<Record<string, string>>,
  change: (mapping: Mapping, recognition: ImportRecognition) => Partial<Mapping> = () => ({}),
): Promise<ReadFiles> {
  const files = Object.entries(texts).map(([name, text]) => new File([text], name));
  const { id, recognition } = await engine.open(++run, files, {});
  const mapping = { ...recognition.mapping, ...change(recognition.mapping, recognition) };
  return { recognition, staged: await engine.stage(++run, id, mapping) };
}

/** The default rules with some reasons treated otherwise. */
export function rulesWith(treatments: Partial<Record<Reason, Treatment>> = {}): CleaningRules {
  const defaults = defaultRules();
  return { ...defaults, treatments: { ...defaults.treatments, ...treatments } };
}

/** The rows of a query over the dataset that the staged rows become under the rules. */
export async function committed(
  opened: TestEngine,
  staged: Staged,
  query: string,
  rules = rulesWith(),
): Promise<unknown[][]> {
  await opened.engine.commit(++run, staged.id, 'test', rules);
  return opened.query(query);
}

/** The role of each column that has one. */
export function rolesOf({ columns, mapping }: ImportRecognition): Record<string, Role> {
  return Object.fromEntries(
    columns.flatMap(({ name, index }) => {
      const role = mapping.roles[index] ?? 'ignore';
      return role === 'ignore' ? [] : [[name, role]];
    }),
  );
}
