import { DangolError } from '../core/errors.ts';
import { binaryKind } from './binary.ts';
import { kindOf } from './column-kind.ts';
import { sampleColumns } from './column-sample.ts';
import { findDelimiter, usualWidth } from './delimiter.ts';
import { isHeader, uniqueNames } from './header.ts';
import { parseRecords, type Records } from './parse-records.ts';
import type { RoleCandidate } from './role-candidate.ts';
import { toSourceColumn } from './source-column.ts';
import { suggestMapping } from './suggest-mapping.ts';
import type { Dialect, Recognition } from './types.ts';
import { decodeUtf8, type Decoded } from './utf8.ts';

/** The file of which the first bytes are looked at. */
export interface FileFacts {
  readonly name: string;
  readonly bytes: number;
  /** Whether the first bytes are all of it. */
  readonly complete: boolean;
}

/** As many records are shown, and judged when the mapping is changed. */
const SHOWN_RECORDS = 200;
/** As many are looked at to tell what a column holds. */
const SAMPLED_RECORDS = 3000;
/** The longest record that the engine reads. */
const LONGEST_RECORD = 2_000_000;
const MEGABYTE = 1_000_000;

/**
 * What a delimited text file is, from its first bytes (512 KB are enough): delimiter, newline,
 * header, the kind and format of each column, and a suggested role for each.
 *
 * @throws DangolError empty_file, binary_file, not_utf8, one_column, only_a_header, line_too_long
 */
export function recognise(head: Uint8Array, file: FileFacts): Recognition {
  const { text, bom } = decode(head, file);
  const { delimiter, parsed } = divide(text, file);
  const fields = parsed.records.map((record) => record.fields);
  const width = Math.max(usualWidth(parsed.records), fields[0]?.length ?? 0);
  const { columns, hasHeader } = describe(fields, width, delimiter);
  if (hasHeader && fields.length === 1 && file.complete) {
    throw new DangolError('only_a_header', { file: file.name });
  }
  const names = uniqueNames(columns.map(({ header }) => header));
  const below = hasHeader ? fields.slice(1) : fields;
  return {
    fileName: file.name,
    fileBytes: file.bytes,
    encoding: { id: 'utf-8', sure: true },
    dialect: {
      delimiter,
      newline: parsed.newline ?? '\n',
      hasHeader,
      bom,
      skip: (parsed.records[0]?.line ?? 1) - 1,
    },
    columns: columns.map((column, index) => toSourceColumn(column, index, names[index] ?? '')),
    rows: below
      .slice(0, SHOWN_RECORDS)
      .map((record) => Array.from({ length: width }, (_, i) => record[i] || null)),
    sampledRows: below.length,
    mapping: suggestMapping(columns),
  };
}

function decode(head: Uint8Array, file: FileFacts): Decoded {
  const kind = binaryKind(head);
  if (kind !== null) throw new DangolError('binary_file', { file: file.name, kind });
  const decoded = decodeUtf8(head, file.complete);
  if ('badLine' in decoded) {
    throw new DangolError('not_utf8', { file: file.name, line: decoded.badLine });
  }
  if (decoded.text.trim() === '') throw new DangolError('empty_file', { file: file.name });
  return decoded;
}

/** The records of the text by its delimiter. */
function divide(
  text: string,
  file: FileFacts,
): { readonly delimiter: Dialect['delimiter']; readonly parsed: Records } {
  const { complete } = file;
  const delimiter = findDelimiter(text, complete);
  const parsed = parseRecords(text, {
    delimiter: delimiter ?? ',',
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
  return { delimiter, parsed };
}

/** The columns of records whose first may be a header. */
function describe(
  fields: readonly (readonly string[])[],
  width: number,
  delimiter: string,
): { readonly columns: readonly RoleCandidate[]; readonly hasHeader: boolean } {
  const below = samplesOf(fields.slice(1), width, delimiter);
  const first = fields[0] ?? [];
  const kinds = below.map(({ kind }) => kind);
  if (!isHeader(first, fields.slice(1), kinds)) {
    return { columns: samplesOf(fields, width, delimiter), hasHeader: false };
  }
  const columns = below.map((column, i) => ({ ...column, header: (first[i] ?? '').trim() }));
  return { columns, hasHeader: true };
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
