import { once } from 'node:events';
import { createWriteStream, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createServer } from 'vite';
import { top } from '../../.scripts/run.mjs';

/** Online Retail in the formats whose import is measured. */

const shared = join(top, '../shared/data');
const folder = join(top, '.cache/bench');
const NUMBERS = ['Quantity', 'UnitPrice', 'CustomerID'];

/**
 * @typedef {object} ImportCase
 * @property {string} name
 * @property {string} path
 * @property {number} aim How many times as long as the CSV it may take.
 */

/**
 * @param {string} csv The file as CSV.
 * @returns {Promise<ImportCase[]>}
 */
export async function importCases(csv) {
  const xlsx = join(folder, 'online_retail.xlsx');
  const cp949 = join(folder, 'online_retail.cp949.csv');
  if (!existsSync(xlsx)) await writeWorkbook(csv, xlsx);
  if (!existsSync(cp949)) await writeKorean(csv, cp949);
  return [
    { name: 'import-xlsx', path: xlsx, aim: 5 },
    { name: 'import-parquet', path: join(shared, 'online_retail.parquet'), aim: 0.5 },
    { name: 'import-gz', path: join(shared, 'online_retail.csv.gz'), aim: 1.3 },
    { name: 'import-cp949', path: cp949, aim: 1.5 },
  ];
}

/**
 * Numbers and dates as cells of their own, as Excel saves them.
 *
 * @param {string} csv
 * @param {string} path
 */
async function writeWorkbook(csv, path) {
  const { XlsxStreamWriter } = await import('hucre/xlsx');
  const [names = [], ...records] = readFileSync(csv, 'utf8').trimEnd().split('\n').map(fieldsOf);
  const writer = new XlsxStreamWriter({
    name: 'Online Retail',
    columns: names.map((header) => ({ header, key: header })),
  });
  for (const fields of records) {
    writer.addRow(fields.map((field, i) => cell(field, names[i] ?? '')));
  }
  writeFileSync(path, await writer.finish());
}

/**
 * @param {string} field
 * @param {string} name Of its column.
 */
function cell(field, name) {
  if (field === '') return null;
  if (NUMBERS.includes(name)) return Number(field);
  return name === 'InvoiceDate' ? new Date(`${field.replace(' ', 'T')}Z`) : field;
}

/**
 * The fields of a record; none holds a newline.
 *
 * @param {string} line
 */
function fieldsOf(line) {
  if (!line.includes('"')) return line.split(',');
  return (line.match(/(?:^|,)(?:"(?:[^"]|"")*"|[^,]*)/g) ?? []).map((field) =>
    field
      .replace(/^,/, '')
      .replace(/^"(.*)"$/, '$1')
      .replaceAll('""', '"'),
  );
}

/**
 * A part of the countries in Korean, and the one sign that CP949 lacks by the one that it has.
 *
 * @param {string} csv
 * @param {string} path
 */
async function writeKorean(csv, path) {
  const vite = await createServer({
    root: top,
    configFile: false,
    logLevel: 'error',
    optimizeDeps: { noDiscovery: true, entries: [] },
    server: { middlewareMode: true, watch: null },
    appType: 'custom',
  });
  try {
    const { encodeText } = await vite.ssrLoadModule('/tests/helpers/encode.ts');
    const file = createWriteStream(`${path}.part`);
    const lines = readFileSync(csv, 'utf8').split('\n');
    for (let at = 0; at < lines.length; at += 10_000) {
      const end = at + 10_000 < lines.length ? '\n' : '';
      const text = lines.slice(at, at + 10_000).join('\n') + end;
      const korean = text
        .replaceAll('£', '￡')
        .replaceAll(/,France(?=\r?\n)/g, ',프랑스')
        .replaceAll(/,Germany(?=\r?\n)/g, ',독일');
      if (!file.write(encodeText(korean, 'euc-kr'))) await once(file, 'drain');
    }
    file.end();
    await once(file, 'close');
    renameSync(`${path}.part`, path);
  } finally {
    await vite.close();
  }
}
