import { DangolError } from '../src/core/errors.ts';
import { ident, sql, type Sql } from '../src/core/sql.ts';
import { canonicalSql, factsSql } from '../src/data/canonical.ts';
import type { CleaningRules, FlagGroup } from '../src/data/cleaning.ts';
import { toFacts } from '../src/data/facts.ts';
import { leftOutMask, returnMask } from '../src/data/ledger.ts';
import {
  BROKEN_TABLE,
  fillBlankOrdersSql,
  flagDuplicatesSql,
  flagGroupsSql,
  flagsWithCodes,
  orderIdsUniqueSql,
  stagedShape,
  stageSql,
} from '../src/data/staging.ts';
import { decodeRows } from '../src/engine/arrow.ts';
import { recognise } from '../src/import/recognise.ts';
import type { Mapping, Recognition } from '../src/import/types.ts';
import type { Session } from './duckdb.ts';
import { inFile } from './engine-error.ts';
import type { Dataset, Staged } from './engine-api.ts';
import { type Job, steps } from './job.ts';
import type { StagedFile, Store } from './store.ts';

/** How much of a file is looked at to recognise it. */
const HEAD_BYTES = 512 * 1024;

/** How many unreadable records are shown. */
const BROKEN_SHOWN = 5;

export async function recogniseFile(file: File): Promise<Recognition> {
  const head = new Uint8Array(await readHead(file));
  return recognise(head, {
    name: file.name,
    bytes: file.size,
    complete: file.size <= HEAD_BYTES,
  });
}

async function readHead(file: File): Promise<ArrayBuffer> {
  try {
    return await file.slice(0, HEAD_BYTES).arrayBuffer();
  } catch (error) {
    throw new DangolError('file_unreadable', { file: file.name }, String(error));
  }
}

/** Reads the whole file into `staged`, in a new schema. */
export async function stageFile(
  store: Store,
  file: File,
  recognition: Recognition,
  mapping: Mapping,
  job: Job,
): Promise<Staged> {
  const { database } = store;
  const started = performance.now();
  const step = steps(job, ['read', 'duplicates', 'count']);
  const schema = store.newSchema('file');
  // The user's file name is not part of the path: it could hold anything.
  const path = await database.register(`${schema}.csv`, file);
  try {
    await database.session([], job.signal, (session) =>
      session.run(sql`CREATE SCHEMA ${ident(schema)}`),
    );
    const { staged, result } = await database.session([schema], job.signal, async (session) => {
      const columns = recognition.columns.length;
      step('read');
      await session.run(stageSql(path, columns, recognition.dialect, mapping));
      const broken = await keepBroken(session);
      const shape = stagedShape(
        mapping,
        recognition.columns.map((column) => column.name),
      );
      step('duplicates');
      const orderIdsUnique =
        shape.order && (await first(session, orderIdsUniqueSql()))['is_unique'] === true;
      if (!orderIdsUnique) await session.run(flagDuplicatesSql());
      if (shape.order && !orderIdsUnique) await session.run(fillBlankOrdersSql());
      step('count');
      const groups = await readGroups(session, []);
      const rows = groups.reduce((sum, group) => sum + group.rows, 0);
      return {
        staged: { schema, path, recognition, shape, orderIdsUnique, rows },
        result: { rows, groups, ...broken },
      };
    });
    await store.stage(staged);
    return { ...result, milliseconds: performance.now() - started };
  } catch (error) {
    await database.dropSchema(schema);
    await database.unregister(path);
    throw inFile(error, file.name);
  }
}

/** The reader's list of broken records lives only as long as the connection: it is copied. */
async function keepBroken(session: Session): Promise<Pick<Staged, 'broken' | 'brokenCount'>> {
  await session.run(sql`CREATE TABLE broken AS
SELECT line::INTEGER AS line, any_value(csv_line) AS "text", any_value(error_type)::VARCHAR AS error
FROM ${ident(BROKEN_TABLE)} GROUP BY line ORDER BY line`);
  const { count } = await first(session, sql`SELECT count(*) AS count FROM broken`);
  const shown = await rows(session, sql`SELECT line, "text" FROM broken LIMIT ${BROKEN_SHOWN}`);
  return {
    brokenCount: Number(count),
    broken: shown.map((row) => ({ line: Number(row['line']), text: String(row['text'] ?? '') })),
  };
}

/** The flag groups of the staged file, with these product codes flagged. */
export async function regroup(
  store: Store,
  codes: readonly string[],
  job: Job,
): Promise<readonly FlagGroup[]> {
  const staged = requireStaged(store);
  return store.database.session([staged.schema], job.signal, (session) =>
    readGroups(session, staged.shape.product ? codes : []),
  );
}

async function readGroups(
  session: Session,
  codes: readonly string[],
): Promise<readonly FlagGroup[]> {
  return (await rows(session, flagGroupsSql(codes))).map((row) => ({
    flags: Number(row['flags']),
    rows: Number(row['rows']),
    money: String(row['money']),
    unknownMoney: Number(row['unknown_money']),
  }));
}

/** Builds the canonical tables in a new schema; the dataset in use changes when they are whole. */
export async function commitStaged(
  store: Store,
  name: string,
  rules: CleaningRules,
  job: Job,
): Promise<Dataset> {
  const { database } = store;
  const source = requireStaged(store);
  const step = steps(job, ['customers', 'orders', 'days']);
  const schema = store.newSchema('data');
  try {
    await database.session([], job.signal, (session) =>
      session.run(sql`CREATE SCHEMA ${ident(schema)}`),
    );
    const facts = await database.session([schema, source.schema], job.signal, async (session) => {
      const input = {
        shape: source.shape,
        flags: flagsWithCodes(source.shape.product ? rules.notProductCodes : []),
        leftOutMask: leftOutMask(rules),
        returnMask: returnMask(rules),
        orderIdsUnique: source.orderIdsUnique,
      };
      for (const { step: name, statement } of canonicalSql(input)) {
        step(name);
        await session.run(statement);
      }
      return toFacts(await first(session, factsSql()));
    });
    if (facts.customers === 0) {
      throw new DangolError('nothing_left', {
        file: source.recognition.fileName,
        rows: source.rows,
      });
    }
    const dataset: Dataset = { name, facts, rules };
    await store.use({ schema, source, dataset });
    return dataset;
  } catch (error) {
    await database.dropSchema(schema);
    throw inFile(error, source.recognition.fileName);
  }
}

/** @throws DangolError `no_dataset` when no file was read. */
export function requireStaged(store: Store): StagedFile {
  if (store.staged === null) throw new DangolError('no_dataset', {});
  return store.staged;
}

export async function rows(session: Session, query: Sql): Promise<ReturnType<typeof decodeRows>> {
  return decodeRows(await session.query(query));
}

export async function first(
  session: Session,
  query: Sql,
): Promise<ReturnType<typeof decodeRows>[number]> {
  return (await rows(session, query))[0] ?? {};
}
