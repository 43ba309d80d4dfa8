import { describe, expect, it } from 'vitest';
import { openParquet } from '../../../../workers/readers/parquet.ts';
import {
  hasSharedData,
  needsSharedData,
  readShared,
  sharedPath,
} from '../../../helpers/shared-data.ts';
import { readFileSync } from 'node:fs';
import { decodeHere, openTableDb } from '../../../helpers/table-file.ts';

describe.skipIf(!hasSharedData)(`the real shop as Parquet${needsSharedData}`, () => {
  it('is the same, row by row, as the CSV', async () => {
    const db = await openTableDb();
    const blob = new Blob([readFileSync(sharedPath('online_retail.parquet'))]);
    const file = await openParquet(blob, 'online_retail.parquet', decodeHere);
    expect(file.rows).toBe(541_909);
    expect(file.columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'InvoiceNo text',
      'StockCode text',
      'Description text',
      'Quantity integer',
      'InvoiceDate timestamp',
      'UnitPrice number',
      'CustomerID integer',
      'Country text',
    ]);
    await db.load(file);
    file.close();
    const csv = readShared('online_retail.csv.gz');
    db.register('retail.csv', csv);
    const differences = `SELECT count(*)::INTEGER AS n
      FROM t POSITIONAL JOIN read_csv('retail.csv', header = true,
        auto_detect = false, delim = ',', quote = '"', escape = '"', columns = {
        i: 'VARCHAR', s: 'VARCHAR', d: 'VARCHAR', q: 'BIGINT', t: 'TIMESTAMP', p: 'DOUBLE',
        c: 'BIGINT', n: 'VARCHAR'}) AS csv
      WHERE (c0, c1, c2, c3, c4, c5, c6, c7)
        IS DISTINCT FROM (csv.i, csv.s, csv.d, csv.q, csv.t, csv.p, csv.c, csv.n)`;
    expect(db.rows(differences)).toEqual([{ n: 0 }]);
    expect(db.rows('SELECT count(*) AS n FROM t')).toEqual([{ n: 541_909 }]);
  });
});
