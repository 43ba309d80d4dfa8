import { formatCount } from '../../i18n/format.ts';
import { m } from '../../i18n/paraglide/messages.js';
import type { Reason, Treatment } from '../../data/cleaning.ts';
import type { Role } from '../../data/roles.ts';
import type { EncodingId } from '../../import/encodings.ts';
import type { ImportRecognition, MappingProblem, SourceFacts } from '../../import/types.ts';

/** Stands for a number that is not known yet: never 0. */
export const UNKNOWN = '…';
/** Stands for a number that does not exist. */
export const NONE = '—';

export function roleName(role: Role): string {
  return m[`import_role_${role}`]();
}

export function treatmentName(treatment: Treatment): string {
  return m[`import_treatment_${treatment}`]();
}

export function reasonName(reason: Reason): string {
  return m[`import_reason_${reason}`]();
}

/** What keeping or leaving out the rows of a reason means. */
export function reasonHint(reason: Reason): string {
  return m[`import_reason_${reason}_hint`]();
}

/** A count, or the sign for one that is not known yet. */
export function countOrUnknown(count: number | null | undefined): string {
  return count === null || count === undefined ? UNKNOWN : formatCount(count);
}

const DELIMITERS: Readonly<Record<string, () => string>> = {
  ',': m.import_delimiter_comma,
  '\t': m.import_delimiter_tab,
  ';': m.import_delimiter_semicolon,
  '|': m.import_delimiter_pipe,
};

/** What a file was taken for, as the sentences of the import take it. */
export function formatWords(source: SourceFacts): string {
  if (source.format !== 'delimited') return m[`import_format_${source.format}`]();
  const { delimiter = ',', bom = false } = source.dialect ?? {};
  const known = DELIMITERS[delimiter];
  return m.import_format_text({
    delimiter: known === undefined ? m.import_delimiter_other({ delimiter }) : known(),
    encoding: bom ? m.import_encoding_utf8_bom() : encodingName(source.encoding?.id ?? 'utf-8'),
  });
}

const ENCODING_NAMES: Readonly<Record<EncodingId, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  'euc-kr': 'EUC-KR (CP949)',
  shift_jis: 'Shift-JIS',
  gb18030: 'GB18030',
  'windows-1252': 'Windows-1252',
};

/** The name of an encoding; the same in every language. */
export function encodingName(id: EncodingId): string {
  return ENCODING_NAMES[id];
}

/** The words of the way on: how many rows of how many files. */
export function analyseWords(rows: number | null, files: number): string {
  const inputs = { count: rows ?? 2, shown: countOrUnknown(rows) };
  return files > 1
    ? m.sources_analyse({ ...inputs, files: formatCount(files) })
    : m.import_analyse(inputs);
}

/** The words for the first of the files, and for how many came with it. */
export function sourceWords({ sources }: ImportRecognition): {
  file: string;
  format: string;
  header: string;
} {
  const [first, ...others] = sources;
  if (first === undefined) throw new TypeError('an import without a file');
  const hasHeader = first.dialect?.hasHeader ?? true;
  return {
    file:
      others.length === 0
        ? first.name
        : m.import_files_named({
            name: first.name,
            count: others.length,
            shown: formatCount(others.length),
          }),
    format: formatWords(first),
    header: hasHeader ? m.import_with_header() : m.import_without_header(),
  };
}

/** What is wrong, where, and what to do about it. */
export function problemSentence(problem: MappingProblem): string {
  switch (problem.code) {
    case 'missing_customer':
    case 'missing_date':
    case 'missing_amount':
      return m[`import_problem_${problem.code}`]();
    case 'role_twice':
      return m.import_problem_role_twice({
        columns: problem.columns.join(', '),
        role: roleName(problem.role),
      });
    case 'date_unreadable':
    case 'number_unreadable':
      return m[`import_problem_${problem.code}_${problem.level}`]({
        column: problem.column,
        example: problem.example,
        row: formatCount(problem.row),
        count: formatCount(problem.count),
        of: formatCount(problem.of),
      });
    case 'date_ambiguous':
      return problem.level === 'error'
        ? m.sources_order_question({ column: problem.column, example: problem.example })
        : m.import_problem_date_ambiguous({ column: problem.column, example: problem.example });
    case 'customer_all_distinct':
    case 'customer_constant':
      return m[`import_problem_${problem.code}`]({ column: problem.column });
  }
}

/** The name of the first column that a problem speaks of, or null. */
export function problemColumn(problem: MappingProblem): string | null {
  if ('column' in problem) return problem.column;
  return 'columns' in problem ? (problem.columns[0] ?? null) : null;
}
