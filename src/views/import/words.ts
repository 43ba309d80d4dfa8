import { formatCount } from '../../i18n/format.ts';
import { m } from '../../i18n/paraglide/messages.js';
import type { Reason, Treatment } from '../../data/cleaning.ts';
import type { Role } from '../../data/roles.ts';
import type { Dialect, MappingProblem } from '../../import/types.ts';

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

const DELIMITERS: Readonly<Record<Dialect['delimiter'], () => string>> = {
  ',': m.import_delimiter_comma,
  '\t': m.import_delimiter_tab,
  ';': m.import_delimiter_semicolon,
  '|': m.import_delimiter_pipe,
};

/** The words for how a file is written, as the sentences of the import take them. */
export function dialectWords(dialect: Dialect): {
  delimiter: string;
  encoding: string;
  header: string;
} {
  return {
    delimiter: DELIMITERS[dialect.delimiter](),
    encoding: dialect.bom ? m.import_encoding_utf8_bom() : m.import_encoding_utf8(),
    header: dialect.hasHeader ? m.import_with_header() : m.import_without_header(),
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
      return m.import_problem_date_ambiguous({ column: problem.column, example: problem.example });
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
