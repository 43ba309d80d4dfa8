import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { flagOf } from '../../../src/data/cleaning.ts';
import { DATE_FORMATS, dateFormat } from '../../../src/data/date-formats.ts';
import {
  NUMBER_FORMATS,
  numberFormat,
  type NumberFormatId,
} from '../../../src/data/number-formats.ts';
import type { ImportRecognition, Mapping, SourceFacts } from '../../../src/import/types.ts';
import { openEngine, type TestEngine } from '../../helpers/engine.ts';
import { nightly } from '../../helpers/nightly.ts';
import { type RandomTable, randomTable } from '../../helpers/random-table.ts';
import { randomWriting } from '../../helpers/random-writing.ts';
import { writeTable, type WrittenTable } from '../../helpers/write-table.ts';

/**
 * Random tables, written in random ways and read back by the engine that ships. What a file cannot
 * tell (which way round 03/04 is, whether 1.234 is a thousand) is set as a user would set it.
 */

const CASES = nightly ? 2000 : 200;
/** Shorter tables may look like something else by chance. */
const ENOUGH_ROWS = 20;

let opened: TestEngine;
let run = 0;
beforeAll(async () => {
  opened = await openEngine();
});
afterAll(() => {
  opened.close();
});

interface ReadBack {
  readonly rows: readonly unknown[][];
  /** What the user had to correct. */
  readonly corrected: readonly string[];
}

test(
  `${String(CASES)} tables come back as they were written`,
  async () => {
    const suggestions: (readonly string[])[] = [];
    await fc.assert(
      fc.asyncProperty(randomTable, randomWriting, async (table, choice) => {
        const written = await writeTable(table, choice);
        const { rows, corrected } = await readBack(written);
        expect(rows).toEqual(expectedRows(table, written));
        if (table.rows.length >= ENOUGH_ROWS && tellsAll(written)) suggestions.push(corrected);
      }),
      { numRuns: CASES, seed: 20_240_305 },
    );
    const wrong = suggestions.filter((corrected) => corrected.length > 0);
    expect(suggestions.length).toBeGreaterThan(CASES / 10);
    expect(wrong.length / suggestions.length, JSON.stringify(wrong)).toBeLessThanOrEqual(0.05);
  },
  CASES * 1000,
);

/** Reads a file with what is suggested, corrected where that is not how it was written. */
async function readBack(written: WrittenTable): Promise<ReadBack> {
  const corrected: string[] = [];
  const { id, recognition } = await openRight(written, corrected);
  const mapping = rightMapping(written, recognition, corrected);
  const staged = await opened.engine.stage(++run, id, mapping);
  await opened.engine.close(++run, id);
  expect(staged.brokenCounts).toEqual([0]);
  const rows = opened.query(
    `SELECT order_id, customer_id, strftime(ordered_at, '%Y-%m-%d %H:%M:%S'), quantity,
      amount::VARCHAR, product, (flags & ${String(flagOf('totalsLine'))}) <> 0
    FROM staged ORDER BY rowid`,
    staged.id,
  );
  await opened.engine.release(++run, staged.id);
  return { rows: rows.map(withoutTotals), corrected };
}

/** Of a line of totals nothing counts but that it is one. */
function withoutTotals(row: readonly unknown[]): unknown[] {
  return row.at(-1) === true ? [...row.slice(0, -1).map(() => null), true] : [...row];
}

/** Opens a file; where its bytes were taken for another encoding, the user names the right one. */
async function openRight(
  written: WrittenTable,
  corrected: string[],
): Promise<{ readonly id: string; readonly recognition: ImportRecognition }> {
  const { file, writing, isAscii } = written;
  const first = await opened.engine.open(++run, [file], {});
  const [source] = first.recognition.sources;
  const encoding = source?.encoding?.id ?? writing.encoding;
  if (encoding === writing.encoding || isAscii) {
    expectFormat(source, written);
    return first;
  }
  corrected.push(`${encoding} for ${writing.encoding}`);
  await opened.engine.close(++run, first.id);
  const choices = { [source?.name ?? '']: { encoding: writing.encoding } };
  const second = await opened.engine.open(++run, [file], choices);
  expectFormat(second.recognition.sources[0], written);
  return second;
}

/** What no user can correct. */
function expectFormat(source: SourceFacts | undefined, { writing }: WrittenTable): void {
  const { format, delimiter, names } = writing;
  expect(source?.format).toBe(format === 'json lines' ? 'json' : format);
  if (format !== 'delimited') return;
  expect(source?.dialect).toMatchObject({ delimiter, hasHeader: names !== 'none' });
}

/** The mapping of how the file was written; `corrected` gets what had to be changed. */
function rightMapping(
  { columns, writing }: WrittenTable,
  { mapping }: ImportRecognition,
  corrected: string[],
): Mapping {
  const roles = columns.map(({ role }) => role);
  roles.forEach((role, i) => {
    if (mapping.roles[i] !== role) corrected.push(`${mapping.roles[i] ?? ''} for ${role}`);
  });
  const { format, zone } = writing.date;
  const dates = columns[roles.indexOf('date')]?.values ?? [];
  const dateIsRight = readsAlike(dates, dateOf(mapping.dateFormat), dateOf(format));
  if (!dateIsRight) corrected.push(`${mapping.dateFormat} for ${format}`);
  return {
    ...mapping,
    roles,
    dateFormat: dateIsRight ? mapping.dateFormat : format,
    timeZone: zone,
    numberFormats: columns.map(({ values, numberFormat: own }, i) => {
      const suggested = mapping.numberFormats[i] ?? 'plain';
      const isRight = readsAlike(values, numberOf(suggested), numberOf(own));
      if (!isRight) corrected.push(`${suggested} for ${own}`);
      return isRight ? suggested : own;
    }),
  };
}

type Reading = (text: string) => string;

const dateOf =
  (id: Mapping['dateFormat']): Reading =>
  (text) =>
    JSON.stringify(dateFormat(id).parse(text));

const numberOf =
  (id: NumberFormatId): Reading =>
  (text) =>
    String(numberFormat(id).parse(text));

function readsAlike(values: readonly string[], a: Reading, b: Reading): boolean {
  return values.every((value) => a(value) === b(value));
}

/** Whether a file holds all that there is to know: names, and values that read in one way only. */
function tellsAll({ columns, writing }: WrittenTable): boolean {
  if (writing.names === 'none') return false;
  return columns.every(({ role, values, numberFormat: own }) => {
    if (role === 'date') {
      const rivals = DATE_FORMATS.filter(({ isNumber }) => !isNumber).map(({ id }) => dateOf(id));
      return onlyReading(values, dateOf(writing.date.format), rivals);
    }
    const isNumber = role === 'amount' || role === 'quantity';
    const rivals = NUMBER_FORMATS.map(({ id }) => numberOf(id));
    return !isNumber || onlyReading(values, numberOf(own), rivals);
  });
}

function onlyReading(values: readonly string[], own: Reading, others: readonly Reading[]): boolean {
  return others.every(
    (other) => readsAlike(values, own, other) || values.some((value) => other(value) === 'null'),
  );
}

function expectedRows({ rows }: RandomTable, { columns, writing }: WrittenTable): unknown[][] {
  const valuesOf = (role: string): readonly string[] =>
    columns.find((column) => column.role === role)?.values ?? [];
  const [orders, customers, texts] = ['order', 'customer', 'productName'].map(valuesOf);
  const expected: unknown[][] = rows.map(({ day, seconds, quantity, amount }, i) => {
    const time = writing.date.format === 'ymd-compact' ? 0 : seconds;
    const moment = new Date((day * 86_400 + time) * 1000).toISOString();
    return [
      kept(orders?.[i]),
      kept(customers?.[i]),
      moment.slice(0, 19).replace('T', ' '),
      quantity,
      `${(amount / 100).toFixed(2)}00`,
      kept(texts?.[i]),
      false,
    ];
  });
  if (writing.totals) expected.push([null, null, null, null, null, null, true]);
  return expected;
}

/** A value as it is kept: without blanks around it, and none where it is blank. */
function kept(value = ''): string | null {
  return value.replace(/^ +| +$/g, '') || null;
}
