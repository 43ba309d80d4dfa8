import { DangolError } from '../core/errors.ts';
import { kindOf, type KindOfColumn } from './column-kind.ts';
import { sampleColumns } from './column-sample.ts';
import { findDelimiter, usualWidth } from './delimiter.ts';
import { findTable, joinedNames, type NamesAt } from './header-place.ts';
import { type FileFacts, headText } from './head-text.ts';
import { isHeader, uniqueNames } from './header.ts';
import { suggestsDate } from './numeric-date.ts';
import { parseRecords, type Quoting, type Records, type SourceRecord } from './parse-records.ts';
import { findQuoting } from './quoting.ts';
import type { RoleCandidate } from './role-candidate.ts';
import { toSourceColumn } from './source-column.ts';
import { suggestMapping } from './suggest-mapping.ts';
import { withoutTotals } from './totals-row.ts';
import type { Dialect, Recognition } from './types.ts';

export type { FileFacts } from './head-text.ts';

/** As many records are shown, and judged when the mapping is changed. */
const SHOWN_RECORDS = 200;
/** As many are looked at to tell what a column holds. */
const SAMPLED_RECORDS = 3000;
/** The longest record that the engine reads. */
const LONGEST_RECORD = 2_000_000;
const MEGABYTE = 1_000_000;
/** The line that tells Excel the delimiter. */
const SEPARATOR_LINE = /^"?sep=([^\r\n])"?[ ,;\t]*(?:\r\n|\r|\n)/i;

/**
 * What a delimited text file is, from its first bytes (512 KB are enough): encoding, delimiter,
 * quotes, newline, where the header stands, the kind and format of each column, and a suggested
 * role for each. The dialect is that of the text as UTF-8: `bom` is false for other encodings.
 *
 * @throws DangolError empty_file, binary_file, not_utf8, encoding_wrong, one_column, only_a_header,
 *   csv_broken, line_too_long
 */
export function recognise(head: Uint8Array, file: FileFacts): Recognition {
  const { text, bom, encoding } = headText(head, file);
  const { delimiter, quoting, parsed } = divide(text, file);
  const { columns, hasHeader, below, start, sampled } = describe(
    parsed.records,
    delimiter,
    file.complete,
  );
  // Records that a delimiter divides may stand among more that it does not.
  if (columns.length < 2) throw new DangolError('one_column', { file: file.name });
  if (hasHeader && below.length === 0 && file.complete) {
    throw new DangolError('only_a_header', { file: file.name });
  }
  refuseSwallowingHeader(parsed.records[start], file);
  const names = uniqueNames(columns.map(({ header }) => header));
  return {
    fileName: file.name,
    fileBytes: file.bytes,
    encoding,
    dialect: {
      delimiter,
      ...(quoting.quote === '"' && quoting.escape === '"' ? {} : quoting),
      newline: parsed.newline ?? '\n',
      hasHeader,
      bom: bom && encoding.id === 'utf-8',
      skip: (parsed.records[start]?.number ?? 1) - 1,
      ...(needsLenient(parsed, start, hasHeader) ? { lenient: true } : {}),
    },
    columns: columns.map((column, index) => toSourceColumn(column, index, names[index] ?? '')),
    rows: below
      .slice(0, SHOWN_RECORDS)
      .map((record) => Array.from({ length: columns.length }, (_, i) => record[i] || null)),
    sampledRows: sampled,
    mapping: suggestMapping(columns),
  };
}

/**
 * A strict reader stumbles over the quotes of a title that it skips, and of a header, and then ends
 * without a row and without a word. So it does where it skips titles by one kind of newline and the
 * rows end with another.
 */
function needsLenient({ records, mixed }: Records, start: number, hasHeader: boolean): boolean {
  const above = records.slice(0, hasHeader ? start + 1 : start);
  return above.some(({ loose }) => loose) || (mixed && (records[start]?.number ?? 1) > 1);
}

/** A quote of the first record that is closed lines below has taken rows for a name. */
function refuseSwallowingHeader(first: SourceRecord | undefined, file: FileFacts): void {
  if (first?.loose !== true || !first.fields.some((field) => /[\r\n]/.test(field))) return;
  throw new DangolError('csv_broken', { file: file.name, line: first.line });
}

/** The records of the text by its delimiter. */
function divide(
  text: string,
  file: FileFacts,
): {
  readonly delimiter: Dialect['delimiter'];
  readonly quoting: Quoting;
  readonly parsed: Records;
} {
  const { complete } = file;
  const quoting = findQuoting(text, complete);
  const told = SEPARATOR_LINE.exec(text);
  const delimiter = told?.[1] ?? findDelimiter(text, complete, quoting);
  const parsed = parseRecords(text, {
    delimiter: delimiter ?? ',',
    quoting,
    complete,
    limit: SAMPLED_RECORDS + 1,
  });
  const long = parsed.records.find(({ length }) => length > LONGEST_RECORD) ?? null;
  // Nothing but a header before a record that goes on beyond what was read.
  const endless = parsed.records.length <= 1 ? parsed.rest : null;
  const tooLong = long ?? endless;
  if (tooLong !== null) {
    const megabytes = Math.floor((tooLong.length / MEGABYTE) * 10) / 10;
    throw new DangolError('line_too_long', { file: file.name, line: tooLong.line, megabytes });
  }
  if (delimiter === null) throw new DangolError('one_column', { file: file.name });
  if (told === null) return { delimiter, quoting, parsed };
  return { delimiter, quoting, parsed: { ...parsed, records: parsed.records.slice(1) } };
}

/** What the records hold, of which the first may be titles, and one a header. */
interface Described {
  readonly columns: readonly RoleCandidate[];
  readonly hasHeader: boolean;
  /** The records below the header. */
  readonly below: readonly (readonly string[])[];
  /** The record of the header, or the first of the values. */
  readonly start: number;
  /** How many records the samples of the columns are of. */
  readonly sampled: number;
}

function describe(
  records: readonly SourceRecord[],
  delimiter: string,
  complete: boolean,
): Described {
  const all = records.map(({ fields }) => fields);
  const usual = usualWidth(records);
  const rowsFrom = (from: number, width: number): readonly (readonly string[])[] =>
    withoutTotals(all.slice(from), width, complete);
  const { start, group } = findTable(all, usual, (index) => {
    const kinds = samplesOf(rowsFrom(index + 1, usual), usual, delimiter).map(({ kind }) => kind);
    return namesIn(all[index] ?? [], all.slice(index + 1), kinds);
  });
  const first = all[start] ?? [];
  const names = group === null ? first : joinedNames(all[group] ?? [], first);
  const width = Math.max(usual, first.length);
  const below = all.slice(start + 1);
  const sampled = rowsFrom(start + 1, width);
  const columns = samplesOf(sampled, width, delimiter);
  const kinds = columns.map(({ kind }) => kind);
  if (!isHeader(names, below, kinds)) {
    const rows = rowsFrom(start, width);
    return {
      columns: samplesOf(rows, width, delimiter),
      hasHeader: false,
      below: all.slice(start),
      start,
      sampled: rows.length,
    };
  }
  return {
    columns: columns.map((column, i) => named(column, (names[i] ?? '').trim(), delimiter)),
    hasHeader: true,
    below,
    start,
    sampled: sampled.length,
  };
}

/** A column under its name, which may tell that its numbers are dates. */
function named({ sample, kind }: RoleCandidate, header: string, delimiter: string): RoleCandidate {
  const told = suggestsDate(header) ? kindOf(sample, delimiter, header) : kind;
  return { header, sample, kind: told };
}

function namesIn(
  fields: readonly string[],
  below: readonly (readonly string[])[],
  kinds: readonly KindOfColumn[],
): NamesAt {
  const values = kinds.flatMap(({ kind }, i) => (kind === 'text' || kind === 'empty' ? [] : [i]));
  const isBlank = (i: number): boolean => (fields[i] ?? '').trim() === '';
  return {
    isHeader: isHeader(fields, below, kinds),
    isSure: !values.every(isBlank),
    isBlankInValues: values.length > 0 && values.every(isBlank),
  };
}

function samplesOf(
  records: readonly (readonly string[])[],
  width: number,
  delimiter: string,
): RoleCandidate[] {
  return sampleColumns(records, width).map((sample) => ({
    header: '',
    sample,
    kind: kindOf(sample, delimiter),
  }));
}
