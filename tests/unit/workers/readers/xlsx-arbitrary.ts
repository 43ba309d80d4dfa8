import fc from 'fast-check';

/** The parts of a workbook with one sheet, in XML as odd as it may be. */
export interface OddWorkbook {
  readonly sheet: string;
  readonly strings: string;
  readonly styles: string;
  readonly is1904: boolean;
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
/** Stands for bytes that are no UTF-8. */
export const BROKEN = '\ue000';
/** Number formats of the styles 0, 1, 2 …: numbers, dates and times. */
const FORMATS = [0, 14, 22, 10, 46, 164, 165];
const STYLES = `<styleSheet xmlns="${MAIN}"><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;년&quot; m"/><numFmt formatCode='[>5]#,##0"일";0' numFmtId='165' /></numFmts><cellXfs>${FORMATS.map((id) => `<xf numFmtId="${id}"/>`).join('')}</cellXfs></styleSheet>`;

const blank = fc.constantFrom('', '', '', ' ', '\n  ', '\t', '<!-- <c><v>9</v> -->', '<?pi <v>?>');
const TEXTS = 'a,b, ,  ,x y,",",;,\',>,]],줄,단골 가게,é,😀,\n,\r\n,\t,\ufeff,=1+1,_,_x,_x000A_,_x0041_,_xZZZZ_,&amp;,&lt;c&gt;,&quot;,&#44;,&#10;,&#x41;,&#xAC00;,&#1114112;,&nope;,&,<![CDATA[]]>,<![CDATA[<v>&amp;]]>,<![CDATA[ ]] > 한]]>,<!-- - -->'; // prettier-ignore
const text = fc
  .array(fc.constantFrom(...TEXTS.split(','), ',', BROKEN, 'long '.repeat(20)), { maxLength: 4 })
  .map((parts) => parts.join(''));

const NUMBERS = '0 1 -1 -0 007 .5 5. +5 1.50 0.1 -0.25 00.5 12.3.4 0.30000000000000004 2.5499999999999998 123456789012345 1234567890123456 12345678901234567890 1E+21 1.5E-7 0.0000001 1e3 0x1F abc 45356 45356.430555555555 0.5 59 60 61 2958465 2958466 -3 &#49; <![CDATA[7]]> 8<!--x-->9'.split(' '); // prettier-ignore
const number = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...NUMBERS, ' 6 ', ' ', '') },
  { weight: 1, arbitrary: fc.integer().map(String) },
  { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }).map(String) },
);

/** A tag's attributes, written in one way or another. */
function attributes(list: readonly (readonly [string, string])[]): fc.Arbitrary<string> {
  const odd = fc.record({
    quote: fc.constantFrom('"', "'"),
    before: fc.constantFrom(' ', '\n', '  '),
    around: fc.constantFrom('', '', ' '),
    extra: fc.constantFrom('', '', ' spans="1:3"', ' x14ac:r="Z9"', ' ph="a>b"', " rs='x'"),
  });
  return odd.map(({ quote, before, around, extra }) => {
    const all = list.map(
      ([name, value]) => `${before}${name}${around}=${around}${quote}${value}${quote}`,
    );
    return `${extra}${all.join('')}`;
  });
}

interface Cell {
  readonly type: string | null;
  readonly content: string;
}

function element(name: string, content: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(blank, content, blank, fc.constantFrom('', ' xml:space="preserve"', ' '))
    .map(
      ([before, inner, behind, space]) =>
        `${before}<p:${name}${space}>${inner}</p:${name}>${behind}`,
    );
}

const runs = fc
  .array(
    element('t', text).map((t) => `<p:r><p:rPr><p:b/><p:sz val="9"/></p:rPr>${t}</p:r>`),
    { minLength: 1, maxLength: 3 },
  )
  .map((all) => all.join(''));
const phonetic = fc.constantFrom('', '', '<p:rPh sb="0" eb="1"><p:t>フリ</p:t></p:rPh><p:phoneticPr fontId="1"/>'); // prettier-ignore
const richText = fc.oneof(element('t', text), runs, fc.constant(''));
const formula = fc.constantFrom('', '', '<p:f>A1&lt;B1</p:f>', '<p:f t="shared" si="0"/>');

function value(type: string | null, content: fc.Arbitrary<string>): fc.Arbitrary<Cell> {
  return fc
    .tuple(formula, element('v', content), formula)
    .map(([before, v, behind]) => ({ type, content: before + v + behind }));
}

const cell: fc.Arbitrary<Cell> = fc.oneof(
  value(null, number),
  value('n', number),
  value('str', text),
  value('e', fc.constantFrom('#N/A', '#DIV/0!', '')),
  value('b', fc.constantFrom('1', '0', 'true', 'FALSE', 'TRUE', ' 1')),
  value('d', fc.constantFrom('2024-03-05', '2024-03-05T10:20:00Z')),
  value('s', fc.constantFrom('0', '1', '2', '7', '99', '-1', 'x', ' 3 ')),
  richText.map((inner) => ({ type: 'inlineStr', content: `<p:is>${inner}</p:is>` })),
  fc.constant({ type: null, content: '' }),
  fc.constant({ type: 'str', content: '<p:v/>' }),
);

/** A cell some columns after the one before, with its reference or where it simply follows. */
const placed = fc
  .record({
    cell,
    gap: fc.constantFrom(0, 0, 0, 1, 30),
    named: fc.boolean(),
    style: fc.option(fc.integer({ min: 0, max: FORMATS.length })),
    inside: blank,
    behind: blank,
  })
  .map((made) => (isBeyondDates(made.cell) ? { ...made, style: null } : made));

/** What no date can be is blank as one, but makes hucre's table wider. */
function isBeyondDates({ content }: Cell): boolean {
  const number = /<p:v[^>]*>([^]*)<[/]p:v>/.exec(content)?.[1] ?? '';
  return Math.abs(Number(number)) > 90_000_000;
}

function rowXml(number: number | null, cells: readonly string[]): fc.Arbitrary<string> {
  return fc
    .tuple(attributes(number === null ? [] : [['r', String(number)]]), blank, blank)
    .map(([tag, before, behind]) =>
      cells.length === 0 ? `<p:row${tag}/>` : `<p:row${tag}>${before}${cells.join(behind)}</p:row>`,
    );
}

const row = fc
  .tuple(fc.array(placed, { maxLength: 6 }), fc.constantFrom(null, 0, 0, 0, 1, 150))
  .map(([cells, gap]) => ({ cells, gap }));

/** Rows with numbers that go up, their cells with columns that do. */
const rows = fc.array(row, { maxLength: 12 }).chain((list) => {
  let next = 1;
  return fc.tuple(
    ...list.map(({ cells, gap }) => {
      const number = gap === null ? next : next + gap;
      next = number + 1;
      let column = 0;
      const made = cells.map(({ cell: { type, content }, gap: columns, named, style, inside, behind }) => {
        column += named ? columns : 0;
        const list = [
          ...(named ? [['r', `${letters(column)}${number}`] as const] : []),
          ...(style === null ? [] : [['s', String(style)] as const]),
          ...(type === null ? [] : [['t', type] as const]),
        ];
        column++;
        return attributes(list).map((tag) =>
          content === '' ? `<p:c${tag} />${behind}` : `<p:c${tag}>${inside}${content}</p:c>${behind}`,
        );
      }); // prettier-ignore
      return fc.tuple(...made).chain((all) => rowXml(gap === null ? null : number, all));
    }),
  );
});

function letters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : letters(Math.floor(column / 26) - 1) + last;
}

const strings = fc.array(
  fc.tuple(richText, phonetic, blank).map(([inner, ph, behind]) => `<p:si>${inner}${ph}</p:si>${behind}`),
  { maxLength: 9 },
); // prettier-ignore

const NOISE_BEFORE = '<p:sheetViews><p:sheetView workbookViewId="0"/></p:sheetViews><p:cols><p:col min="1" max="2"/></p:cols>'; // prettier-ignore
const NOISE_BEHIND = '<p:mergeCells><p:mergeCell ref="A1:B2"/></p:mergeCells><p:controls><q:row>5</q:row><p:c><p:v>1</p:v></p:c></p:controls>'; // prettier-ignore

export const oddWorkbook: fc.Arbitrary<OddWorkbook> = fc
  .record({
    rows,
    strings,
    between: blank,
    prefix: fc.constantFrom('', 'x:'),
    noise: fc.boolean(),
    is1904: fc.boolean(),
  })
  .map(({ rows: list, strings: texts, between, prefix, noise, is1904 }) => {
    const xmlns = prefix === '' ? `xmlns="${MAIN}"` : `xmlns:x="${MAIN}"`;
    const [before, behind] = noise ? [NOISE_BEFORE, NOISE_BEHIND] : ['', ''];
    const named = (xml: string): string => xml.replaceAll(/(<\/?)p:/g, `$1${prefix}`);
    const head = '\ufeff<?xml version="1.0" encoding="UTF-8"?>\n';
    return {
      sheet: `${head}${named(`<p:worksheet ${xmlns}>${before}<p:sheetData>${between}${list.join(between)}</p:sheetData>${behind}</p:worksheet>`)}`,
      strings: `${head}${named(`<p:sst ${xmlns}>${between}${texts.join(between)}</p:sst>`)}`,
      styles: STYLES,
      is1904,
    };
  });
