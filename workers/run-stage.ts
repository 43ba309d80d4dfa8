import { DangolError } from '../src/core/errors.ts';
import { ident, sql } from '../src/core/sql.ts';
import type { FlagGroup } from '../src/data/cleaning.ts';
import { differingOrdersSql, orderIdsUniqueSql, settleSql } from '../src/data/flags.ts';
import {
  lookupCountsSql,
  type LookupTable,
  lookupTableSql,
  type Source,
  type TextSource,
} from '../src/data/source.ts';
import {
  contactCountsSql,
  contactTablesSql,
  mergeCustomersSql,
  rootSumSql,
  spreadRootsSql,
} from '../src/data/contacts.ts';
import { currenciesSql, flagGroupsSql, stagedShape, stageSql } from '../src/data/staging.ts';
import type { StagedShape } from '../src/data/staged-shape.ts';
import { findOpenQuote } from '../src/import/open-quote.ts';
import type { Mapping, SourceFacts } from '../src/import/types.ts';
import { keepBroken, shownBroken } from './broken-records.ts';
import type { OnShare, Session } from './duckdb.ts';
import { engineError, inFile } from './engine-error.ts';
import type { Staged, StagedId } from './engine-api.ts';
import { type Job, steps } from './job.ts';
import { neededColumns } from './needed-columns.ts';
import type { OpenedSource } from './found-table.ts';
import type { OpenedFiles } from './open-files.ts';
import { first, rows } from './rows.ts';
import type { Store } from './store.ts';
import { readTable, unreadColumns } from './table-source.ts';

/** The column of the staged rows that a lookup's keys are compared with. */
const KEY_COLUMNS = { customer: 'customer_id', product: 'product', order: 'order_id' } as const;

/** Reads the opened files whole into `staged`, in a new schema. */
export async function stageFiles(
  store: Store,
  opened: OpenedFiles,
  mapping: Mapping,
  job: Job,
): Promise<Staged> {
  const started = performance.now();
  const staging = new Staging(store, opened, mapping, job);
  try {
    const staged = await staging.run();
    if (job.signal.aborted) throw new DangolError('cancelled', {});
    return { ...staged, milliseconds: performance.now() - started };
  } catch (error) {
    await staging.discard();
    throw error;
  }
}

/** One reading of files, from its schema to its flag groups. */
class Staging {
  readonly #store: Store;
  readonly #opened: OpenedFiles;
  readonly #mapping: Mapping;
  readonly #job: Job;
  readonly #id: StagedId;
  readonly #names: readonly string[];
  readonly #shape: StagedShape;
  readonly #sources: Source[] = [];
  readonly #lookups: LookupTable[] = [];
  readonly #paths: string[] = [];

  constructor(store: Store, opened: OpenedFiles, mapping: Mapping, job: Job) {
    this.#store = store;
    this.#opened = opened;
    this.#mapping = mapping;
    this.#job = job;
    this.#id = store.newSchema('file');
    const { columns, sources } = opened.recognition;
    this.#names = columns.map(({ name }) => name);
    this.#shape = stagedShape(mapping, this.#names, sources.length);
  }

  async run(): Promise<Omit<Staged, 'milliseconds'>> {
    const { signal } = this.#job;
    const { database } = this.#store;
    const all = [...this.#opened.sources, ...this.#opened.lookups];
    const converts = all.some((source) => !source.converted());
    const step = steps(this.#job, [...(converts ? ['convert' as const] : []), 'read', 'duplicates', 'count']); // prettier-ignore
    await database.session([], signal, (s) => s.run(sql`CREATE SCHEMA ${ident(this.#id)}`));
    await this.#readLookups(step);
    const { sources, fileBytes } = this.#opened.recognition;
    const bytes = sources.map((facts) => facts.bytes);
    for (const [file, source] of this.#opened.sources.entries()) {
      const facts = sources[file];
      if (facts === undefined) throw new TypeError('a source without facts');
      try {
        if (!source.converted()) step('convert');
        const positions = this.#neededPositions(source, facts);
        const ready = await this.#prepare(source, facts, `file_${file}`, positions);
        const report = step('read');
        const before = sum(bytes.slice(0, file));
        const onShare = (share: number): void => {
          const read = share * facts.bytes;
          report((before + read) / Math.max(1, fileBytes), read);
        };
        this.#sources.push(await this.#read(ready, facts, source, file, onShare));
      } catch (error) {
        throw inFile(error, facts.name);
      }
    }
    return database.session([this.#id], signal, async (session) => {
      step('duplicates');
      const orderIdsUnique =
        this.#shape.order && (await first(session, orderIdsUniqueSql()))['is_unique'] === true;
      for (const statement of settleSql(this.#shape, orderIdsUnique)) await session.run(statement);
      const contacts = await this.#settleContacts(session);
      step('count');
      return { ...(await this.#result(session, orderIdsUnique)), contacts };
    });
  }

  /** Removes what was made so far. */
  async discard(): Promise<void> {
    await this.#store.discard(this.#id, this.#paths);
  }

  /** Reads the tables that tell more of the rows, and gives each key one row. */
  async #readLookups(step: (name: 'convert' | 'read') => void): Promise<void> {
    const { lookups } = this.#opened.recognition;
    for (const [i, source] of this.#opened.lookups.entries()) {
      const lookup = lookups[i];
      if (lookup === undefined) throw new TypeError('a lookup without facts');
      const { source: facts, key, matches } = lookup;
      try {
        step(source.converted() ? 'read' : 'convert');
        const ready = await this.#prepare(source, facts, `lookup_file_${i}`);
        const table = [this.#id, `lookup_${i}`] as const;
        const { columns } = facts;
        await this.#store.database.session([], this.#job.signal, (session) =>
          session.run(lookupTableSql(ready, key, { table, columns })),
        );
        this.#lookups.push({ table, matches, columns });
      } catch (error) {
        throw inFile(error, facts.name);
      }
    }
  }

  /** Makes a file's rows readable for the engine. */
  async #prepare(
    source: OpenedSource,
    facts: SourceFacts,
    name: string,
    positions: readonly number[] | null = null,
  ): Promise<Source> {
    const { signal } = this.#job;
    const { database } = this.#store;
    if (source.kind === 'table') {
      const { table: file } = source;
      const into = [this.#id, name] as const;
      const read = positions ?? file.columns.map((_, position) => position);
      return readTable(database, { into, file, facts, positions: read }, signal);
    }
    const blob = await source.text(signal);
    // The user's file name is not part of the path: it could hold anything.
    const path = await database.register(`${this.#id}_${name}.csv`, blob);
    this.#paths.push(path);
    return { kind: 'text', path, dialect: source.dialect, columns: facts.columns };
  }

  /**
   * Which columns of a typed table to read; null for all. What stands in two files is told by
   * whole rows, so that of several files all columns are read.
   */
  #neededPositions(source: OpenedSource, facts: SourceFacts): readonly number[] | null {
    if (source.kind === 'text' || this.#opened.sources.length > 1) return null;
    const matches = this.#lookups.map((lookup) => lookup.matches);
    const { roles } = this.#mapping;
    return neededColumns(source.table, facts.bytes, (position) => {
      const index = facts.columns[position] ?? -1;
      return (roles[index] ?? 'ignore') !== 'ignore' || matches.includes(index);
    });
  }

  /** Reads a file's rows; returns the source as it was read. */
  async #read(
    ready: Source,
    facts: SourceFacts,
    source: OpenedSource,
    file: number,
    onShare: OnShare,
  ): Promise<Source> {
    if (ready.kind === 'table' || source.kind === 'table') {
      await this.#stage(ready, file, onShare);
      return ready;
    }
    const reading = new AbortController();
    const stop = () => {
      reading.abort();
    };
    this.#job.signal.addEventListener('abort', stop);
    try {
      const checked = source.trusted
        ? Promise.resolve()
        : refuseOpenQuote(await source.text(reading.signal), facts, source, reading.signal);
      // The reader takes a quote that is never closed for the end of the file, without a word.
      const [read] = await Promise.all([
        this.#readText(ready, file, onShare, reading.signal),
        checked,
      ]);
      return read;
    } catch (error) {
      stop();
      throw error;
    } finally {
      this.#job.signal.removeEventListener('abort', stop);
    }
  }

  /**
   * Reads text, strictly where it can be done; files whose newlines are mixed need the lenient
   * reader.
   */
  async #readText(
    source: TextSource,
    file: number,
    onShare: OnShare,
    signal: AbortSignal,
  ): Promise<TextSource> {
    const { dialect } = source;
    try {
      await this.#stage(source, file, onShare, signal);
      if (await this.#hasRead(file, signal)) return source;
    } catch (error) {
      if (!engineError(error).detail.includes('invalid state')) throw error;
    }
    const lenient = { ...source, dialect: { ...dialect, lenient: true } };
    await this.#stage(lenient, file, onShare, signal);
    if (await this.#hasRead(file, signal)) return lenient;
    throw new DangolError('csv_broken', { file: '', line: dialect.skip + 1 });
  }

  /**
   * Whether a file, which is known to have rows, gave any. A strict reader may end at the first
   * record and report nothing; what it made is then removed.
   */
  async #hasRead(file: number, signal: AbortSignal): Promise<boolean> {
    return this.#store.database.session([this.#id], signal, async (session) => {
      const count = sql`SELECT (SELECT count(*) FROM staged WHERE file = ${file})::DOUBLE
  + (SELECT count(*) FROM broken WHERE file = ${file})::DOUBLE AS records`;
      if (Number((await first(session, count))['records']) > 0) return true;
      if (file > 0) return false;
      for (const table of ['staged', 'broken']) await session.run(sql`DROP TABLE ${ident(table)}`);
      return false;
    });
  }

  async #stage(
    source: Source,
    file: number,
    onShare: OnShare,
    signal = this.#job.signal,
  ): Promise<void> {
    const stage = async (session: Session): Promise<void> => {
      const lookups = this.#lookups;
      await session.run(stageSql({ source, file, lookups }, this.#names, this.#mapping));
      await keepBroken(session, file, source.kind === 'text');
    };
    const watch = source.kind === 'text' ? { path: source.path, onShare } : undefined;
    await this.#store.database.session([this.#id], signal, stage, watch);
  }

  /** Counts the ids that share a contact, and makes them one customer where the user wants it. */
  async #settleContacts(session: Session): Promise<Staged['contacts']> {
    const shape = this.#shape;
    if (!shape.email && !shape.phone) return null;
    for (const statement of contactTablesSql(shape)) await session.run(statement);
    const counts = await first(session, contactCountsSql(shape));
    let merged: number | null = null;
    if (this.#mapping.mergeCustomers) {
      // Each turn carries a root one contact further: chains of ids are short.
      for (let before = NaN; ;) {
        await session.run(spreadRootsSql());
        const roots = Number((await first(session, rootSumSql()))['roots'] ?? 0);
        if (roots === before) break;
        before = roots;
      }
      for (const statement of mergeCustomersSql(shape)) await session.run(statement);
      const customers = sql`SELECT count(DISTINCT customer_id)::DOUBLE AS customers FROM staged`;
      merged = Number((await first(session, customers))['customers']);
    }
    return {
      sharedIds: Number(counts['shared_ids'] ?? 0),
      guestRows: Number(counts['guest_rows'] ?? 0),
      merged,
    };
  }

  /** How many keys each lookup has, and how many distinct keys of the rows it knows. */
  async #lookupCounts(session: Session): Promise<Staged['lookups']> {
    const counts: Staged['lookups'][number][] = [];
    for (const [i, lookup] of this.#lookups.entries()) {
      const { source, of } = this.#opened.recognition.lookups[i] ?? {};
      const column = of === undefined ? null : KEY_COLUMNS[of];
      const shown = await first(session, lookupCountsSql(lookup, column));
      counts.push({
        name: source?.name ?? '',
        keys: Number(shown['keys']),
        matched: Number(shown['matched'] ?? 0),
      });
    }
    return counts;
  }

  async #result(
    session: Session,
    orderIdsUnique: boolean,
  ): Promise<Omit<Staged, 'milliseconds' | 'contacts'>> {
    const groups = await readGroups(session, []);
    const shape = this.#shape;
    const currencies = shape.currency ? await rows(session, currenciesSql()) : [];
    const differing =
      shape.files > 1 && shape.order
        ? Number((await first(session, differingOrdersSql()))['orders'])
        : 0;
    const rowCount = groups.reduce((sum, group) => sum + group.rows, 0);
    this.#store.add({
      id: this.#id,
      sources: this.#sources,
      lookups: this.#lookups,
      recognition: this.#opened.recognition,
      mapping: this.#mapping,
      shape,
      orderIdsUnique,
      rows: rowCount,
      tables: this.#opened.sources.map((one) => (one.kind === 'table' ? one.table : null)),
    });
    return {
      id: this.#id,
      rows: rowCount,
      groups,
      ...(await shownBroken(session, shape.files)),
      currencies: currencies.map((row) => ({
        currency: String(row['currency']),
        rows: Number(row['rows']),
        money: String(row['money']),
      })),
      lookups: await this.#lookupCounts(session),
      differingOrders: differing,
      lateKeys: this.#opened.sources.flatMap((one) =>
        one.kind === 'text' ? (one.late?.() ?? []) : [],
      ),
      unread: unreadColumns(this.#sources, this.#opened.recognition),
    };
  }
}

const sum = (numbers: readonly number[]): number =>
  numbers.reduce((total, each) => total + each, 0);

/** @throws DangolError `csv_broken` with the line of a quote that is never closed. */
async function refuseOpenQuote(
  blob: Blob,
  { name }: SourceFacts,
  source: Extract<OpenedSource, { kind: 'text' }>,
  signal: AbortSignal,
): Promise<void> {
  const open = await findOpenQuote(blob, source.dialect, signal);
  if (open !== null) throw new DangolError('csv_broken', { file: name, line: open.line });
}

/** The flag groups of the staged files, with these product codes flagged. */
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
    file: Number(row['file']),
    flags: Number(row['flags']),
    rows: Number(row['rows']),
    money: String(row['money']),
    unknownMoney: Number(row['unknown_money']),
  }));
}
