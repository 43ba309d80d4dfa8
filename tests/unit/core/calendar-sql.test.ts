import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  dateLiteral,
  dayOf,
  GRAINS,
  periodIndex,
  periodIndexSql,
} from '../../../src/core/calendar.ts';
import { sql } from '../../../src/core/sql.ts';
import { openDuckDB, type TestDb } from '../../helpers/duckdb.ts';

let db: TestDb;
beforeAll(async () => {
  db = await openDuckDB();
});
afterAll(() => {
  db.close();
});

it.each(GRAINS)('numbers every %s in SQL as in TypeScript, also before 1970', (grain) => {
  const first = dayOf(1966, 12, 20);
  const rows = db.rows(
    sql`SELECT ${periodIndexSql(sql`(${dateLiteral(first)} + i::INTEGER)`, grain)}::INTEGER AS index FROM range(20000) AS t(i)`,
  );
  expect(rows.map((row) => row['index'])).toEqual(
    Array.from({ length: 20000 }, (_, i) => periodIndex(first + i, grain)),
  );
});
