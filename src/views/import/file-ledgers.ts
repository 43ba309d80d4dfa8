import type { CleaningRules, FlagGroup } from '../../data/cleaning.ts';
import { ledger, type Ledger } from '../../data/ledger.ts';

/** The account of each file by itself; together they are the account of all. */
export function fileLedgers(
  groups: readonly FlagGroup[],
  brokenCounts: readonly number[],
  rules: CleaningRules,
): readonly Ledger[] {
  const byFile = brokenCounts.map((): FlagGroup[] => []);
  for (const group of groups) byFile[group.file]?.push(group);
  return byFile.map((own, file) => ledger(own, brokenCounts[file] ?? 0, rules));
}
