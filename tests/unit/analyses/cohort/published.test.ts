import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cohort } from '../../../../src/analyses/cohort/index.ts';
import type { CohortResult } from '../../../../src/analyses/cohort/result.ts';
import { openDuckDB, type TestDb } from '../../../helpers/duckdb.ts';
import { importCsv } from '../../../helpers/import-csv.ts';
import { canonicalFrom } from '../../../helpers/orders.ts';
import { hasSharedData, needsSharedData, readShared } from '../../../helpers/shared-data.ts';
import { cells, runCohort } from './run.ts';

/** Independently recomputed cohorts of two public datasets. */
describe.skipIf(!hasSharedData)(`published cohorts${needsSharedData}`, () => {
  let db: TestDb;

  beforeAll(async () => {
    db = await openDuckDB();
  });

  afterAll(() => {
    db.close();
  });

  describe('online_retail, sales with a customer', () => {
    let result: CohortResult;
    const folder = mkdtempSync(join(tmpdir(), 'dangol-cohort-'));

    beforeAll(() => {
      const path = join(folder, 'online_retail.csv');
      writeFileSync(path, readShared('online_retail.csv.gz'));
      const { facts } = importCsv(db, path);
      result = runCohort(db, facts, { grain: 'month' });
    });

    afterAll(() => {
      rmSync(folder, { recursive: true });
    });

    it.each([
      [0, '885 324 286 340 321 352 321 309 313 350 331 445 235'],
      [1, '417 92 111 96 134 120 103 101 125 136 152 49'],
      [2, '380 71 71 108 103 94 96 106 94 116 26'],
      [3, '452 68 114 90 101 76 121 104 126 39'],
    ])('has the customers of cohort %i', (at, numbers) => {
      expect(cells(result, at, 'customers')).toEqual(numbers.split(' ').map(Number));
    });

    it('has 4,338 customers in thirteen cohorts, and December 2011 is not over', () => {
      expect([result.customers, result.cohorts.length]).toEqual([4338, 13]);
      expect(result.lastComplete).toBe(false);
      for (const { cells } of result.cohorts) expect(cells.at(-1)?.incomplete).toBe(true);
    });

    it('says that 36.6 % of the first 885 came back the next month, later cohorts 19.9 %', () => {
      const [first] = cohort.findings(result);
      expect(first?.key).toBe('cohort_finding_first_month');
      const shown = Object.entries(first?.values ?? {}).map(([name, value]) => [
        name,
        'value' in value ? Math.round(Number(value.value) * 10) / 10 : null,
      ]);
      expect(Object.fromEntries(shown)).toMatchObject({ customers: 885, share: 36.6, mean: 19.9 });
    });
  });

  describe('CDNOW, cohort of January 1997', () => {
    let result: CohortResult;

    beforeAll(() => {
      const lines = readShared('CDNOW_master.txt').toString().trim().split(/\r?\n/).slice(1);
      const orders = lines.map((line) => {
        const [customer = '', date = '', , amount] = line.trim().split(/\s+/);
        const at = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
        return { customer, at, amount: Number(amount) };
      });
      result = runCohort(db, canonicalFrom(db, orders), { grain: 'month' });
    });

    it('has the customers of eighteen months', () => {
      expect(cells(result, 0, 'customers')).toEqual(
        '7846 1157 964 810 679 736 720 582 559 594 673 634 528 511 664 472 497 498'
          .split(' ')
          .map(Number),
      );
      expect(result.lastComplete).toBe(true);
    });

    it('has the revenue of four months, to the cent', () => {
      expect(cells(result, 0, 'revenue').slice(0, 4)).toEqual([
        299060.17, 61041.69, 50683.75, 40655.5,
      ]);
    });
  });
});
