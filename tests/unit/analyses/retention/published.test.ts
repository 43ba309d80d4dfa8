import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatasetFacts } from '../../../../src/analyses/analysis.ts';
import { retention } from '../../../../src/analyses/retention/index.ts';
import { nextPurchaseResult } from '../../../../src/analyses/retention/next-purchase.ts';
import { survivalAt } from '../../../../src/core/survival.ts';
import { openDuckDB, type TestDb } from '../../../helpers/duckdb.ts';
import { importCsv } from '../../../helpers/import-csv.ts';
import { canonicalFrom } from '../../../helpers/orders.ts';
import { hasSharedData, needsSharedData, readShared } from '../../../helpers/shared-data.ts';
import { CALENDAR_DAYS, run, tablesOf } from './run.ts';

describe.skipIf(!hasSharedData)(`online_retail, sales with a customer${needsSharedData}`, () => {
  let db: TestDb;
  let facts: DatasetFacts;
  const folder = mkdtempSync(join(tmpdir(), 'dangol-retention-'));

  beforeAll(async () => {
    db = await openDuckDB();
    const path = join(folder, 'online_retail.csv');
    writeFileSync(path, readShared('online_retail.csv.gz'));
    facts = importCsv(db, path).facts;
  });

  afterAll(() => {
    db.close();
    rmSync(folder, { recursive: true });
  });

  it('has months for its default, and the published cohorts', () => {
    const settings = retention.defaults(facts);
    expect(settings).toMatchObject({ windows: 'calendar', grain: 'month', basis: 'first' });
    const { rows } = run(db, settings, facts);
    expect(
      rows
        .slice(0, 4)
        .map((row) => row.cells.map((cell) => cell?.customers ?? ''))
        .join('\n'),
    ).toBe(
      [
        '885,324,286,340,321,352,321,309,313,350,331,445,235',
        '417,92,111,96,134,120,103,101,125,136,152,49,',
        '380,71,71,108,103,94,96,106,94,116,26,,',
        '452,68,114,90,101,76,121,104,126,39,,,',
      ].join('\n'),
    );
    for (const row of rows) {
      expect(row.cells.findLast((cell) => cell !== null)?.incomplete).toBe(true);
    }
  });

  it('has the weighted mean of the whole months', () => {
    const { curve } = run(db, retention.defaults(facts), facts);
    const means = curve.slice(1, 12).map((point) => point.mean?.toFixed(1));
    expect(means.join(' ')).toBe('23.7 24.9 26.9 28.1 29.0 28.7 28.7 30.8 35.8 37.1 50.3');
    expect(curve[12]?.mean).toBeNull();
    expect(curve[1]).toMatchObject({ cohorts: 11, observed: 3974 });
  });
});

describe.skipIf(!hasSharedData)(`CDNOW_master${needsSharedData}`, () => {
  it('has the published times to the second purchase day', async () => {
    const db = await openDuckDB();
    const lines = readShared('CDNOW_master.txt').toString().trim().split(/\r?\n/).slice(1);
    const orders = lines.map((line) => {
      const [customer = '', date = '', , amount] = line.trim().split(/\s+/);
      const at = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
      return { customer, at, amount: Number(amount) };
    });
    const facts = canonicalFrom(db, orders);
    const settings = { ...CALENDAR_DAYS, view: 'next' } as const;
    const tables = tablesOf(db, settings, facts);
    const [first] = nextPurchaseResult(tables, settings).curves;
    expect([first?.returned, first?.customers]).toEqual([11_516, 23_570]);
    const shares = [30, 90, 365].map((days) =>
      survivalAt(first?.steps ?? [], days)?.survival.toFixed(6),
    );
    expect(shares).toEqual(['0.825414', '0.707807', '0.541366']);
    const rows = (tables['gaps']?.length ?? 0) + (tables['waiting']?.length ?? 0);
    expect(rows).toBeLessThan(7000);
    db.close();
  }, 60_000);
});
