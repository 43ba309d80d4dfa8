import { BlobWriter, TextReader, ZipWriter } from '@zip.js/zip.js/lib/zip-core-native.js';
import fc from 'fast-check';
import { writeOds } from 'hucre/ods';
import { writeXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseRecords } from '../../../../src/import/parse-records.ts';
import { sheetAsCsv, sheetsOf } from '../../../../workers/readers/xlsx.ts';

const NAME = 'orders.xlsx';
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

async function csvOf(file: Blob, sheet: string | null = null): Promise<string> {
  const pieces: BlobPart[] = [];
  const { signal } = new AbortController();
  for await (const piece of sheetAsCsv(file, NAME, sheet, signal)) pieces.push(piece);
  return new Blob(pieces).text();
}

interface Made {
  /** The rows of each sheet, as XML. */
  readonly sheets: Readonly<Record<string, string>>;
  readonly hidden?: readonly string[];
  readonly strings?: string;
  /** Number formats of the styles 0, 1, 2 …, by id. */
  readonly formats?: readonly number[];
  readonly custom?: Readonly<Record<number, string>>;
  readonly date1904?: boolean;
}

/** A workbook written by hand, its sheets before what they refer to, as Excel does. */
async function workbook(made: Made): Promise<Blob> {
  const names = Object.keys(made.sheets);
  const formats = made.formats ?? [0];
  const custom = Object.entries(made.custom ?? {});
  const parts: [string, string][] = [
    [
      '[Content_Types].xml',
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    ],
    ['_rels/.rels', relations([['rId1', 'officeDocument', 'xl/workbook.xml']])],
    [
      'xl/workbook.xml',
      `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><workbookPr${made.date1904 === true ? ' date1904="1"' : ''}/><sheets>${names
        .map((name, i) => {
          const state = made.hidden?.includes(name) === true ? ' state="hidden"' : '';
          return `<sheet name="${name}" sheetId="${i + 1}"${state} r:id="rId${i + 1}"/>`;
        })
        .join('')}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      relations([
        ...names.map(
          (_, i) => [`rId${i + 1}`, 'worksheet', `worksheets/sheet${i + 1}.xml`] as const,
        ),
        ['rId98', 'styles', 'styles.xml'],
        ['rId99', 'sharedStrings', 'sharedStrings.xml'],
      ]),
    ],
    ...Object.values(made.sheets).map((rows, i): [string, string] => [
      `xl/worksheets/sheet${i + 1}.xml`,
      `<worksheet xmlns="${MAIN}"><dimension ref="A1:C9"/><sheetData>${rows}</sheetData></worksheet>`,
    ]),
    [
      'xl/styles.xml',
      `<styleSheet xmlns="${MAIN}"><numFmts>${custom.map(([id, code]) => `<numFmt numFmtId="${id}" formatCode="${code}"/>`).join('')}</numFmts><cellXfs>${formats.map((id) => `<xf numFmtId="${id}" applyNumberFormat="1"/>`).join('')}</cellXfs></styleSheet>`,
    ],
    ['xl/sharedStrings.xml', `<sst xmlns="${MAIN}">${made.strings ?? ''}</sst>`],
  ];
  const zip = new ZipWriter(new BlobWriter());
  for (const [path, xml] of parts) await zip.add(path, new TextReader(HEAD + xml));
  return zip.close();
}

function relations(list: readonly (readonly [string, string, string])[]): string {
  return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list
    .map(
      ([id, type, target]) =>
        `<Relationship Id="${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`,
    )
    .join('')}</Relationships>`;
}

function text(ref: string, value: string): string {
  return `<c r="${ref}" t="inlineStr"><is><t>${value}</t></is></c>`;
}

describe('a sheet as CSV', () => {
  it('is its rows, titles above the header included, without blank edges', async () => {
    const file = await workbook({
      sheets: {
        주문: `<row r="2">${text('B2', '3월 주문')}</row>
          <row r="4">${text('B4', '주문번호')}${text('C4', '금액')}</row>
          <row r="5"><c r="B5"><v>1001</v></c><c r="C5"><v>12.5</v></c><c r="D5"/></row>
          <row r="6"/><row r="7"><c r="B7"><v>1002</v></c></row><row r="8"><c r="B8"/></row>`,
      },
    });
    expect(await csvOf(file)).toBe('3월 주문,\n,\n주문번호,금액\n1001,12.5\n,\n1002,\n');
  });

  it('has strings of every kind, formulas by their value, errors and booleans as text', async () => {
    const file = await workbook({
      strings:
        '<si><t>a &amp; b, c</t></si><si><r><rPr><b/></rPr><t>bo</t></r><r><t xml:space="preserve">ld </t></r></si><si><t>two\nlines</t></si>',
      sheets: {
        A: `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>
          <row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2" t="str"><f>A1</f><v>say "hi"</v></c></row>
          <row r="3"><c r="A3" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B3" t="b"><v>1</v></c></row>
          <row r="4"><c r="A4"><f>1+1</f><v>2</v></c>${text('B4', '007')}</row>`,
      },
    });
    expect(await csvOf(file)).toBe(
      '"a & b, c","bold "\n"two\nlines","say ""hi"""\n#DIV/0!,TRUE\n2,007\n',
    );
  });

  it('has numbers in full and without an exponent, percentages as numbers', async () => {
    const file = await workbook({
      formats: [0, 10],
      sheets: {
        A: `<row r="1"><c r="A1"><v>2.5499999999999998</v></c><c r="B1" s="1"><v>0.125</v></c></row>
          <row r="2"><c r="A2"><v>1E+21</v></c><c r="B2"><v>1.5E-7</v></c></row>
          <row r="3"><c r="A3"><v>123456789012345</v></c><c r="B3"><v>-0.1</v></c></row>`,
      },
    });
    expect(await csvOf(file)).toBe(
      '2.55,0.125\n1000000000000000000000,0.00000015\n123456789012345,-0.1\n',
    );
  });

  describe.each(['UTC', 'Asia/Seoul', 'America/New_York'])('in the time zone %s', (zone) => {
    const before = process.env['TZ'];
    beforeAll(() => void (process.env['TZ'] = zone));
    afterAll(() => {
      if (before === undefined) delete process.env['TZ'];
      else process.env['TZ'] = before;
    });

    it('has dates by their number format, as ISO 8601', async () => {
      const formats = [14, 22, 27, 57, 31, 164, 165, 166, 167, 20, 0];
      const file = await workbook({
        formats,
        custom: {
          164: 'yyyy&quot;년&quot; m&quot;월&quot; d&quot;일&quot;',
          165: '[$-412]AM/PM h:mm:ss',
          166: '#,##0&quot;원&quot;',
          167: '[$₩-412]#,##0',
        },
        sheets: {
          A: formats
            .map(
              (_, s) =>
                `<row r="${s + 1}">${text(`A${s + 1}`, 'x')}<c r="B${s + 1}" s="${s}"><v>45356.430555555555</v></c></row>`,
            )
            .join(''),
        },
      });
      const moment = '2024-03-05 10:20:00';
      const number = '45356.430555555555';
      const expected = [
        moment,
        moment,
        moment,
        moment,
        moment,
        moment,
        moment,
        number,
        number,
        moment,
        number,
      ];
      expect((await csvOf(file)).trim().split('\n')).toEqual(expected.map((value) => `x,${value}`));
    });

    it('has no time at midnight, a time alone without a day, and seconds rounded', async () => {
      const cells = ['45356', '0.430555555555', '45356.99999999', '1', '59', '61', '2958465'];
      const file = await workbook({
        formats: [14],
        sheets: {
          A: cells
            .map(
              (v, i) =>
                `<row r="${i + 1}">${text(`A${i + 1}`, 'x')}<c r="B${i + 1}" s="0"><v>${v}</v></c></row>`,
            )
            .join(''),
        },
      });
      expect(
        (await csvOf(file))
          .trim()
          .split('\n')
          .map((line) => line.slice(2)),
      ).toEqual([
        '2024-03-05',
        '10:20:00',
        '2024-03-06',
        '1900-01-01',
        '1900-02-28',
        '1900-03-01',
        '9999-12-31',
      ]);
    });
  });

  it('counts days from 1904 where the workbook does', async () => {
    const file = await workbook({
      formats: [14],
      date1904: true,
      sheets: {
        A: `<row r="1">${text('A1', 'x')}<c r="B1" s="0"><v>43894</v></c></row>
          <row r="2">${text('A2', 'x')}<c r="B2" s="0"><v>0.5</v></c></row>`,
      },
    });
    expect(await csvOf(file)).toBe('x,2024-03-05\nx,12:00:00\n');
  });

  it('leaves out what stands beside the table further down', async () => {
    const rows = Array.from(
      { length: 1200 },
      (_, i) =>
        `<row><c><v>${i}</v></c><c><v>1</v></c>${i === 1100 ? '<c><v>7</v></c>' : ''}</row>`,
    );
    const lines = (await csvOf(await workbook({ sheets: { A: rows.join('') } }))).split('\n');
    expect(lines).toHaveLength(1201);
    expect(lines[1100]).toBe('1100,1');
  });

  it('is the same whatever comes first in the archive, and with inline strings', async () => {
    const rows = [
      ['이름', 'n'],
      ['a', 1],
      ['b', 2],
    ];
    const expected = '이름,n\na,1\nb,2\n';
    for (const stringMode of ['shared', 'inline'] as const) {
      const bytes = await writeXlsx({ sheets: [{ name: 'A', rows }], stringMode });
      expect(await csvOf(new Blob([bytes as BlobPart]))).toBe(expected);
    }
    const ods = await writeOds({ sheets: [{ name: 'A', rows }] });
    expect(await csvOf(new Blob([ods as BlobPart]))).toBe(expected);
  });
});

describe('the sheets of a workbook', () => {
  const table =
    '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="2"><c r="A2"><v>3</v></c><c r="B2"><v>4</v></c></row>';
  const cover = `<row r="1">${text('A1', 'Report')}</row><row r="2">${text('A2', 'March')}</row>`;

  it('are listed with what is hidden and how many rows they say they have', async () => {
    const file = await workbook({
      sheets: { 'Q&amp;A': cover, Orders: table, Old: table },
      hidden: ['Old'],
    });
    expect(await sheetsOf(file, NAME, new AbortController().signal)).toEqual([
      { name: 'Q&A', hidden: false, rows: 9 },
      { name: 'Orders', hidden: false, rows: 9 },
      { name: 'Old', hidden: true, rows: 9 },
    ]);
  });

  it('are read by name, else the first visible one with a table', async () => {
    const other = table.replace('<v>4', '<v>9');
    const file = await workbook({
      sheets: { Hidden: other, Cover: cover, Orders: table, More: other },
      hidden: ['Hidden'],
    });
    expect(await csvOf(file)).toBe('1,2\n3,4\n');
    expect(await csvOf(file, 'Hidden')).toBe('1,2\n3,9\n');
    expect(await csvOf(file, 'Cover')).toBe('Report\nMarch\n');
  });

  it('are refused where none has a table, or none has the name', async () => {
    const file = await workbook({ sheets: { Cover: cover, Empty: '' } });
    const error = { code: 'workbook_empty', params: { file: NAME } };
    await expect(csvOf(file)).rejects.toMatchObject(error);
    await expect(csvOf(file, 'Empty')).rejects.toMatchObject(error);
    await expect(csvOf(file, 'Nothing')).rejects.toMatchObject(error);
  });
});

describe('a workbook that cannot be read', () => {
  const good = (): Promise<Uint8Array> =>
    writeXlsx({
      sheets: [{ name: 'A', rows: Array.from({ length: 500 }, (_, i) => [i, `x${i * 7}`]) }],
    });

  it('is said to have a password', async () => {
    const bytes = await writeXlsx({
      sheets: [{ name: 'A', rows: [[1, 2]] }],
      encryption: { password: 'x', spinCount: 10 },
    });
    await expect(csvOf(new Blob([bytes as BlobPart]))).rejects.toMatchObject({
      code: 'workbook_encrypted',
    });
  });

  it('is said to be of the old kind', async () => {
    const bytes = new Uint8Array(4096);
    bytes.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    await expect(csvOf(new Blob([bytes]))).rejects.toMatchObject({ code: 'workbook_old' });
  });

  it('is said to be damaged where it is cut, or changed inside', async () => {
    const bytes = await good();
    const cut = bytes.slice(0, bytes.length / 2);
    await expect(csvOf(new Blob([cut as BlobPart]))).rejects.toMatchObject({
      code: 'workbook_broken',
    });
    const sheet = Buffer.from(bytes).indexOf('xl/worksheets/sheet1.xml') + 40;
    const changed = bytes.slice().fill(0xff, sheet, sheet + 200);
    await expect(csvOf(new Blob([changed as BlobPart]))).rejects.toMatchObject({
      code: 'workbook_broken',
    });
    await expect(csvOf(new Blob(['PK no archive']))).rejects.toMatchObject({
      code: 'workbook_broken',
    });
  });

  it('is said to be a trap where a part would grow beyond all measure', async () => {
    const bytes = Buffer.from(await good());
    // The directory says that the sheet has 900 MB.
    const entry = bytes.lastIndexOf('xl/worksheets/sheet1.xml') - 46;
    bytes.writeUInt32LE(900_000_000, entry + 24);
    await expect(csvOf(new Blob([bytes]))).rejects.toMatchObject({
      code: 'archive_too_large',
      params: { file: NAME, megabytes: 100 },
    });
  });

  it('is given up when that is wanted', async () => {
    const stop = new AbortController();
    stop.abort();
    const file = new Blob([(await good()) as BlobPart]);
    await expect(sheetAsCsv(file, NAME, null, stop.signal).next()).rejects.toMatchObject({
      code: 'cancelled',
    });
    await expect(sheetsOf(file, NAME, stop.signal)).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('any table', () => {
  const cell = fc.oneof(
    fc.string({ maxLength: 8 }).map((s) => `t${s}`),
    fc.constantFrom('줄\n바꿈', '"', ',', '<&>', '=1+1'),
    fc.integer(),
    fc.integer({ min: -99_999_999, max: 99_999_999 }).map((n) => n / 1000),
    fc.boolean(),
    fc.date({ min: new Date('1950-01-01'), max: new Date('2090-01-01'), noInvalidDate: true }),
  );

  it('comes back from a workbook as it was', async () => {
    const table = fc.integer({ min: 2, max: 5 }).chain((width) =>
      fc.array(fc.array(cell, { minLength: width, maxLength: width }), {
        minLength: 2,
        maxLength: 30,
      }),
    );
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const bytes = await writeXlsx({ sheets: [{ name: 'A', rows }] });
        const csv = await csvOf(new Blob([bytes as BlobPart]));
        const records = parseRecords(csv, { delimiter: ',', complete: true }).records;
        expect(records.map(({ fields }) => fields)).toEqual(
          rows.map((row) => row.map(expectedText)),
        );
      }),
      { numRuns: 25, seed: 11 },
    );
  });
});

function expectedText(value: string | number | boolean | Date): string {
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'string') return value;
  if (value instanceof Date) {
    const iso = new Date(Math.round(value.getTime() / 1000) * 1000).toISOString();
    return iso.slice(0, 19).replace('T', ' ').replace(' 00:00:00', '');
  }
  return String(value);
}
