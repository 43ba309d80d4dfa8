import { plainNumber } from './sheet-number.ts';

/** The value of a cell. A moment is a `Date` whose UTC fields are the sheet's wall-clock time. */
export type SheetValue = string | number | boolean | Date | null;

const SECOND = 1000;
const DAY = 86_400_000;
/** Day 0 of the two date systems: what a time of day without a date stands on. */
const DAY_0_OF_1900 = Date.UTC(1899, 11, 31);
const DAY_0_OF_1904 = Date.UTC(1904, 0, 1);
/** The last day that a spreadsheet can show. Beyond it stands a number in a date's clothes. */
const LAST = Date.UTC(10_000, 0, 1);

/**
 * A cell as text: dates as ISO 8601, to the second and without a time at midnight; a time of day
 * alone as `10:20:00`; numbers plainly; `TRUE` and `FALSE`; an error as it stands (`#N/A`).
 *
 * @param is1904 whether the workbook counts its days from 1904
 */
export function cellText(value: SheetValue, is1904: boolean): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return plainNumber(value);
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  return momentText(value.getTime(), is1904 ? DAY_0_OF_1904 : DAY_0_OF_1900);
}

function momentText(time: number, dayZero: number): string {
  const rounded = Math.round(time / SECOND) * SECOND;
  if (!(rounded >= dayZero && rounded < LAST)) return serialText(time, dayZero);
  const iso = new Date(rounded).toISOString();
  const clock = iso.slice(11, 19);
  if (rounded < dayZero + DAY) return clock;
  return clock === '00:00:00' ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${clock}`;
}

/** The number again that was no date: the 1900 system counts a 29 February 1900 as day 60. */
function serialText(time: number, dayZero: number): string {
  const days = (time - dayZero) / DAY;
  return plainNumber(dayZero === DAY_0_OF_1900 && days >= 60 ? days + 1 : days);
}
