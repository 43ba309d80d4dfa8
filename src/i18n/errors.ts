import type { ErrorCode, ErrorData, ErrorParams } from '../core/errors.ts';
import { formatCount, formatNumber } from './format.ts';
import type { Role } from '../data/roles.ts';
import { m } from './paraglide/messages.js';

const SENTENCES: { readonly [Code in ErrorCode]: (params: ErrorParams[Code]) => string } = {
  empty_file: m.errors_empty_file,
  only_a_header: m.errors_only_a_header,
  binary_file: m.errors_binary_file,
  not_utf8: ({ file, line }) => m.errors_not_utf8({ file, line: formatCount(line) }),
  encoding_wrong: ({ file, encoding, line }) =>
    m.errors_encoding_wrong({ file, encoding, line: formatCount(line) }),
  file_changed: m.errors_file_changed,
  archive_broken: m.errors_archive_broken,
  archive_truncated: m.errors_archive_truncated,
  archive_encrypted: m.errors_archive_encrypted,
  archive_empty: m.errors_archive_empty,
  archive_too_large: ({ file, ratio, megabytes }) =>
    m.errors_archive_too_large({
      file,
      ratio: formatCount(ratio),
      megabytes: formatCount(megabytes),
    }),
  workbook_broken: m.errors_workbook_broken,
  workbook_encrypted: m.errors_workbook_encrypted,
  workbook_empty: m.errors_workbook_empty,
  workbook_old: m.errors_workbook_old,
  workbook_binary: m.errors_workbook_binary,
  parquet_broken: m.errors_parquet_broken,
  parquet_encrypted: m.errors_parquet_encrypted,
  arrow_broken: m.errors_arrow_broken,
  json_broken: ({ file, line, column }) =>
    m.errors_json_broken({ file, line: formatCount(line), column: formatCount(column) }),
  json_no_table: m.errors_json_no_table,
  recipe_broken: m.errors_recipe_broken,
  recipe_too_new: ({ file, version }) =>
    m.errors_recipe_too_new({ file, version: formatCount(version) }),
  workspace_broken: m.errors_workspace_broken,
  workspace_too_new: ({ file, version }) =>
    m.errors_workspace_too_new({ file, version: formatCount(version) }),
  no_table: m.errors_no_table,
  too_many_files: ({ count, limit }) =>
    m.errors_too_many_files({ count: formatCount(count), limit: formatCount(limit) }),
  one_column: m.errors_one_column,
  line_too_long: ({ file, line, megabytes }) =>
    m.errors_line_too_long({ file, line: formatCount(line), megabytes: formatNumber(megabytes) }),
  file_unreadable: m.errors_file_unreadable,
  missing_role: ({ role }) => m.errors_missing_role({ role: roleName(role) }),
  role_twice: ({ role, first, second }) =>
    m.errors_role_twice({ role: roleName(role), first, second }),
  csv_broken: ({ file, line }) => m.errors_csv_broken({ file, line: formatCount(line) }),
  filter_empty: () => m.errors_filter_empty(),
  filter_unknown: ({ column }) => m.errors_filter_unknown({ column }),
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

// Each by its own message, and not by a key made up: that would bring all words to the start page.
const ROLE_NAMES: Readonly<Record<Role, () => string>> = {
  customer: m.import_role_customer,
  order: m.import_role_order,
  date: m.import_role_date,
  amount: m.import_role_amount,
  quantity: m.import_role_quantity,
  unitPrice: m.import_role_unitPrice,
  product: m.import_role_product,
  productName: m.import_role_productName,
  category: m.import_role_category,
  channel: m.import_role_channel,
  status: m.import_role_status,
  currency: m.import_role_currency,
  cost: m.import_role_cost,
  unitCost: m.import_role_unitCost,
  email: m.import_role_email,
  phone: m.import_role_phone,
  attribute: m.import_role_attribute,
  customerAttribute: m.import_role_customerAttribute,
  ignore: m.import_role_ignore,
};

/** A role's name as the mapping screen shows it. */
function roleName(role: string): string {
  return Object.hasOwn(ROLE_NAMES, role) ? ROLE_NAMES[role as Role]() : role;
}
