import { dateFormat } from '../data/date-formats.ts';
import { numberFormat } from '../data/number-formats.ts';
import { ROLES, SHARED_ROLES, type Role } from '../data/roles.ts';
import type { Mapping, MappingProblem, SourceColumn, TableFacts } from './types.ts';

/** In fewer rows it means nothing that every customer is another one, or the same. */
const ENOUGH_ROWS = 30;

/**
 * What is wrong or doubtful in a mapping, by the first rows of the file: errors first. Blank
 * fields are no problem of the mapping; the cleaning rules count them.
 */
export function checkMapping(recognition: TableFacts, mapping: Mapping): MappingProblem[] {
  const column = (role: Role): SourceColumn | undefined =>
    recognition.columns[mapping.roles.indexOf(role)];
  const problems = [
    ...missing(mapping.roles),
    ...twice(recognition, mapping.roles),
    ...dates(recognition, mapping, column('date')),
    ...numbers(recognition, mapping),
    ...customers(recognition, column('customer')),
  ];
  return problems.toSorted((a, b) => Number(b.level === 'error') - Number(a.level === 'error'));
}

function missing(roles: readonly Role[]): MappingProblem[] {
  const has = (role: Role): boolean => roles.includes(role);
  const problems: MappingProblem[] = [];
  if (!has('customer')) problems.push({ code: 'missing_customer', level: 'error' });
  if (!has('date')) problems.push({ code: 'missing_date', level: 'error' });
  if (!has('amount') && !(has('quantity') && has('unitPrice'))) {
    problems.push({ code: 'missing_amount', level: 'error' });
  }
  return problems;
}

function twice(recognition: TableFacts, roles: readonly Role[]): MappingProblem[] {
  return ROLES.filter((role) => !SHARED_ROLES.includes(role)).flatMap((role) => {
    const columns = recognition.columns
      .filter(({ index }) => roles[index] === role)
      .map(({ name }) => name);
    return columns.length > 1
      ? [{ code: 'role_twice' as const, level: 'error', role, columns }]
      : [];
  });
}

function dates(
  recognition: TableFacts,
  mapping: Mapping,
  column: SourceColumn | undefined,
): MappingProblem[] {
  if (column === undefined) return [];
  const { parse } = dateFormat(mapping.dateFormat);
  const problems = unreadable(
    'date_unreadable',
    recognition,
    column,
    (text) => parse(text) !== null,
  );
  const ways = [column.dateFormat, ...column.otherDateFormats];
  const [example] = column.examples;
  if (ways.length > 1 && ways.includes(mapping.dateFormat) && example !== undefined) {
    problems.push({ code: 'date_ambiguous', level: 'warning', column: column.name, example });
  }
  return problems;
}

function numbers(recognition: TableFacts, mapping: Mapping): MappingProblem[] {
  // Beside an amount the unit price is not read.
  const read: readonly Role[] = mapping.roles.includes('amount')
    ? ['amount', 'quantity']
    : ['quantity', 'unitPrice'];
  return recognition.columns
    .filter(({ index }) => read.includes(mapping.roles[index] ?? 'ignore'))
    .flatMap((column) => {
      const { parse } = numberFormat(mapping.numberFormats[column.index] ?? 'plain');
      return unreadable('number_unreadable', recognition, column, (text) => parse(text) !== null);
    });
}

/** The problem of a column with values that do not read, with the first of them; or none. */
function unreadable(
  code: 'date_unreadable' | 'number_unreadable',
  recognition: TableFacts,
  column: SourceColumn,
  reads: (text: string) => boolean,
): MappingProblem[] {
  const values = recognition.rows
    .map((fields, i) => ({ text: fields[column.index] ?? '', row: i + 1 }))
    .filter(({ text }) => text.trim() !== '');
  const bad = values.filter(({ text }) => !reads(text));
  const [first] = bad;
  if (first === undefined) return [];
  const { text: example, row } = first;
  const level = bad.length === values.length ? 'error' : 'warning';
  const counts = { count: bad.length, of: values.length };
  return [{ code, level, column: column.name, example, row, ...counts }];
}

function customers(recognition: TableFacts, column: SourceColumn | undefined): MappingProblem[] {
  const rows = recognition.sampledRows - (column?.empty ?? 0);
  if (column === undefined || rows < ENOUGH_ROWS) return [];
  const problem = { level: 'warning', column: column.name } as const;
  if (column.distinct === rows) return [{ code: 'customer_all_distinct', ...problem }];
  return column.distinct === 1 ? [{ code: 'customer_constant', ...problem }] : [];
}
