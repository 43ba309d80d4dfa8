import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { addDecimals, formatDecimal, parseDecimal, ZERO } from '../../../src/core/decimal.ts';
import type { ErrorCode, ErrorData } from '../../../src/core/errors.ts';
import { defaultRules, REASONS } from '../../../src/data/cleaning.ts';
import { type Ledger, ledger, type Tally } from '../../../src/data/ledger.ts';
import type { Role } from '../../../src/data/roles.ts';
import { errorSentence } from '../../../src/i18n/errors.ts';
import { locales, useLocale } from '../../../src/i18n/locale.svelte.ts';
import { parseRecords } from '../../../src/import/parse-records.ts';
import type { ImportRecognition, Mapping } from '../../../src/import/types.ts';
import type { Staged } from '../../../workers/engine-api.ts';
import { seeds, type Seed } from '../../fixtures/awkward/seeds.ts';
import { openEngine, type TestEngine } from '../../helpers/engine.ts';
import { nightly } from '../../helpers/nightly.ts';

vi.mock('../../../workers/readers/parquet-start.ts', async () => {
  const { decodeHere } = await import('../../helpers/table-file.ts');
  return { startDecoder: decodeHere };
});

const RUNS = nightly ? 1000 : 60;
const LONGEST = 20_000;
const TIMEOUT = nightly ? 900_000 : 60_000;
const USED = 'SELECT count(*)::INTEGER, sum(revenue)::DOUBLE FROM customers';

let opened: TestEngine;
let run = 0;
let made: readonly Seed[];
beforeAll(async () => {
  opened = await openEngine();
  made = await seeds();
  const { id, recognition } = await opened.engine.open(
    ++run,
    [new File(['order_id,customer_id,order_date,amount\n1,a,2024-01-05,10\n'], 'used.csv')],
    {},
  );
  const staged = await opened.engine.stage(++run, id, recognition.mapping);
  await opened.engine.commit(++run, staged.id, 'used', defaultRules());
  await opened.engine.close(++run, id);
});
afterEach(() => {
  useLocale('en');
});
afterAll(() => {
  opened.close();
});

type Outcome =
  | { readonly error: ErrorData }
  | { readonly recognition: ImportRecognition; readonly staged: Staged };

/** Imports a file as far as its ledger; what the engine holds of it is released by the caller. */
async function importAny(file: File): Promise<Outcome> {
  try {
    const { id, recognition } = await opened.engine.open(++run, [file], {});
    try {
      const staged = await opened.engine.stage(++run, id, withRoles(recognition.mapping));
      return { recognition, staged };
    } finally {
      await opened.engine.close(++run, id);
    }
  } catch (error) {
    return { error: error as ErrorData };
  }
}

/** The mapping with a date and an amount, which the mapping screen does not do without. */
function withRoles(mapping: Mapping): Mapping {
  const roles = [...mapping.roles];
  const give = (role: Role, instead: readonly Role[]): void => {
    if (instead.some((other) => roles.includes(other))) return;
    const free = roles.findIndex((other) => other === 'ignore' || other === 'attribute');
    const any = roles.findIndex((other) => other !== 'date' && other !== 'amount');
    roles[free === -1 ? any : free] = role;
  };
  give('date', ['date']);
  give('amount', ['amount', 'unitPrice']);
  return { ...mapping, roles };
}

/** Fails where it takes so long that a user would give up. */
async function soon<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('the import hangs')), LONGEST);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A file as a failure shows it. */
class Input {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;

  constructor(name: string, bytes: Uint8Array) {
    this.name = name;
    this.bytes = Uint8Array.from(bytes);
  }

  toString(): string {
    const shown = this.bytes.subarray(0, 3000);
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(shown);
    const isText = Buffer.from(text).equals(Buffer.from(shown));
    return `${this.name} ${isText ? JSON.stringify(text) : Buffer.from(shown).toString('base64')}`;
  }
}

/** Every promise that the import makes for any input. */
async function keepsItsWord({ name, bytes }: Input): Promise<void> {
  const file = new File([bytes], name);
  const outcome = await soon(importAny(file));
  if ('error' in outcome) expectSentences(outcome.error);
  else {
    const { recognition, staged } = outcome;
    expectAccount(staged);
    await expectRecords(file, recognition, staged);
    await opened.engine.release(++run, staged.id);
  }
  expect(opened.query(USED)).toEqual([[1, 10]]);
}

function expectSentences(error: ErrorData): void {
  const vague: readonly ErrorCode[] = ['unexpected', 'engine_failed'];
  expect(vague.includes(error.code) ? error : null).toBeNull();
  const sentences = locales.map((locale) => {
    useLocale(locale);
    return errorSentence(error);
  });
  expect(new Set(sentences).size).toBe(locales.length);
  for (const sentence of sentences) expect(sentence).not.toMatch(/undefined|NaN|errors_/);
}

function expectAccount(staged: Staged): void {
  const broken = staged.brokenCounts.reduce((sum, count) => sum + count, 0);
  const all = ledger(staged.groups, broken, defaultRules());
  expectSums(all);
  const [[rows, money] = []] = opened.query(
    `SELECT count(*)::INTEGER, coalesce(sum(amount), 0)::VARCHAR FROM "${staged.id}".staged`,
  );
  expect([all.file.rows, all.read]).toEqual([rows, Number(rows) + broken]);
  expect(all.file.money).toBe(formatDecimal(parseDecimal(String(money))));
  const byFile = staged.brokenCounts.map((count, file) =>
    ledger(staged.groups.filter((group) => group.file === file), count, defaultRules()),
  ); // prettier-ignore
  byFile.forEach(expectSums);
  expect(sum(byFile.map(({ file }) => file))).toEqual([all.file.rows, all.file.money]);
  expect(sum(byFile.map(({ kept }) => kept))).toEqual([all.kept.rows, all.kept.money]);
}

function expectSums({ read, broken, file, kept, leftOut, lines }: Ledger): void {
  const reasons = sum(REASONS.map((reason) => lines[reason].leftOut));
  expect(reasons).toEqual([leftOut.rows, leftOut.money]);
  expect(read).toBe(kept.rows + reasons[0] + broken);
  expect(sum([kept, leftOut])).toEqual([file.rows, file.money]);
}

function sum(tallies: readonly Tally[]): [number, string] {
  const rows = tallies.reduce((total, tally) => total + tally.rows, 0);
  const money = tallies.reduce((total, tally) => addDecimals(total, parseDecimal(tally.money)), ZERO); // prettier-ignore
  return [rows, formatDecimal(money)];
}

/** The rows of delimited UTF-8 text, against a count that knows nothing of the engine. */
async function expectRecords(
  file: File,
  { sources, lookups, unused }: ImportRecognition,
  { id, rows, brokenCounts }: Staged,
): Promise<void> {
  const [source] = sources;
  if (sources.length !== 1 || lookups.length > 0 || unused.length > 0) return;
  if (source?.format !== 'delimited' || source.name !== file.name) return;
  if (source.dialect === null || source.encoding?.id !== 'utf-8') return;
  if (/\.gz$|\.zip$/.test(file.name)) return;
  const { delimiter, quote = '"', escape = quote, hasHeader, skip } = source.dialect;
  const text = new TextDecoder().decode(await file.arrayBuffer());
  const all = parseRecords(text, { delimiter, quoting: { quote, escape }, complete: true }).records;
  const below = all.filter(({ number }) => number > skip + Number(hasHeader));
  if (!below.some(({ loose }) => loose)) {
    expect(rows + (brokenCounts[0] ?? 0)).toBe(below.length);
    return;
  }
  // Where a quotation mark stands amiss, a broken record may hold what others count as several.
  const broken = opened.query(`SELECT "text" FROM "${id}".broken`).map(([line]) => String(line));
  const lines = broken.flatMap((record) => record.split(/\r\n|\r|\n/));
  expect(rows + lines.length).toBeGreaterThanOrEqual(below.length);
}

/** A change of bytes: so many of them from a place on (a share of the length) become others. */
const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.oneof(fc.constant(0), fc.constant(1), fc.integer({ min: 0, max: 200 })),
  added: fc.oneof(
    fc.constantFrom('', '"', "'", '\n', '\r', '\r\n', ',', ';', '\t', '\\', '\0', '{', ']', '-', '9'),
    fc.uint8Array({ maxLength: 8 }),
  ),
}); // prettier-ignore

function edited(
  bytes: Uint8Array,
  edits: readonly { at: number; removed: number; added: string | Uint8Array }[],
): Uint8Array<ArrayBuffer> {
  let result = Buffer.from(bytes);
  for (const { at, removed, added } of edits) {
    const from = Math.floor(at * result.length);
    const [head, tail] = [result.subarray(0, from), result.subarray(from + removed)];
    result = Buffer.concat([head, Buffer.from(added as string), tail]);
  }
  return Uint8Array.from(result);
}

const NAMES = ['a.csv', 'a.txt', 'a.json', 'a.ndjson', 'a.xlsx', 'a.xls', 'a.parquet', 'a.zip', 'a.csv.gz', 'a.arrow', 'a']; // prettier-ignore

const PIECES = [
  'order_id', 'customer', 'date', 'amount', '주문번호', '합계', '2024-03-05', '05/03/2024', '1,234.50',
  '-3', '₩12,000', '(5)', 'a', '"', '""', "'", ' ', ',', ',', ',', ';', '\t', '|', '\n', '\n', '\n',
  '\r\n', '\r', '\\', '\\"', '#', '\ufeff', '\u00a0', '😀', '\u202e', '1e999', 'NaN', '=cmd', '{', '[',
]; // prettier-ignore

const text = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'binary', maxLength: 6 })), {
    maxLength: 200,
  })
  .map((pieces) => new TextEncoder().encode(pieces.join('')));

/** Rows that are nearly a table. */
const nearly = fc
  .record({
    delimiter: fc.constantFrom(',', ';', '\t', '|'),
    newline: fc.constantFrom('\n', '\r\n', '\r'),
    rows: fc.array(
      fc.array(fc.constantFrom('', 'x', '"a ""b"" c"', '"a\nb"', '12', '-1.5', '2024-03-05', '합계', '"', "it's", ' y '), {
        minLength: 3,
        maxLength: 5,
      }),
      { minLength: 1, maxLength: 40 },
    ),
  })
  .map(({ delimiter, newline, rows }) => {
    const lines = [['order_id', 'customer', 'order_date', 'amount'], ...rows];
    return new TextEncoder().encode(lines.map((row) => row.join(delimiter)).join(newline));
  }); // prettier-ignore

function named(bytes: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Input> {
  return fc
    .tuple(bytes, fc.constantFrom(...NAMES))
    .map(([content, name]) => new Input(name, content));
}

const options = { numRuns: RUNS, ...(nightly ? {} : { seed: 5 }) };

describe(
  'any input is read with every row accounted for, or refused with a sentence',
  { timeout: TIMEOUT },
  () => {
    test('bytes', async () => {
      const bytes = fc.uint8Array({ maxLength: 2000 });
      await fc.assert(fc.asyncProperty(named(bytes), keepsItsWord), options);
    });

    test('text', async () => {
      await fc.assert(fc.asyncProperty(named(text), keepsItsWord), options);
    });

    test('rows that are nearly a table', async () => {
      const input = nearly.map((bytes) => new Input('a.csv', bytes));
      await fc.assert(fc.asyncProperty(input, keepsItsWord), { ...options, numRuns: RUNS / 2 });
    });

    test('real files, changed', async () => {
      const changed = fc
        .record({
          which: fc.nat({ max: made.length - 1 }),
          edits: fc.array(edit, { minLength: 1, maxLength: 6 }),
          share: fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
        })
        .map(({ which, edits, share }) => {
          const { name, bytes } = made[which] as Seed;
          const all = edited(bytes, edits);
          return new Input(name, all.subarray(0, Math.ceil(all.length * share)));
        });
      await fc.assert(fc.asyncProperty(changed, keepsItsWord), options);
    });
  },
);
