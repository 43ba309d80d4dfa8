import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flagOf, REASONS, type Reason } from '../../../src/data/cleaning.ts';
import { previewFlags } from '../../../src/import/preview.ts';
import type { ImportRecognition, Mapping, Recognition } from '../../../src/import/types.ts';
import { openDuckDB, type TestDb } from '../../helpers/duckdb.ts';
import { stageCsv } from '../../helpers/import-csv.ts';
import { tempFolder } from '../../helpers/temp-csv.ts';

const folder = tempFolder();
let db: TestDb;
beforeAll(async () => {
  db = await openDuckDB();
});
afterAll(() => {
  db.close();
  folder.remove();
});

type Facts = Pick<ImportRecognition, 'columns' | 'rows' | 'sources'>;

/** A file as the import screens know it. */
function asImport(recognition: Recognition): Facts {
  const columns = recognition.columns.map(({ index }) => index);
  const { fileName: name, fileBytes: bytes, encoding, dialect } = recognition;
  const format = 'delimited' as const;
  return {
    columns: recognition.columns,
    rows: recognition.rows,
    sources: [{ name, bytes, format, encoding, dialect, sheets: [], sheet: null, columns }],
  };
}

/** The flags of a file's rows, by the preview and by the engine. */
function bothWays(
  text: string,
  change: Partial<Mapping> = {},
): { readonly preview: readonly number[]; readonly staged: readonly number[] } {
  const { recognition, mapping } = stageCsv(db, folder.write(text), change);
  return {
    preview: previewFlags(asImport(recognition), mapping),
    staged: db
      .rows('SELECT flags::INTEGER AS flags FROM staged')
      .map((row) => Number(row['flags'])),
  };
}

function named(flags: number | undefined): readonly Reason[] {
  return REASONS.filter((reason) => ((flags ?? 0) & flagOf(reason)) !== 0);
}

describe('the first rows as the mapping reads them', () => {
  it('are flagged as the whole file will be', () => {
    // Rows: sale; no customer; cancelled by its prefix; the same row again; no such day; free;
    // amount that is no number; line of totals.
    const { preview, staged } = bothWays(
      [
        'order,customer,date,amount',
        'A1,kim,2024-01-05,10',
        'A2,,2024-01-06,12.5',
        'CA1,kim,2024-01-07,-10',
        'A1,kim,2024-01-05,10',
        'A3,lee,2024-02-30,5',
        'A4,lee,2024-03-01,0.00',
        'A5,lee,2024-03-02,five',
        'Total,,,27.5',
      ].join('\n'),
      { roles: ['order', 'customer', 'date', 'amount'], cancelPrefix: 'C', dateFormat: 'iso' },
    );
    expect(preview.map(named)).toEqual([
      [],
      ['noCustomer'],
      ['cancelled'],
      ['duplicate'],
      ['unreadableDate'],
      ['zeroAmount'],
      ['unreadableAmount'],
      ['totalsLine', 'noCustomer', 'unreadableDate'],
    ]);
    expect(preview).toEqual(staged);
  });

  it('cancel the lines of an order that leave its status blank', () => {
    const { preview, staged } = bothWays(
      [
        'order,customer,date,status,quantity,price',
        '#1,kim,2024-01-05,refunded,1,10',
        '#1,kim,2024-01-05,,-2,4',
        '#1,kim,2024-01-06,,1,4',
        '#2,lee,2024-01-05,paid,1,-3',
      ].join('\n'),
      {
        roles: ['order', 'customer', 'date', 'status', 'quantity', 'unitPrice'],
        dateFormat: 'iso',
      },
    );
    expect(preview.map(named)).toEqual([['cancelled'], ['cancelled'], [], ['negativePrice']]);
    expect(preview).toEqual(staged);
  });

  it('change with the format of dates, the currency and the codes that are no product', () => {
    const file =
      'customer,date,amount,product\nkim,03/04/2024,"₩1,000",P\nlee,25/04/2024,$3,POST\n';
    const path = folder.write(file);
    const { recognition } = stageCsv(db, path);
    const mapping: Mapping = {
      ...recognition.mapping,
      roles: ['customer', 'date', 'amount', 'product'],
      dateFormat: 'mdy-slash',
      currency: { target: 'KRW', rates: {} },
    };
    const facts = asImport(recognition);
    expect(previewFlags(facts, mapping, ['POST']).map(named)).toEqual([
      [],
      ['unreadableDate', 'otherCurrency', 'notProduct'],
    ]);
    const rated = { ...mapping, currency: { target: 'KRW', rates: { USD: '1300' } } };
    expect(previewFlags(facts, { ...rated, dateFormat: 'dmy-slash' }).map(named)).toEqual([[], []]);
  });

  it('are flagged as the engine flags them, whatever stands in the file', () => {
    const order = fc.constantFrom('1', '2', 'C3', 'C1', '', ' 4 ', '합계');
    const customer = fc.constantFrom('kim', ' ', '', ' lee', 'Total:');
    const date = fc.constantFrom(
      '2024-01-05',
      '2024-01-05 10:00',
      '2024-02-30',
      '',
      'soon',
      '20240105',
    );
    const number = fc.constantFrom(
      '1',
      '-2',
      '0',
      '0.00004',
      '-0.00005',
      '1e3',
      '',
      'x',
      '9999999999999',
      '₩5',
      '(3)',
      '1,200',
    );
    const status = fc.constantFrom(
      '',
      'paid',
      'Refunded',
      'partially refunded',
      '취소완료',
      'Y',
      ' cancelled ',
    );
    const row = fc.tuple(order, customer, date, number, number, status);
    const roles = fc.constantFrom<Mapping['roles']>(
      ['order', 'customer', 'date', 'quantity', 'unitPrice', 'status'],
      ['order', 'customer', 'date', 'quantity', 'amount', 'status'],
      ['ignore', 'customer', 'date', 'amount', 'ignore', 'attribute'],
      ['ignore', 'ignore', 'date', 'amount', 'ignore', 'status'],
    );
    const choice = fc.record({
      cancelPrefix: fc.constantFrom('C', null),
      currency: fc.constantFrom(
        null,
        { target: 'KRW', rates: {} },
        { target: 'USD', rates: { KRW: '0.001' } },
      ),
      format: fc.constantFrom('plain' as const, 'grouped' as const),
    });
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 2, maxLength: 40 }),
        roles,
        choice,
        (rows, used, { format, ...others }) => {
          const quoted = rows.map((fields) => fields.map((text) => `"${text}"`).join(','));
          const { preview, staged } = bothWays(
            ['order,customer,date,first,second,Voided', ...quoted].join('\n'),
            { ...others, roles: used, dateFormat: 'iso', numberFormats: used.map(() => format) },
          );
          expect(preview.map(named)).toEqual(staged.map(named));
        },
      ),
      { numRuns: 25 },
    );
  });
});
