import { readFileSync } from 'node:fs';
import { XlsxStreamWriter } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { defaultRules } from '../../../src/data/cleaning.ts';
import type { EncodingId } from '../../../src/import/encodings.ts';
import type { SourceFacts } from '../../../src/import/types.ts';
import { encodeText } from '../../helpers/encode.ts';
import { openEngine, type TestEngine } from '../../helpers/engine.ts';
import { nightly } from '../../helpers/nightly.ts';
import {
  hasSharedData,
  needsSharedData,
  readShared,
  sharedPath,
} from '../../helpers/shared-data.ts';

vi.mock('../../../workers/readers/parquet-start.ts', async () => {
  const { decodeHere } = await import('../../helpers/table-file.ts');
  return { startDecoder: decodeHere };
});

let opened: TestEngine;
let run = 0;
beforeAll(async () => {
  opened = await openEngine();
});
afterAll(() => {
  opened.close();
});

interface Imported {
  readonly source: SourceFacts | undefined;
  /** What the canonical tables hold, each as one number of its rows and one of their content. */
  readonly tables: unknown;
  readonly staged: unknown;
}

/** A sum over hashes is the same in any order of rows. */
const CONTENT = ['customers', 'orders', 'customer_days', 'order_lines']
  .map((table) => {
    const columns = {
      customers: 'customer_id, first_day, last_day, start_at, orders, active_days, revenue',
      orders:
        'order_id, ordered_at, day, revenue, items, kind, units, attribute_1, (SELECT customer_id FROM customers c WHERE c.customer_key = orders.customer_key)',
      customer_days: 'day, orders, revenue, first_at, last_at, first_day, start_at, previous_day',
      order_lines: 'product, quantity, amount',
    }[table];
    return `SELECT '${table}', count(*)::INTEGER, sum(hash(${columns})::HUGEINT)::VARCHAR FROM ${table}`;
  })
  .join(' UNION ALL ');

async function importFile(file: File): Promise<Imported> {
  const { id, recognition } = await opened.engine.open(++run, [file], {});
  const staged = await opened.engine.stage(++run, id, recognition.mapping);
  await opened.engine.commit(++run, staged.id, file.name, defaultRules());
  await opened.engine.close(++run, id);
  const result = {
    source: recognition.sources[0],
    tables: opened.query(CONTENT),
    staged: { rows: staged.rows, groups: staged.groups },
  };
  await opened.engine.release(++run, staged.id);
  return result;
}

function file(bytes: Uint8Array<ArrayBuffer> | string, name: string): File {
  return new File([bytes], name);
}

function encoded(text: string, encoding: EncodingId, name: string): File {
  return file(encodeText(text, encoding), name);
}

describe.skipIf(!hasSharedData)(
  `online_retail has the same tables as CSV and${needsSharedData}`,
  () => {
    let text: string;
    let whole: Imported;
    let expected: Imported;
    beforeAll(async () => {
      const all = new TextDecoder().decode(readShared('online_retail.csv.gz'));
      whole = await importFile(file(all, 'online_retail.csv'));
      // Copies in other formats are made of a part: to make them takes longer than to read them.
      text = nightly ? all : all.split('\n', 60_001).join('\n');
      expected = nightly ? whole : await importFile(file(text, 'online_retail.csv'));
    });

    /** Imports a copy and compares it table against table. */
    async function same(
      copy: File,
      format: SourceFacts['format'],
      original = expected,
    ): Promise<SourceFacts | undefined> {
      const imported = await importFile(copy);
      expect(imported.source?.format).toBe(format);
      expect(imported.tables).toEqual(original.tables);
      expect(imported.staged).toEqual(original.staged);
      return imported.source;
    }

    test('as gzip', async () => {
      await same(
        file(new Uint8Array(readFileSync(sharedPath('online_retail.csv.gz'))), 'a.csv.gz'),
        'delimited',
        whole,
      );
    });

    test('as Parquet', async () => {
      await same(
        file(new Uint8Array(readFileSync(sharedPath('online_retail.parquet'))), 'a.parquet'),
        'parquet',
        whole,
      );
    });

    test('as a workbook', async () => {
      await same(file(await workbook(text), 'a.xlsx'), 'workbook');
    });

    test('as lines of JSON', async () => {
      await same(new File(jsonLines(text), 'a.ndjson'), 'json');
    });

    test('as UTF-16', async () => {
      const source = await same(encoded(text, 'utf-16le', 'a.csv'), 'delimited');
      expect(source?.encoding).toEqual({ id: 'utf-16le', sure: true });
    });

    test('as CP949, where it has Korean text', async () => {
      const korean = text.replaceAll(/,(?:EIRE|France)\n/g, ',프랑스\n').replaceAll('£', '￡');
      const utf8 = await importFile(file(korean, 'a.csv'));
      const cp949 = await importFile(encoded(korean, 'euc-kr', 'a.csv'));
      expect(cp949.source?.encoding?.id).toBe('euc-kr');
      expect(cp949.tables).toEqual(utf8.tables);
      expect(cp949.staged).toEqual(utf8.staged);
    });
  },
);

/** The records of the shop's file below the header, as fields of text. */
function* recordsOf(text: string): Generator<string[]> {
  for (let at = text.indexOf('\n') + 1; at < text.length;) {
    const end = text.indexOf('\n', at);
    const line = text.slice(at, end === -1 ? text.length : end);
    at = end === -1 ? text.length : end + 1;
    yield line.includes('"') ? quoted(line) : line.split(',');
  }
}

function quoted(line: string): string[] {
  const fields = line.match(/(?:^|,)(?:"(?:[^"]|"")*"|[^,]*)/g) ?? [];
  return fields.map((field) =>
    field
      .replace(/^,/, '')
      .replace(/^"(.*)"$/, '$1')
      .replaceAll('""', '"'),
  );
}

const NAMES = ['InvoiceNo', 'StockCode', 'Description', 'Quantity', 'InvoiceDate', 'UnitPrice', 'CustomerID', 'Country']; // prettier-ignore
const NUMBERS = [3, 5, 6];

async function workbook(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const writer = new XlsxStreamWriter({
    name: 'Online Retail',
    columns: NAMES.map((header) => ({ header, key: header })),
  });
  for (const fields of recordsOf(text)) {
    writer.addRow(
      fields.map((field, i) =>
        field === ''
          ? null
          : NUMBERS.includes(i)
            ? Number(field)
            : i === 4
              ? new Date(`${field.replace(' ', 'T')}Z`)
              : field,
      ),
    );
  }
  return new Uint8Array(await writer.finish());
}

/** Pieces of JSON, a line a record. */
function jsonLines(text: string): string[] {
  const pieces: string[] = [];
  let lines: string[] = [];
  for (const fields of recordsOf(text)) {
    const entries = fields.map((field, i) => [
      NAMES[i],
      field === '' ? null : NUMBERS.includes(i) ? Number(field) : field,
    ]);
    lines.push(JSON.stringify(Object.fromEntries(entries)));
    if (lines.length < 20_000) continue;
    pieces.push(`${lines.join('\n')}\n`);
    lines = [];
  }
  pieces.push(lines.join('\n'));
  return pieces;
}
