import type { Writing } from './random-writing.ts';
import type { WrittenColumn } from './write-table.ts';

/** A table as text, delimited or set in columns with blanks. */
export function tableText(columns: readonly WrittenColumn[], writing: Writing): string {
  const names = columns.map(({ name }) => name);
  const count = columns[0]?.values.length ?? 0;
  const records = Array.from({ length: count }, (_, i) =>
    columns.map(({ values }) => values[i] ?? ''),
  );
  const body = writing.names === 'none' ? records : [names, ...records];
  const lines = writing.format === 'aligned' ? alignedLines(body) : delimitedLines(body, writing);
  const blank = writing.blankLines ? [''] : [];
  const above = titleLines(columns.length, writing);
  const all = [
    ...above,
    ...(above.length > 0 ? blank : []),
    ...lines,
    ...blank,
    ...(writing.totals ? [totalsLine(columns, writing)] : []),
  ];
  return all.map((line) => line + writing.newline).join('');
}

function titleLines(width: number, writing: Writing): string[] {
  const { titles, delimiter, paddedTitles, format, quoting } = writing;
  const padding = paddedTitles && format === 'delimited' ? delimiter.repeat(width - 1) : '';
  return Array.from({ length: titles }, (_, i) => {
    const title = i === 0 ? 'Orders of the shop' : 'from 2015 to 2026';
    return (quoting === 'single' && format === 'delimited' ? `'${title}'` : title) + padding;
  });
}

function totalsLine(columns: readonly WrittenColumn[], writing: Writing): string {
  if (writing.format === 'aligned') return 'Total';
  const fields = columns.map((_, i) => (i === 0 ? 'Total' : ''));
  return delimitedLines([fields], writing)[0] ?? '';
}

function delimitedLines(records: readonly (readonly string[])[], writing: Writing): string[] {
  return records.map((fields) =>
    fields.map((field) => quotedField(field, writing)).join(writing.delimiter),
  );
}

function quotedField(field: string, { quoting, delimiter }: Writing): string {
  const special = field.includes(delimiter) || /["\n\r]|^[ ']|[ ']$/.test(field);
  if (quoting === 'single') return `'${field.replaceAll("'", "''")}'`;
  if (quoting !== 'all' && !special) return field;
  return `"${field.replaceAll('"', quoting === 'backslash' ? '\\"' : '""')}"`;
}

/** Two blanks at least between columns, Hangul and kanji two cells wide. */
function alignedLines(records: readonly (readonly string[])[]): string[] {
  const widths = (records[0] ?? []).map((_, i) =>
    Math.max(...records.map((fields) => cells(fields[i] ?? ''))),
  );
  return records.map((fields) =>
    fields
      .map((field, i) => field + ' '.repeat((widths[i] ?? 0) - cells(field) + 2))
      .join('')
      .trimEnd(),
  );
}

function cells(text: string): number {
  let count = 0;
  for (const char of text) {
    count += /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uff00-\uff60]/.test(char)
      ? 2
      : 1;
  }
  return count;
}
