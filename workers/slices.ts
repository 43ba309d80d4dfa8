import * as v from 'valibot';
import type { Analysis, DatasetFacts } from '../src/analyses/analysis.ts';
import { analyses } from '../src/analyses/registry.ts';
import { DangolError } from '../src/core/errors.ts';
import { ident, join, sql, type Sql } from '../src/core/sql.ts';
import { hasLines, linesSql } from '../src/data/canonical.ts';
import {
  type AudienceDefinition,
  type Condition,
  type DataFilter,
  isEmptyFilter,
} from '../src/data/filter.ts';
import {
  filterNeedsLines,
  rangeOf,
  sliceFacts,
  sliceFactsSql,
  sliceSql,
  unknownDimensions,
} from '../src/data/slice.ts';
import type { Database, Session } from './duckdb.ts';
import { first } from './rows.ts';
import type { CurrentDataset } from './stored.ts';

/** A part of the dataset in use: where its tables stand, and what is known of it. */
export interface Slice {
  readonly schema: string;
  readonly facts: DatasetFacts;
}

/** The table of the customers of a list, in a schema of its own: column customer_key. */
export interface MemberList {
  readonly schema: string;
  readonly table: Sql;
}

/** What slices need of the store: a place for schemas. */
export interface Schemas {
  readonly database: Database;
  newSchema(prefix: 'part'): string;
  discard(schema: string): Promise<void>;
}

type Selected = Extract<AudienceDefinition, { kind: 'selection' }>;

/** Slices and lists kept, the least recently used go first. */
const KEPT = 24;

/**
 * The parts of one dataset that filters let through, and the lists of customers, each made once
 * and kept while it is used.
 */
export class Slices {
  readonly #store: Schemas;
  readonly #current: CurrentDataset;
  readonly #slices: Kept<Slice>;
  readonly #lists: Kept<MemberList>;
  /** Whether the table `lines` of the whole is there, which goes with the whole. */
  readonly #lines = new Kept<true>(1);

  constructor(store: Schemas, current: CurrentDataset) {
    this.#store = store;
    this.#current = current;
    const forget = ({ schema }: { readonly schema: string }) => void store.discard(schema);
    this.#slices = new Kept<Slice>(KEPT, forget);
    this.#lists = new Kept<MemberList>(KEPT, forget);
  }

  /** The schema of the whole tables. */
  get whole(): string {
    return this.#current.schema;
  }

  /** The dataset is used no longer. */
  close(): void {
    this.#slices.clear();
    this.#lists.clear();
  }

  /**
   * The part that a filter lets through.
   *
   * @param needsLines whether `lines` has to be among its tables
   * @throws DangolError `filter_empty` where no customer is left, `filter_unknown` where the
   *   dataset has no such column
   */
  async slice(filter: DataFilter, needsLines: boolean, signal: AbortSignal): Promise<Slice> {
    const { schema, dataset, source } = this.#current;
    const { shape } = source;
    const unknown = unknownDimensions(filter, shape);
    if (unknown.length > 0) throw new DangolError('filter_unknown', { column: unknown.join(', ') });
    const lines = hasLines(shape) && (needsLines || filterNeedsLines(filter, shape));
    if (lines) await this.#lines.get('lines', signal, () => this.#makeLines(signal));
    if (isEmptyFilter(filter)) return { schema, facts: dataset.facts };
    const key = JSON.stringify([filter, lines]);
    return this.#slices.get(key, signal, () => this.#make(filter, lines, signal));
  }

  /** A table of the customers of a list (column customer_key), in the whole data. */
  async list(definition: AudienceDefinition, signal: AbortSignal): Promise<MemberList> {
    const key = JSON.stringify(definition);
    return this.#lists.get(key, signal, () => this.#makeList(definition, signal));
  }

  async #makeLines(signal: AbortSignal): Promise<true> {
    const { schema, source } = this.#current;
    await this.#store.database.session([schema], signal, (session) =>
      session.run(linesSql(source.shape)),
    );
    return true;
  }

  async #make(filter: DataFilter, lines: boolean, signal: AbortSignal): Promise<Slice> {
    const { schema: from, dataset, source } = this.#current;
    const range = rangeOf(filter.days, dataset.facts);
    if (range.firstDay > range.lastDay) throw new DangolError('filter_empty', {});
    const audiences = new Map<Condition, Sql>();
    for (const one of filter.conditions) {
      if (one.kind === 'audience')
        audiences.set(one, (await this.list(one.definition, signal)).table);
    }
    const { shape } = source;
    return this.#inSchema(signal, async (session, schema) => {
      const input = { from, shape, filter, facts: dataset.facts, lines, audiences };
      for (const statement of sliceSql(input)) await session.run(statement);
      const facts = sliceFacts(await first(session, sliceFactsSql()), filter, dataset.facts);
      if (facts.customers === 0) throw new DangolError('filter_empty', {});
      return { schema, facts };
    });
  }

  async #makeList(definition: AudienceDefinition, signal: AbortSignal): Promise<MemberList> {
    const { schema: from } = this.#current;
    if (definition.kind === 'selection') {
      const { query, slice } = await this.selected(definition, signal);
      return this.#inSchema(
        signal,
        async (session, schema) => {
          const table = ident(schema, 'members');
          await session.run(
            sql`CREATE TABLE ${table} AS SELECT DISTINCT customer_key FROM (\n${query}\n)`,
          );
          return { schema, table };
        },
        slice.schema,
      );
    }
    const parts = definition.kind === 'not' ? [definition.part] : definition.parts;
    const tests: Sql[] = [];
    for (const part of parts) {
      const { table } = await this.list(part, signal);
      tests.push(sql`customer_key IN (SELECT customer_key FROM ${table})`);
    }
    const test = {
      and: () => join(tests, ' AND '),
      or: () => join(tests, ' OR '),
      not: () => sql`NOT ${join(tests)}`,
    }[definition.kind]();
    return this.#inSchema(signal, async (session, schema) => {
      const table = ident(schema, 'members');
      await session.run(
        sql`CREATE TABLE ${table} AS SELECT customer_key FROM ${ident(from, 'customers')} WHERE orders > 0 AND (${test})`,
      );
      return { schema, table };
    });
  }

  /** The query of the customers behind a selection, and the slice whose tables it reads. */
  async selected(
    { selection, ...request }: Omit<Selected, 'kind'>,
    signal: AbortSignal,
  ): Promise<{ readonly query: Sql; readonly slice: Slice }> {
    const { analysis, settings, slice } = await this.asked(request, signal);
    return { query: analysis.customers(selection, settings, slice.facts), slice };
  }

  /** An analysis with its settings, which are checked here once, and the slice that it is asked of. */
  async asked(
    { analysis: id, settings, filter }: Pick<Selected, 'analysis' | 'settings' | 'filter'>,
    signal: AbortSignal,
  ) {
    // The types of one analysis's settings and selection are known to that analysis alone.
    const analysis = analyses[id] as Analysis<unknown, unknown, unknown>;
    const parsed = v.parse(analysis.schema, settings);
    const slice = await this.slice(filter, analysis.needsLines?.(parsed) ?? false, signal);
    return { analysis, settings: parsed, slice };
  }

  /** Makes tables in a new schema, which goes again where that fails, and with the oldest when there are many. */
  async #inSchema<T>(
    signal: AbortSignal,
    work: (session: Session, schema: string) => Promise<T>,
    ...behind: readonly string[]
  ): Promise<T> {
    const schema = this.#store.newSchema('part');
    const never = new AbortController().signal;
    await this.#store.database.session([], never, (session) =>
      session.run(sql`CREATE SCHEMA ${ident(schema)}`),
    );
    try {
      return await this.#store.database.session([schema, ...behind], signal, (session) =>
        work(session, schema),
      );
    } catch (error) {
      await this.#store.discard(schema);
      throw error;
    }
  }
}

/** What was made by key, the least recently used first; an answer that failed is not kept. */
class Kept<T> {
  readonly #made = new Map<string, Promise<T>>();
  readonly #most: number;
  readonly #forget: (value: T) => void;

  constructor(most: number, forget: (value: T) => void = () => undefined) {
    this.#most = most;
    this.#forget = forget;
  }

  /** Makes what is asked for once; what another caller has cancelled is made again. */
  async get(key: string, signal: AbortSignal, make: () => Promise<T>): Promise<T> {
    for (;;) {
      const known = this.#made.get(key);
      if (known === undefined) break;
      this.#made.delete(key);
      this.#made.set(key, known);
      try {
        return await known;
      } catch (error) {
        if (signal.aborted || !(error instanceof DangolError && error.code === 'cancelled'))
          throw error;
      }
    }
    const making = make();
    this.#made.set(key, making);
    try {
      return await making;
    } catch (error) {
      if (this.#made.get(key) === making) this.#made.delete(key);
      throw error;
    } finally {
      this.#drop(this.#most);
    }
  }

  clear(): void {
    this.#drop(0);
  }

  #drop(most: number): void {
    for (const [key, value] of this.#made) {
      if (this.#made.size <= most) return;
      this.#made.delete(key);
      void value.then(this.#forget, () => undefined);
    }
  }
}
