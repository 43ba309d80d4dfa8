import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { formatDecimal, parseDecimal } from '../../../src/core/decimal.ts';
import type { ErrorData } from '../../../src/core/errors.ts';
import {
  type CleaningRules,
  defaultRules,
  REASONS,
  withNotProduct,
} from '../../../src/data/cleaning.ts';
import { type Ledger, ledger } from '../../../src/data/ledger.ts';
import { errorSentence } from '../../../src/i18n/errors.ts';
import { formatCount } from '../../../src/i18n/format.ts';
import { useLocale } from '../../../src/i18n/locale.svelte.ts';
import type { ImportRecognition } from '../../../src/import/types.ts';
import type { Staged } from '../../../workers/engine-api.ts';
import {
  awkwardFile,
  type AwkwardCase,
  type Facts,
  type Refused,
  type Understood,
} from '../../fixtures/awkward/case.ts';
import { AWKWARD } from '../../fixtures/awkward/cases.ts';
import { openEngine, type TestEngine } from '../../helpers/engine.ts';
import '../../helpers/encode.ts';

vi.mock('../../../workers/readers/parquet-start.ts', async () => {
  const { decodeHere } = await import('../../helpers/table-file.ts');
  return { startDecoder: decodeHere };
});

const USED = 'SELECT customer_id, revenue::DOUBLE FROM customers';

let opened: TestEngine;
let run = 0;
beforeAll(async () => {
  opened = await openEngine();
  const file = new File(
    ['order_id,customer_id,order_date,amount\n1,used,2024-01-05,10\n'],
    'u.csv',
  );
  const { staged } = await read([file], { awkward: '', files: [], expected: { read: 1, kept: 1, money: '10' } }); // prettier-ignore
  await opened.engine.commit(++run, staged.id, 'used', defaultRules());
});
afterEach(() => {
  useLocale('en');
});
afterAll(() => {
  opened.close();
});

interface Read {
  readonly recognition: ImportRecognition;
  readonly staged: Staged;
}

async function read(files: readonly File[], { change }: AwkwardCase): Promise<Read> {
  const { id, recognition } = await opened.engine.open(++run, files, {});
  try {
    const mapping = { ...recognition.mapping, ...change?.(recognition.mapping, recognition) };
    return { recognition, staged: await opened.engine.stage(++run, id, mapping) };
  } finally {
    await opened.engine.close(++run, id);
  }
}

function filesOf({ files }: AwkwardCase): Promise<readonly File[]> | readonly File[] {
  return typeof files === 'function' ? files() : files.map(awkwardFile);
}

describe.each(Object.entries(AWKWARD))('%s', (_area, cases) => {
  test.each(cases.map((one) => [one.awkward, one] as const))('%s', async (_awkward, one) => {
    const { expected } = one;
    const files = await filesOf(one);
    if ('code' in expected) await expectRefused(files, one, expected);
    else await expectUnderstood(await read(files, one), one, expected);
  });
});

/** A file that is refused changes nothing. */
async function expectRefused(
  files: readonly File[],
  one: AwkwardCase,
  { code, params, en, ko }: Refused,
): Promise<void> {
  const before = opened.query(USED);
  const error: unknown = await read(files, one).then(() => null, (thrown: unknown) => thrown); // prettier-ignore
  expect(error).toMatchObject({ code, params });
  const data = error as ErrorData;
  const ratio = 'ratio' in data.params ? formatCount(data.params.ratio) : '';
  expect(errorSentence(data)).toBe(en.replace('{ratio}', ratio));
  useLocale('ko');
  expect(errorSentence(data)).toBe(ko.replace('{ratio}', ratio));
  expect(before).not.toEqual([]);
  expect(opened.query(USED)).toEqual(before);
}

async function expectUnderstood(
  { recognition, staged }: Read,
  { treatments, codes = [] }: AwkwardCase,
  expected: Understood,
): Promise<void> {
  const defaults = codes.reduce((rules, code) => withNotProduct(rules, code, true), defaultRules());
  const rules = { ...defaults, treatments: { ...defaults.treatments, ...treatments } };
  const groups =
    codes.length === 0 ? staged.groups : await opened.engine.regroup(++run, staged.id, codes);
  const broken = staged.brokenCounts.reduce((sum, count) => sum + count, 0);
  expectAccount(ledger(groups, broken, rules), expected);
  expect(staged.broken.map(({ line, text }) => [line, text])).toEqual(expected.broken ?? []);
  const { facts = {}, tables = [] } = expected;
  expect(factsOf(recognition, staged)).toMatchObject(facts);
  if (tables.length > 0) await expectTables(staged, rules, tables);
  await opened.engine.release(++run, staged.id);
}

function expectAccount(account: Ledger, { read, kept, money, left = {}, broken = [] }: Understood): void {
  const reasons = REASONS.flatMap((reason) => {
    const { rows, money: sum } = account.lines[reason].leftOut;
    return rows === 0 ? [] : [[reason, [rows, sum]] as const];
  });
  expect({
    read: account.read,
    kept: account.kept.rows,
    money: account.kept.money,
    left: Object.fromEntries(reasons),
  }).toEqual({ read, kept, money, left });
  const leftOut = reasons.reduce((sum, [, [rows]]) => sum + rows, 0);
  expect(account.read).toBe(kept + leftOut + broken.length);
} // prettier-ignore

async function expectTables(
  staged: Staged,
  rules: CleaningRules,
  tables: NonNullable<Understood['tables']>,
): Promise<void> {
  await opened.engine.commit(++run, staged.id, 'awkward', rules);
  for (const [query, rows] of tables) expect(opened.query(query)).toEqual(rows);
}

/** What the program found out, in the words of a case. */
function factsOf(recognition: ImportRecognition, staged: Staged): Facts {
  const { columns, lookups, mapping, sources, unused } = recognition;
  const [source] = sources;
  const names = columns.map(({ name }) => name);
  const byName = <T>(values: readonly T[]): Record<string, T> =>
    Object.fromEntries(names.flatMap((name, i) => (i < values.length ? [[name, values[i] as T]] : [])));
  const { delimiter, newline, hasHeader, skip } = source?.dialect ?? {};
  const date = columns[mapping.roles.indexOf('date')];
  const facts = {
    ...{ format: source?.format, encoding: source?.encoding?.id, sheet: source?.sheet ?? undefined },
    ...{ delimiter, newline, hasHeader, skip },
    sources: sources.map(({ name }) => name),
    lookups: lookups.map((lookup) => lookup.source.name),
    unused: unused.map(({ name }) => name),
    dateFormat: mapping.dateFormat,
    otherDateFormats: date?.otherDateFormats ?? [],
    currency: mapping.currency?.target,
    numbers: byName(mapping.numberFormats),
    roles: byName(mapping.roles),
    currencies: Object.fromEntries(
      staged.currencies.map(({ currency, money }) => [currency, formatDecimal(parseDecimal(money))]),
    ),
  };
  return facts as Facts;
} // prettier-ignore
