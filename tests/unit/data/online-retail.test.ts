import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseDay } from '../../../src/core/calendar.ts';
import { defaultRules } from '../../../src/data/cleaning.ts';
import { ledger } from '../../../src/data/ledger.ts';
import {
  stagedTotalsSql,
  customersWithSeveralSql,
  suspectCodesSql,
} from '../../../src/data/profile.ts';
import { openDuckDB, type TestDb } from '../../helpers/duckdb.ts';
import { importCsv } from '../../helpers/import-csv.ts';
import { hasSharedData, needsSharedData, readShared } from '../../helpers/shared-data.ts';

describe.skipIf(!hasSharedData)(`online_retail, imported as suggested${needsSharedData}`, () => {
  let db: TestDb;
  let folder: string;
  let imported: ReturnType<typeof importCsv>;
  beforeAll(async () => {
    db = await openDuckDB();
    folder = mkdtempSync(join(tmpdir(), 'dangol-'));
    const path = join(folder, 'online_retail.csv');
    writeFileSync(path, readShared('online_retail.csv.gz'));
    imported = importCsv(db, path);
  });
  afterAll(() => {
    db.close();
    rmSync(folder, { recursive: true });
  });

  test('roles', () => {
    expect(imported.mapping).toMatchObject({
      roles: [
        'order',
        'product',
        'productName',
        'quantity',
        'date',
        'unitPrice',
        'customer',
        'attribute',
      ],
      cancelPrefix: 'C',
      dateFormat: 'iso',
    });
  });

  test('the raw counts', () => {
    const [totals] = db.rows(stagedTotalsSql(imported.shape));
    expect(totals).toEqual({
      orders: 25_900,
      customers: 4372,
      first_at: '2010-12-01 08:26',
      last_at: '2011-12-09 12:50',
      money: '9747747.9340',
      negative_rows: 10_624,
    });
    const { lines, read } = ledger(imported.groups, 0, defaultRules());
    const matched = Object.fromEntries(
      Object.entries(lines).map(([reason, line]) => [reason, line.matched.rows]),
    );
    expect(read).toBe(541_909);
    expect(matched).toEqual({
      totalsLine: 0,
      noCustomer: 135_080,
      unreadableDate: 0,
      otherCurrency: 0,
      unreadableAmount: 0,
      cancelled: 9288,
      negativeQuantity: 1336,
      negativePrice: 2,
      zeroAmount: 2515,
      notProduct: 0,
      overlap: 0,
      duplicate: 5268,
    });
    expect(db.rows(customersWithSeveralSql(1))).toEqual([{ customers: 8 }]);
  });

  test('codes that are no product', () => {
    const codes: Record<string, unknown> = Object.fromEntries(
      db
        .rows(suspectCodesSql())
        .map((row) => [String(row['code']), [row['rows'], Number(row['money'])]]),
    );
    expect(codes).toMatchObject({
      POST: [1256, 66_230.64],
      DOT: [710, 206_245.48],
      M: [571, -68_674.19],
      C2: [144, expect.any(Number) as number],
      D: [77, -5696.22],
      S: [63, expect.any(Number) as number],
      'BANK CHARGES': [37, expect.any(Number) as number],
      AMAZONFEE: [34, -221_520.5],
      CRUK: [16, expect.any(Number) as number],
    });
  });

  test('the sales', () => {
    expect(imported.facts).toMatchObject({
      firstDay: parseDay('2010-12-01'),
      lastDay: parseDay('2011-12-09'),
      customers: 4338,
      orders: 18_532,
      rows: 397_884,
      revenue: 8_911_407.904,
      hasTime: true,
      medianGapDays: 28,
    });
    const { kept, leftOut, file } = ledger(imported.groups, 0, defaultRules());
    expect([kept.rows, leftOut.rows, file.rows]).toEqual([397_884, 144_025, 541_909]);
    expect(Number(kept.money)).toBe(8_911_407.904);
  });
});
