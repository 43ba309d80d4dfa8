import fc from 'fast-check';
import { streamXlsxRows, type StreamRow } from 'hucre/xlsx';
import { describe, expect, it } from 'vitest';
import { sheetRecords } from '../../../../src/import/sheet-table.ts';
import { csvPieces } from '../../../../workers/readers/csv-pieces.ts';
import type { Part } from '../../../../workers/readers/xlsx-archive.ts';
import { partAsCsv, partHoldsTable } from '../../../../workers/readers/xlsx-csv.ts';
import { readSharedStrings } from '../../../../workers/readers/xlsx-strings.ts';
import { readDateStyles } from '../../../../workers/readers/xlsx-styles.ts';
import { sheetAsCsv } from '../../../../workers/readers/xlsx.ts';
import { zipOf } from '../../../helpers/zip.ts';
import { BROKEN, oddWorkbook, type OddWorkbook } from './xlsx-arbitrary.ts';

const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const { signal } = new AbortController();
const RUNS = process.env['NIGHTLY'] === '1' ? 2000 : 100;

/** A part that comes in pieces of so many bytes. */
class Pieces extends Blob {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #size: number;

  constructor(bytes: Uint8Array<ArrayBuffer>, size: number) {
    super();
    this.#bytes = bytes;
    this.#size = size;
  }

  override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    const [bytes, size] = [this.#bytes, this.#size];
    let at = 0;
    return new ReadableStream({
      pull(controller) {
        if (at >= bytes.length) controller.close();
        else controller.enqueue(bytes.slice(at, (at += size)));
      },
    });
  }
}

function partOf(xml: string, size = 1000): Part {
  const bytes = bytesOf(xml);
  return { path: '', compressed: new Pieces(bytes, size), method: 0, bytes: bytes.length };
}

/** XML in UTF-8, but for what stands for broken bytes: each time others. */
function bytesOf(xml: string): Uint8Array<ArrayBuffer> {
  const broken = [[0xff], [0xc3], [0xed, 0xa0, 0x80], [0xe2, 0x82], [0xc0, 0x80], [0xf0, 0x9f]];
  const parts = xml.split(BROKEN).map((text) => new TextEncoder().encode(text));
  return Uint8Array.from(
    parts.flatMap((part, i) => (i === 0 ? [...part] : [...(broken[i % broken.length] ?? []), ...part])),
  ); // prettier-ignore
}

async function scanned(made: OddWorkbook, size: number): Promise<string> {
  const context = {
    strings: await readSharedStrings(partOf(made.strings, size), signal),
    dateStyles: await readDateStyles(partOf(made.styles)),
    is1904: made.is1904,
  };
  return textOf(partAsCsv(partOf(made.sheet, size), context, signal));
}

/** The same rows as hucre reads them. */
async function read(file: Uint8Array, is1904: boolean): Promise<string> {
  const rows: StreamRow[] = [];
  for await (const row of streamXlsxRows(file, { sheet: 0 })) rows.push(row);
  return textOf(csvPieces(sheetRecords(batches(rows), is1904)));
}

// eslint-disable-next-line @typescript-eslint/require-await -- the rows are there already
async function* batches(rows: readonly StreamRow[]): AsyncGenerator<readonly StreamRow[], void> {
  for (let at = 0; at < rows.length; at += 500) yield rows.slice(at, at + 500);
}

async function textOf(pieces: AsyncIterable<BlobPart>): Promise<string> {
  const all: BlobPart[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.from(await new Blob(all).arrayBuffer()).toString('latin1');
}

function fileOf({ sheet, strings, styles, is1904 }: OddWorkbook): Uint8Array<ArrayBuffer> {
  const relations = (list: readonly (readonly [string, string])[]): string =>
    `<Relationships>${list.map(([type, target], i) => `<Relationship Id="rId${i + 1}" Type="${RELATIONS}/${type}" Target="${target}"/>`).join('')}</Relationships>`;
  const list = [
    ['worksheet', 'worksheets/sheet1.xml'],
    ['styles', 'styles.xml'],
    ['sharedStrings', 'sharedStrings.xml'],
  ] as const;
  return zipOf([
    { name: '[Content_Types].xml', content: '<Types/>' },
    { name: '_rels/.rels', content: relations([['officeDocument', 'xl/workbook.xml']]) },
    {
      name: 'xl/workbook.xml',
      content: `<workbook xmlns:r="${RELATIONS}"><workbookPr date1904="${is1904 ? 1 : 0}"/><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    },
    { name: 'xl/_rels/workbook.xml.rels', content: relations(list) },
    { name: 'xl/worksheets/sheet1.xml', content: bytesOf(sheet) },
    { name: 'xl/styles.xml', content: styles },
    { name: 'xl/sharedStrings.xml', content: bytesOf(strings) },
  ]);
}

function made(rows: string, strings = '', styles = ''): OddWorkbook {
  return {
    sheet: `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
    strings: `<sst>${strings}</sst>`,
    styles: `<styleSheet>${styles}</styleSheet>`,
    is1904: false,
  };
}

describe('a sheet that is scanned', () => {
  it('has the bytes that hucre reads, however it is written and cut', async () => {
    await fc.assert(
      fc.asyncProperty(oddWorkbook, fc.integer({ min: 1, max: 200 }), async (workbook, size) => {
        const expected = await read(fileOf(workbook), workbook.is1904);
        expect(await scanned(workbook, size)).toBe(expected);
        expect(await scanned(workbook, 1)).toBe(expected);
        expect(await scanned(workbook, 1_000_000)).toBe(expected);
      }),
      { numRuns: RUNS, seed: 5 },
    );
  });

  it('is as long as it is, with gaps and notes below the rows that tell its width', async () => {
    const rows = Array.from({ length: 5000 }, (_, i) => {
      const cells = [`<c r="B${i + 1}"><v>${i * 1.1}</v></c>`, `<c t="s"><v>${i % 3}</v></c>`];
      if (i % 7 === 0) cells.shift();
      if (i === 1000) cells.unshift(`<c r="A${i + 1}"><v>1</v></c>`);
      if (i === 999 || i === 3000) cells.push(`<c r="H${i + 1}" t="str"><v>note</v></c>`);
      return i % 50 < 45 && i % 1500 > 130 ? `<row r="${i + 1}">${cells.join('')}</row>` : '';
    });
    const workbook = made(rows.join(''), '<si><t>a</t></si><si><t>b, c</t></si><si><t/></si>');
    const file = fileOf(workbook);
    const expected = await read(file, false);
    expect(expected.split('\n').length).toBeGreaterThan(4000);
    for (const size of [77, 5000, 1_000_000]) expect(await scanned(workbook, size)).toBe(expected);
    expect(await textOf(sheetAsCsv(new Blob([file]), 'x', null, signal))).toBe(expected);
  });

  it('knows the formats of dates as hucre does', async () => {
    const ids = Array.from({ length: 180 }, (_, id) => id);
    const codes = ['yyyy-mm-dd', '0.00', '@', 'General', '[h]:mm', 'mmm', 'd\\d', '"day" 0', '', '14', '[Red]0', 'AM/PM', '[$-412]yy"년"', '#,##0_d', '0"h"', 'ss.0', '[>=1]0.0;0'] // prettier-ignore
      .map((code, i) => `<numFmt numFmtId="${i === 0 ? 3 : 163 + i}" formatCode="${code.replaceAll('"', '&quot;')}"/>`); // prettier-ignore
    const styles = `<numFmts>${codes.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><!-- <cellXfs><xf/></cellXfs> --><cellXfs>${ids.map((id) => `<xf numFmtId="${id}"/>`).join('')}<xf/></cellXfs><dxfs><dxf><numFmt numFmtId="0" formatCode="yyyy"/></dxf></dxfs>`;
    const rows = [...ids, 180, 181].map((s) => `<row><c s="${s}"><v>5.5</v></c></row>`);
    const workbook = made(rows.join(''), '', styles);
    expect(await scanned(workbook, 999)).toBe(await read(fileOf(workbook), false));
  });

  it('leaves blank a cell that has a type and no value, and readings of inline text', async () => {
    const rows =
      '<row><c t="s"/><c t="b"/><c t="s"><v></v></c><c t="inlineStr"><is><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></is></c></row>';
    const workbook = made(rows + rows.replace('t="s"', 't="n"'), '<si><t>first</t></si>');
    const workbookWide = { ...workbook, sheet: workbook.sheet.replace('<row>', '<row><c><v>1</v></c></row><row>') }; // prettier-ignore
    const expected = Buffer.from('1,,,\n,,,東京\n,,,東京\n').toString('latin1');
    expect(await scanned(workbookWide, 10)).toBe(expected);
  });

  it('holds a table where two of its first rows have two cells', async () => {
    const context = { strings: await readSharedStrings(partOf('<sst/>'), signal), dateStyles: [], is1904: false }; // prettier-ignore
    const full = '<row><c><v>1</v></c><c><v>2</v></c></row>';
    const thin = '<row><c><v>1</v></c><c><v/></c></row>';
    const holds = async (rows: string): Promise<boolean> =>
      partHoldsTable(partOf(made(rows).sheet, 64), context, signal);
    expect(await holds('')).toBe(false);
    expect(await holds(full + thin)).toBe(false);
    expect(await holds(full + thin + full)).toBe(true);
    expect(await holds(full + thin.repeat(498) + full)).toBe(true);
    expect(await holds(full + thin.repeat(499) + full)).toBe(false);
  });

  it('is damaged where it, or its strings, end in the middle, or a column is beyond all sheets', async () => {
    const whole = made('<row><c><v>1</v></c></row>', '<si><t>a</t></si>');
    const cut = (xml: string, at: string): string => xml.slice(0, xml.indexOf(at));
    for (const at of ['</sheetData>', '</row>', 'c>', '</v>']) {
      await expect(scanned({ ...whole, sheet: cut(whole.sheet, at) }, 9)).rejects.toThrow('middle');
    }
    for (const at of ['</sst>', '</si>', '</t>']) {
      await expect(scanned({ ...whole, strings: cut(whole.strings, at) }, 9)).rejects.toThrow('middle'); // prettier-ignore
    }
    const far = made('<row><c r="XFE1"><v>1</v></c></row>');
    await expect(scanned(far, 100)).rejects.toThrow('no column');
    const file = new Blob([fileOf(far)]);
    await expect(textOf(sheetAsCsv(file, 'far.xlsx', null, signal))).rejects.toMatchObject({
      code: 'workbook_broken',
      params: { file: 'far.xlsx' },
    });
  });
});
