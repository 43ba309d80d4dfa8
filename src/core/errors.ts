/** An error that needs no parameters. */
export type NoParams = Readonly<Record<string, never>>;

/**
 * Everything that can go wrong in a way the user can act on: a code and its parameters.
 * Each code has a sentence in both languages (src/i18n/errors.ts) that says what is wrong,
 * where, and what to do. An error that fits none is `unexpected`.
 */
export interface ErrorParams {
  empty_file: { file: string };
  only_a_header: { file: string };
  binary_file: { file: string; kind: string };
  not_utf8: { file: string; line: number };
  encoding_wrong: { file: string; encoding: string; line: number };
  file_changed: { file: string };
  archive_broken: { file: string };
  archive_truncated: { file: string };
  archive_encrypted: { file: string };
  archive_empty: { file: string };
  archive_too_large: { file: string; ratio: number; megabytes: number };
  workbook_broken: { file: string };
  workbook_encrypted: { file: string };
  workbook_empty: { file: string };
  workbook_old: { file: string };
  workbook_binary: { file: string };
  parquet_broken: { file: string; reason: string };
  parquet_encrypted: { file: string };
  arrow_broken: { file: string; reason: string };
  json_broken: { file: string; line: number; column: number };
  json_no_table: { file: string };
  recipe_broken: { file: string; path: string };
  recipe_too_new: { file: string; version: number };
  workspace_broken: { file: string; path: string };
  workspace_too_new: { file: string; version: number };
  no_table: { file: string };
  too_many_files: { count: number; limit: number };
  one_column: { file: string };
  line_too_long: { file: string; line: number; megabytes: number };
  file_unreadable: { file: string };
  missing_role: { role: string };
  role_twice: { role: string; first: string; second: string };
  csv_broken: { file: string; line: number };
  nothing_left: { file: string; rows: number };
  filter_empty: NoParams;
  filter_unknown: { column: string };
  out_of_memory: { file: string };
  engine_failed: { reason: string };
  no_dataset: NoParams;
  cancelled: NoParams;
  image_failed: NoParams;
  unexpected: { message: string };
}

export type ErrorCode = keyof ErrorParams;

/** An error as plain data, as it crosses from the worker to the page. */
export type ErrorData = {
  [Code in ErrorCode]: {
    readonly code: Code;
    readonly params: ErrorParams[Code];
    /** The technical message behind it, for a bug report. */
    readonly detail: string;
  };
}[ErrorCode];

/** An error with a code. `throw new DangolError('empty_file', { file: name })`. */
export class DangolError<Code extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'DangolError';
  readonly code: Code;
  readonly params: ErrorParams[Code];
  readonly detail: string;

  constructor(code: Code, params: ErrorParams[Code], detail = '') {
    super(`${code} ${JSON.stringify(params)}${detail === '' ? '' : `: ${detail}`}`);
    this.code = code;
    this.params = params;
    this.detail = detail;
  }

  toData(): ErrorData {
    return { code: this.code, params: this.params, detail: this.detail } as ErrorData;
  }
}

/** Any thrown value as data. What is no `DangolError` becomes `unexpected`. */
export function toErrorData(error: unknown): ErrorData {
  if (error instanceof DangolError) return error.toData();
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'unexpected', params: { message: message.slice(0, 300) }, detail: message };
}
