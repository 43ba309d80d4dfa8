import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import type { DatasetFacts } from '../../src/analyses/analysis.ts';
import { sql } from '../../src/core/sql.ts';
import { type CleaningRules, defaultRules, type FlagGroup } from '../../src/data/cleaning.ts';
import { leftOutMask, returnMask } from '../../src/data/ledger.ts';
import {
  fillBlankOrdersSql,
  flagDuplicatesSql,
  flagGroupsSql,
  flagsWithCodes,
  orderIdsUniqueSql,
  spreadStatusSql,
  stagedShape,
  stageSql,
} from '../../src/data/staging.ts';
import { recognise } from '../../src/import/recognise.ts';
import type { Dialect, Mapping, Recognition } from '../../src/import/types.ts';
import type { TestDb } from './duckdb.ts';
import { buildCanonical, dropCanonical } from './orders.ts';

const HEAD_BYTES = 512 * 1024;

/** What the program understands of a file. */
export function recogniseFile(path: string): Recognition {
  const file = openSync(path, 'r');
  try {
    const bytes = fstatSync(file).size;
    const head = new Uint8Array(Math.min(bytes, HEAD_BYTES));
    readSync(file, head);
    return recognise(head, { name: basename(path), bytes, complete: bytes <= HEAD_BYTES });
  } finally {
    closeSync(file);
  }
}

/** Reads a file into `staged` with the SQL that the program ships; returns its flag groups. */
export function stageCsv(
  db: TestDb,
  path: string,
  change: Partial<Mapping> = {},
  dialect: Partial<Dialect> = {},
): StagedCsv {
  dropCanonical(db);
  const recognition = recogniseFile(path);
  const mapping = { ...recognition.mapping, ...change };
  const names = recognition.columns.map(({ name }) => name);
  db.run(stageSql(path, names, { ...recognition.dialect, ...dialect }, mapping));
  const shape = stagedShape(mapping, names);
  const orderIdsUnique = shape.order && db.rows(orderIdsUniqueSql())[0]?.['is_unique'] === true;
  const spread = orderIdsUnique ? null : spreadStatusSql(mapping);
  if (spread !== null) db.run(spread);
  if (!orderIdsUnique) db.run(flagDuplicatesSql());
  if (shape.order && !orderIdsUnique) db.run(fillBlankOrdersSql());
  return { recognition, mapping, shape, groups: flagGroups(db, []) };
}

export interface StagedCsv {
  readonly recognition: Recognition;
  readonly mapping: Mapping;
  readonly shape: ReturnType<typeof stagedShape>;
  readonly groups: readonly FlagGroup[];
}

/** The flag groups of `staged`. */
export function flagGroups(db: TestDb, codes: readonly string[]): readonly FlagGroup[] {
  return db.rows(flagGroupsSql(codes)).map((row) => ({
    flags: Number(row['flags']),
    rows: Number(row['rows']),
    money: String(row['money']),
    unknownMoney: Number(row['unknown_money']),
  }));
}

/** Imports a file as the program does: suggested mapping, default rules, canonical tables. */
export function importCsv(
  db: TestDb,
  path: string,
  rules: CleaningRules = defaultRules(),
): StagedCsv & { readonly facts: DatasetFacts } {
  const staged = stageCsv(db, path);
  const flags = staged.shape.product ? flagsWithCodes(rules.notProductCodes) : sql`flags`;
  const facts = buildCanonical(db, staged.shape, flags, leftOutMask(rules), returnMask(rules));
  return { ...staged, facts };
}
