import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { defaultRules } from '../../../src/data/cleaning.ts';
import { ledger } from '../../../src/data/ledger.ts';
import type { Mapping } from '../../../src/import/types.ts';
import type { Opened, Staged } from '../../../workers/engine-api.ts';
import { openEngine, type TestEngine } from '../../helpers/engine.ts';

vi.mock('../../../workers/readers/parquet-start.ts', async () => {
  const { decodeHere } = await import('../../helpers/table-file.ts');
  return { startDecoder: decodeHere };
});

/**
 * Orders beside twelve columns of noise that no role uses. Orders 1 and 2 are the same row but for
 * the noise, 3 and 4 with it; 5 has no customer.
 */
const ROWS = 2000;
const NOISE = 12;
const QUERY = `SELECT
    CASE WHEN i < 6 THEN '2024-01-05 10:00' ELSE '2024-02-' || lpad((1 + i % 28)::VARCHAR, 2, '0') || ' 11:00' END AS order_date,
    CASE WHEN i = 5 THEN NULL WHEN i < 3 THEN 'anna' WHEN i < 5 THEN 'ben' ELSE 'c' || i END AS customer_id,
    CASE WHEN i < 5 THEN 10.5 ELSE i::DOUBLE END AS amount,
    ${Array.from({ length: NOISE }, (_, n) => `repeat(md5((${n} + 100 * CASE WHEN i = 4 THEN 3 ELSE i END)::VARCHAR), 25) AS noise_${n}`).join(',\n    ')}
  FROM range(1, ${ROWS + 1}) AS t(i) ORDER BY i`;

const folder = mkdtempSync(join(tmpdir(), 'dangol-wide-'));
let engine: TestEngine;
let bytes: Uint8Array<ArrayBuffer>;
let runs = 0;

beforeAll(async () => {
  const path = join(folder, 'wide.parquet');
  const native = await (await DuckDBInstance.create(':memory:')).connect();
  await native.run(`COPY (${QUERY}) TO '${path}' (FORMAT parquet)`);
  native.closeSync();
  bytes = Uint8Array.from(readFileSync(path));
  engine = await openEngine();
});
afterAll(() => {
  engine.close();
  rmSync(folder, { recursive: true });
});

/** The mapping without a role for the noise, but for columns that are named. */
function mappingOf({ recognition }: Opened, used: readonly string[] = []): Mapping {
  const { mapping } = recognition;
  const roles = recognition.columns.map(({ name, index }) => {
    if (!name.startsWith('noise')) return mapping.roles[index] ?? 'ignore';
    return used.includes(name) ? ('attribute' as const) : ('ignore' as const);
  });
  return { ...mapping, roles };
}

async function read(
  files: readonly File[],
  used: readonly string[] = [],
): Promise<{ opened: Opened; staged: Staged }> {
  const opened = await engine.engine.open(++runs, files, {});
  const staged = await engine.engine.stage(++runs, opened.id, mappingOf(opened, used));
  return { opened, staged };
}

const wide = (name = 'wide.parquet') => new File([bytes], name);

function matched({ groups }: Staged) {
  const { lines } = ledger(groups, 0, defaultRules());
  const rows = (reason: keyof typeof lines) => lines[reason].matched.rows;
  return { duplicate: rows('duplicate'), noCustomer: rows('noCustomer'), overlap: rows('overlap') };
}

describe('a Parquet file that is for the most part columns without a role', () => {
  test('is read without them; rows are told from each other by the rest', async () => {
    const { opened, staged } = await read([wide()]);
    expect(staged.rows).toBe(ROWS);
    expect(staged.unread).toEqual(Array.from({ length: NOISE }, (_, n) => 3 + n));
    expect(matched(staged)).toMatchObject({ duplicate: 2, noCustomer: 1 });
    const dataset = await engine.engine.commit(++runs, staged.id, 'wide', defaultRules());
    expect(dataset.facts.rows).toBe(ROWS - 1);
    await engine.engine.close(++runs, opened.id);
  });

  test('is profiled in the columns that were read', async () => {
    const { staged } = await read([wide()]);
    const profile = await engine.engine.profile(++runs, staged.id);
    expect(profile.columns.map(({ name }) => name)).toEqual([
      'order_date',
      'customer_id',
      'amount',
    ]);
  });

  test('shows the rows left out as they stand in the file, with all columns', async () => {
    const { staged } = await read([wide()]);
    const slice = { offset: 0, limit: 10 };
    const page = await engine.engine.leftOut(++runs, staged.id, defaultRules(), slice);
    expect(page.rows).toHaveLength(1);
    const [left] = page.rows;
    expect(left).toMatchObject({ row: 5, reason: 'noCustomer' });
    expect(left?.values).toHaveLength(3 + NOISE);
    expect(left?.values.slice(3).every((value) => value?.length === 800)).toBe(true);
    const whole = engine.statements.filter((text) => text.includes('"whole"'));
    expect(whole.at(-1)).toMatch(/^DROP TABLE/);
  });

  test('reads a column as soon as it has a role', async () => {
    const { staged } = await read([wide()], ['noise_3']);
    expect(staged.unread).not.toContain(6);
    expect(staged.unread).toHaveLength(NOISE - 1);
    expect(matched(staged).duplicate).toBe(1);
  });

  test('is read whole beside another: what stands in both is told by whole rows', async () => {
    const { staged } = await read([wide('a.parquet'), wide('b.parquet')]);
    expect(staged.unread).toEqual([]);
    expect(matched(staged)).toMatchObject({ duplicate: 2, overlap: ROWS });
  });
});
