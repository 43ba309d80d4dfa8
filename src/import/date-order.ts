import type { DateFormat } from '../data/date-formats.ts';

/**
 * Formats that read the same values differently (03/04/2024), the likeliest first. Evidence is
 * that the file is in order of time under one of them, then that its dates lie closer together,
 * then that a 12-hour clock goes with the American order. Where nothing tells, day before month.
 */
export function sortByEvidence(
  values: readonly string[],
  formats: readonly DateFormat[],
): readonly DateFormat[] {
  if (formats.length < 2) return formats;
  const twelve = values.some((value) => /[ap]\.?m/i.test(value));
  return formats
    .map((format) => ({ format, ...evidenceOf(values, format) }))
    .toSorted((a, b) => {
      if (Math.abs(a.sorted - b.sorted) > 0.05) return b.sorted - a.sorted;
      if (a.span !== b.span) return a.span - b.span;
      return twelve ? rank(b.format) - rank(a.format) : rank(a.format) - rank(b.format);
    })
    .map(({ format }) => format);
}

function rank(format: DateFormat): number {
  return ['ymd', 'dmy', 'mdy'].indexOf(format.order);
}

/** The share of neighbours in the more frequent direction of time, and the days between the ends. */
export function evidenceOf(
  values: readonly string[],
  format: DateFormat,
): { readonly sorted: number; readonly span: number } {
  const days = values.slice(0, 2000).flatMap((value) => format.parse(value)?.day ?? []);
  let [up, down, first, last] = [0, 0, Infinity, -Infinity];
  days.forEach((day, i) => {
    const before = days[i - 1] ?? day;
    if (day > before) up++;
    if (day < before) down++;
    first = Math.min(first, day);
    last = Math.max(last, day);
  });
  const steps = up + down;
  return { sorted: steps === 0 ? 1 : Math.max(up, down) / steps, span: Math.max(0, last - first) };
}
