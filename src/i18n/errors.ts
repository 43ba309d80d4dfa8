import type { ErrorCode, ErrorData, ErrorParams } from '../core/errors.ts';
import { formatCount, formatNumber } from './format.ts';
import { hasMessage, messageByKey } from './message.ts';
import { m } from './paraglide/messages.js';

const SENTENCES: { readonly [Code in ErrorCode]: (params: ErrorParams[Code]) => string } = {
  empty_file: m.errors_empty_file,
  only_a_header: m.errors_only_a_header,
  binary_file: m.errors_binary_file,
  not_utf8: ({ file, line }) => m.errors_not_utf8({ file, line: formatCount(line) }),
  one_column: m.errors_one_column,
  line_too_long: ({ file, line, megabytes }) =>
    m.errors_line_too_long({ file, line: formatCount(line), megabytes: formatNumber(megabytes) }),
  file_unreadable: m.errors_file_unreadable,
  missing_role: ({ role }) => m.errors_missing_role({ role: roleName(role) }),
  role_twice: ({ role, first, second }) =>
    m.errors_role_twice({ role: roleName(role), first, second }),
  csv_broken: ({ file, line }) => m.errors_csv_broken({ file, line: formatCount(line) }),
  nothing_left: ({ file, rows }) => m.errors_nothing_left({ file, rows: formatCount(rows) }),
  out_of_memory: m.errors_out_of_memory,
  engine_failed: m.errors_engine_failed,
  no_dataset: () => m.errors_no_dataset(),
  cancelled: () => m.errors_cancelled(),
  image_failed: () => m.errors_image_failed(),
  unexpected: m.errors_unexpected,
};

/** What went wrong, where, and what to do about it, in the language of the page. */
export function errorSentence(error: ErrorData): string {
  const sentence = SENTENCES[error.code] as (params: ErrorData['params']) => string;
  return sentence(error.params);
}

/** A role's name as the mapping screen shows it. */
function roleName(role: string): string {
  const key = `import_role_${role}`;
  return hasMessage(key) ? messageByKey(key) : role;
}
