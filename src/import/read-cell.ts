import { toLocal } from '../core/time-zone.ts';
import { dateFormat, type Moment } from '../data/date-formats.ts';
import { numberFormat } from '../data/number-formats.ts';
import type { Role } from '../data/roles.ts';
import type { ImportRecognition, Mapping } from './types.ts';

const DAY_SECONDS = 86_400;

/** Roles whose values are read as numbers. */
const NUMERIC: readonly Role[] = ['amount', 'quantity', 'unitPrice', 'cost', 'unitCost'];

/** How the mapping reads a cell: text stays as it is; null where it does not read. */
export type ReadCell =
  | { readonly as: 'text' }
  | { readonly as: 'date'; readonly moment: Moment | null }
  | { readonly as: 'number'; readonly value: number | null };

type Facts = Pick<ImportRecognition, 'columns' | 'sources'>;

/** How a cell of the first rows is read. A blank one is text: there is nothing to read. */
export function readCell(
  text: string | null,
  index: number,
  recognition: Facts,
  mapping: Mapping,
): ReadCell {
  const role = mapping.roles[index] ?? 'ignore';
  if (text === null || text.trim() === '') return { as: 'text' };
  if (role === 'date') return { as: 'date', moment: readDate(text, index, recognition, mapping) };
  if (NUMERIC.includes(role)) {
    return { as: 'number', value: readNumber(text, index, recognition, mapping) };
  }
  return { as: 'text' };
}

/** The moment of a cell in local time, as the engine reads it; null where it does not read. */
export function readDate(
  text: string | null,
  index: number,
  recognition: Facts,
  mapping: Mapping,
): Moment | null {
  if (text === null) return null;
  const column = recognition.columns[index];
  const chosen = dateFormat(mapping.dateFormat);
  const own = isTyped(recognition) ? (column?.dateFormat ?? null) : null;
  const moment = chosen.parse(text) ?? (own === null ? null : dateFormat(own).parse(text));
  if (moment === null || !chosen.instant || mapping.timeZone === null) return moment;
  const local = toLocal(moment.day * DAY_SECONDS + moment.seconds, mapping.timeZone);
  const day = Math.floor(local / DAY_SECONDS);
  return { day, seconds: local - day * DAY_SECONDS };
}

/** The number of a cell, as the engine reads it; null where it does not read. */
export function readNumber(
  text: string | null,
  index: number,
  recognition: Facts,
  mapping: Mapping,
): number | null {
  if (text === null) return null;
  const own = isTyped(recognition) ? (recognition.columns[index]?.numberFormat ?? null) : null;
  const chosen = numberFormat(mapping.numberFormats[index] ?? 'plain').parse(text);
  return chosen ?? (own === null ? null : numberFormat(own).parse(text));
}

/** Whether the columns have types of their own, which no format changes. */
function isTyped({ sources }: Facts): boolean {
  return sources.every(({ format }) => format === 'parquet' || format === 'arrow');
}
