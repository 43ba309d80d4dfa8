import * as v from 'valibot';
import type { Analysis, AnalysisId, DatasetFacts } from '../src/analyses/analysis.ts';
import { analyses } from '../src/analyses/registry.ts';
import { formatDay } from '../src/core/calendar.ts';
import { CSV_BOM, csvLine } from '../src/core/csv.ts';
import { DangolError } from '../src/core/errors.ts';
import type { Sql } from '../src/core/sql.ts';
import {
  customerCountSql,
  customerListSql,
  wholeCustomerListSql,
} from '../src/data/customer-list.ts';
import { decodeRows } from '../src/engine/arrow.ts';
import type { AnalysisRun, CustomerPage, CustomersRequest, Slice } from './engine-api.ts';
import { breathe, type Job, steps } from './job.ts';
import { first } from './rows.ts';
import type { CurrentDataset, Store } from './store.ts';

/** Rows turned into CSV between two looks at the cancel signal. */
const CHUNK = 5000;

/** Runs an analysis of the dataset in use. */
export async function runAnalysis(
  store: Store,
  id: AnalysisId,
  settings: unknown,
  job: Job,
): Promise<AnalysisRun> {
  const current = requireDataset(store);
  const step = steps(job, ['query']);
  step('query');
  const started = performance.now();
  const queries = Object.entries(queriesOf(id, settings, current.dataset.facts));
  return store.database.session([current.schema], job.signal, async (session) => {
    const tables: Record<string, Uint8Array> = {};
    const texts: Record<string, string> = {};
    for (const [name, query] of queries) {
      tables[name] = await session.query(query);
      texts[name] = query.text;
    }
    return { tables, sql: texts, milliseconds: performance.now() - started };
  });
}

/** A page of the customers behind a cell, bar or segment. */
export async function customerPage(
  store: Store,
  request: CustomersRequest,
  slice: Slice,
  job: Job,
): Promise<CustomerPage> {
  const current = requireDataset(store);
  const picked = pickedCustomers(request, current);
  const list = customerListSql(picked, slice.limit, slice.offset);
  return store.database.session([current.schema], job.signal, async (session) => ({
    rows: await session.query(list),
    total: Number((await first(session, customerCountSql(picked)))['count']),
    sql: wholeCustomerListSql(picked).text,
  }));
}

/** All customers of a selection as CSV, safe to open in a spreadsheet (see core/csv.ts). */
export async function customersCsv(
  store: Store,
  request: CustomersRequest,
  titles: Readonly<Record<string, string>>,
  job: Job,
): Promise<Blob> {
  const current = requireDataset(store);
  const step = steps(job, ['query', 'export']);
  step('query');
  const bytes = await store.database.session([current.schema], job.signal, (session) =>
    session.query(wholeCustomerListSql(pickedCustomers(request, current))),
  );
  step('export');
  const rows = decodeRows(bytes);
  const names = Object.keys(rows[0] ?? { customer_id: '' });
  const parts = [CSV_BOM + csvLine(names.map((name) => titles[name] ?? name))];
  for (let i = 0; i < rows.length; i += CHUNK) {
    const lines = rows.slice(i, i + CHUNK).map((row) =>
      csvLine(
        names.map((name) => {
          const value = row[name] ?? null;
          const isDay = name.endsWith('_day') && typeof value === 'number';
          return isDay ? formatDay(value) : typeof value === 'boolean' ? String(value) : value;
        }),
      ),
    );
    parts.push(lines.join(''));
    await breathe();
    if (job.signal.aborted) throw new DangolError('cancelled', {});
  }
  return new Blob(parts, { type: 'text/csv;charset=utf-8' });
}

function requireDataset(store: Store): CurrentDataset {
  if (store.current === null) throw new DangolError('no_dataset', {});
  return store.current;
}

/** Settings are checked here once; an analysis may trust them. */
function queriesOf(
  id: AnalysisId,
  settings: unknown,
  facts: DatasetFacts,
): Readonly<Record<string, Sql>> {
  const analysis = analysisOf(id);
  return analysis.queries(v.parse(analysis.schema, settings), facts);
}

function pickedCustomers(request: CustomersRequest, current: CurrentDataset): Sql {
  const analysis = analysisOf(request.analysis);
  const settings = v.parse(analysis.schema, request.settings);
  return analysis.customers(request.selection, settings, current.dataset.facts);
}

/** The types of one analysis's settings and selection are known to that analysis alone. */
function analysisOf(id: AnalysisId): Analysis<unknown, unknown, unknown> {
  return analyses[id] as Analysis<unknown, unknown, unknown>;
}
