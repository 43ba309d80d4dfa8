import { afterEach, expect, test } from 'vitest';
import type { ErrorCode, ErrorData, ErrorParams } from '../../../src/core/errors.ts';
import { errorSentence } from '../../../src/i18n/errors.ts';
import { locales, useLocale } from '../../../src/i18n/locale.svelte.ts';

const file = 'orders.csv';
const PARAMS: ErrorParams = {
  empty_file: { file },
  only_a_header: { file },
  binary_file: { file, kind: 'xlsx' },
  not_utf8: { file, line: 1234 },
  one_column: { file },
  encoding_wrong: { file, encoding: 'EUC-KR', line: 1234 },
  file_changed: { file },
  archive_broken: { file },
  archive_truncated: { file },
  archive_encrypted: { file },
  archive_empty: { file },
  archive_too_large: { file, ratio: 1000, megabytes: 4096 },
  workbook_broken: { file },
  workbook_encrypted: { file },
  workbook_empty: { file },
  workbook_old: { file },
  workbook_binary: { file },
  parquet_broken: { file, reason: 'no footer' },
  parquet_encrypted: { file },
  arrow_broken: { file, reason: 'no footer' },
  json_broken: { file, line: 1234, column: 5 },
  json_no_table: { file },
  recipe_broken: { file, path: 'mapping.roles' },
  recipe_too_new: { file, version: 2 },
  workspace_broken: { file: 'shop.dangol', path: 'recipe.made' },
  workspace_too_new: { file: 'shop.dangol', version: 2 },
  no_table: { file },
  too_many_files: { count: 1234, limit: 200 },
  line_too_long: { file, line: 7, megabytes: 16 },
  file_unreadable: { file },
  missing_role: { role: 'customer' },
  role_twice: { role: 'date', first: 'paid', second: 'sent' },
  csv_broken: { file, line: 88 },
  nothing_left: { file, rows: 5000 },
  filter_empty: {},
  filter_unknown: { column: 'channel' },
  out_of_memory: { file },
  engine_failed: { reason: 'no WebAssembly' },
  no_dataset: {},
  cancelled: {},
  image_failed: {},
  unexpected: { message: 'boom' },
};
const CODES = Object.keys(PARAMS) as ErrorCode[];
const errorOf = (code: ErrorCode) => ({ code, params: PARAMS[code], detail: '' }) as ErrorData;

afterEach(() => {
  useLocale('en');
});

test('says what, where and what to do', () => {
  expect(errorSentence(errorOf('not_utf8'))).toBe(
    'orders.csv, line 1,234: the text is not UTF-8. In your spreadsheet choose “Save as”, then “CSV UTF-8”, and open that file.',
  );
});

test.each(CODES)('%s has a sentence of its own in each language, with its parameters', (code) => {
  const sentences = locales.map((locale) => {
    useLocale(locale);
    const sentence = errorSentence(errorOf(code));
    for (const [name, value] of Object.entries<string | number>(PARAMS[code])) {
      if (name === 'role') continue;
      const shown = typeof value === 'number' ? value.toLocaleString('en') : value;
      expect(sentence).toContain(shown);
    }
    expect(sentence).not.toMatch(/[{}]|undefined|errors_/);
    return sentence;
  });
  expect(new Set(sentences).size).toBe(locales.length);
});
