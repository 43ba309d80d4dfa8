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
  spreadStatusSql,
  stagedShape,
  stageSql,
} from '../src/data/staging.ts';
import { decodeRows } from '../src/engine/arrow.ts';
import { recognise } from '../src/import/recognise.ts';
import { findOpenQuote } from '../src/import/open-quote.ts';
import type { Dialect, Mapping, Recognition } from '../src/import/types.ts';
import type { Session } from './duckdb.ts';
import { engineError, inFile } from './engine-error.ts';
import type { Dataset, Staged, StagedId } from './engine-api.ts';
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
  const started = performance.now();
  const id = store.newSchema('file');
  // The user's file name is not part of the path: it could hold anything.
  const path = await store.database.register(`${id}.csv`, file);
  const { signal } = job;
  const reading = new AbortController();
  const stop = () => {
    reading.abort();
  };
  signal.addEventListener('abort', stop);
  try {
    const quoted = refuseOpenQuote(file, recognition.dialect, reading.signal);
    // The reader takes a quote that is never closed for the end of the file, without a word.
    const staged = readWhole(store, { id, path, recognition, mapping }, reading, job);
    const [result] = await Promise.all([staged, quoted]);
    if (signal.aborted) throw new DangolError('cancelled', {});
    return { ...result, milliseconds: performance.now() - started };
  } catch (error) {
    stop();
    await store.discard(id, path);
    throw inFile(error, file.name);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** @throws DangolError `csv_broken` with the line of a quote that is never closed. */
async function refuseOpenQuote(file: File, dialect: Dialect, signal: AbortSignal): Promise<void> {
  const open = await findOpenQuote(file, dialect, signal);
  if (open !== null) throw new DangolError('csv_broken', { file: file.name, line: open.line });
}

/** What is known of a file before it is read. */
type FileToRead = Pick<StagedFile, 'id' | 'path' | 'recognition' | 'mapping'>;

async function readWhole(
  store: Store,
  toRead: FileToRead,
  { signal }: AbortController,
  job: Job,
): Promise<Omit<Staged, 'milliseconds'>> {
  const { id, recognition, mapping } = toRead;
  const { database } = store;
  const step = steps({ ...job, signal }, ['read', 'duplicates', 'count']);
  await database.session([], signal, (session) => session.run(sql`CREATE SCHEMA ${ident(id)}`));
  step('read');
  const names = recognition.columns.map((column) => column.name);
  const shape = stagedShape(mapping, names);
  const dialect = await readRows(store, toRead, signal);
  return database.session([id], signal, async (session) => {
    step('duplicates');
    const orderIdsUnique =
      shape.order && (await first(session, orderIdsUniqueSql()))['is_unique'] === true;
    if (!orderIdsUnique) await session.run(flagDuplicatesSql());
    if (shape.order && !orderIdsUnique) await settleOrders(session, mapping);
    step('count');
    const groups = await readGroups(session, []);
    const broken = await shownBroken(session);
    const rows = groups.reduce((sum, group) => sum + group.rows, 0);
    store.add({ ...toRead, dialect, shape, orderIdsUnique, rows });
    return { id, rows, groups, ...broken };
  });
}

/** What is known of an order on one of its lines holds for all of them. */
async function settleOrders(session: Session, mapping: Mapping): Promise<void> {
  const spread = spreadStatusSql(mapping);
  if (spread !== null) await session.run(spread);
  await session.run(fillBlankOrdersSql());
}

/**
 * Reads the rows, strictly where it can be done; files whose newlines are mixed need the lenient
 * reader. Returns the dialect that they were read in.
 */
async function readRows(
  store: Store,
  { id, path, recognition, mapping }: FileToRead,
  signal: AbortSignal,
): Promise<Dialect> {
  const names = recognition.columns.map(({ name }) => name);
  const read = async (dialect: Dialect): Promise<Dialect> => {
    await store.database.session([id], signal, async (session) => {
      await session.run(stageSql(path, names, dialect, mapping));
      await keepBroken(session);
    });
    return dialect;
  };
  try {
    return await read(recognition.dialect);
  } catch (error) {
    if (!engineError(error).detail.includes('invalid state')) throw error;
    return await read({ ...recognition.dialect, lenient: true });
  }
}

/** The reader's list of broken records lives only as long as the connection: it is copied. */
async function keepBroken(session: Session): Promise<void> {
  await session.run(sql`CREATE TABLE broken AS
SELECT line::INTEGER AS line, any_value(csv_line) AS "text", any_value(error_type)::VARCHAR AS error
FROM ${ident(BROKEN_TABLE)} GROUP BY line ORDER BY line`);
}

async function shownBroken(session: Session): Promise<Pick<Staged, 'broken' | 'brokenCount'>> {
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
  id: StagedId,
  codes: readonly string[],
  job: Job,
): Promise<readonly FlagGroup[]> {
  const staged = store.file(id);
  return store.database.session([staged.id], job.signal, (session) =>
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
  id: StagedId,
  name: string,
  rules: CleaningRules,
  job: Job,
): Promise<Dataset> {
  const { database } = store;
  const source = store.file(id);
  const step = steps(job, ['customers', 'orders', 'days']);
  const schema = store.newSchema('data');
  try {
    await database.session([], job.signal, (session) =>
      session.run(sql`CREATE SCHEMA ${ident(schema)}`),
    );
    const facts = await database.session([schema, source.id], job.signal, async (session) => {
      const input = {
        shape: source.shape,
        flags: flagsWithCodes(source.shape.product ? rules.notProductCodes : []),
        leftOutMask: leftOutMask(rules),
        returnMask: returnMask(rules),
        orderIdsUnique: source.orderIdsUnique,
        stagedSchema: source.id,
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
    await store.discard(schema, null);
    throw inFile(error, source.recognition.fileName);
  }
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
