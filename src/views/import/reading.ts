import { toLocal } from '../../core/time-zone.ts';
import type { Moment } from '../../data/date-formats.ts';
import { numberFormat, type NumberFormatId } from '../../data/number-formats.ts';
import { m } from '../../i18n/paraglide/messages.js';
import type { SourceColumn } from '../../import/types.ts';

/** How a column's first value is read, as a sentence; '' where the column has none. */
export function readingOf(column: SourceColumn, read: (text: string) => string | null): string {
  const text = column.examples[0];
  if (text === undefined) return '';
  const value = read(text);
  const short = text.slice(0, 40);
  return value === null
    ? m.import_reads_not({ text: short })
    : m.import_reads_as({ text: short, value });
}

const DAY_SECONDS = 86_400;

/** What the clocks of a zone show at a moment of UTC. */
export function localMoment({ day, seconds }: Moment, zone: string): Moment {
  const local = toLocal(day * DAY_SECONDS + seconds, zone);
  const localDay = Math.floor(local / DAY_SECONDS);
  return { day: localDay, seconds: local - localDay * DAY_SECONDS };
}

/** A value that another format reads as another number. */
export interface OtherNumber {
  readonly text: string;
  readonly value: number;
  /** How many decimals it then has. */
  readonly decimals: number;
  /** An example of the other format. */
  readonly label: string;
}

/** What else a value of the column could be, where another format reads as many; else null. */
export function otherNumber(column: SourceColumn, format: NumberFormatId): OtherNumber | null {
  const text = column.numberEvidence?.ambiguous[0];
  const formats = [column.numberFormat, ...column.otherNumberFormats];
  const other = formats.find((id) => id !== null && id !== format);
  if (text === undefined || other === undefined || other === null) return null;
  if (!formats.includes(format)) return null;
  const { parse, label } = numberFormat(other);
  const value = parse(text);
  if (value === null || value === numberFormat(format).parse(text)) return null;
  return { text, value, decimals: String(value).split('.')[1]?.length ?? 0, label };
}
