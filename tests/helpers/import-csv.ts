import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import type { DatasetFacts } from '../../src/analyses/analysis.ts';
import { sql } from '../../src/core/sql.ts';
import { type CleaningRules, defaultRules, type FlagGroup } from '../../src/data/cleaning.ts';
import { leftOutMask, returnMask } from '../../src/data/ledger.ts';
import { orderIdsUniqueSql, settleSql } from '../../src/data/flags.ts';
import type { TextSource } from '../../src/data/source.ts';
import { flagGroupsSql, flagsWithCodes, stagedShape, stageSql } from '../../src/data/staging.ts';
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
  const source = textSource(path, names.length, { ...recognition.dialect, ...dialect });
  db.run(stageSql({ source, file: 0 }, names, mapping));
  const shape = stagedShape(mapping, names);
  const orderIdsUnique = shape.order && db.rows(orderIdsUniqueSql())[0]?.['is_unique'] === true;
  for (const statement of settleSql(shape, orderIdsUnique)) db.run(statement);
  return { recognition, mapping, shape, groups: flagGroups(db, []) };
}

/** A file of text with all columns of the import. */
export function textSource(path: string, columnCount: number, dialect: Dialect): TextSource {
  const columns = Array.from({ length: columnCount }, (_, i) => i);
  return { kind: 'text', path, dialect, columns };
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
    file: Number(row['file']),
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
