import { type Day, dayOf, formatDay as isoDay, type Grain, periodStart } from '../core/calendar.ts';
import { type Locale, locale } from './locale.svelte.ts';
import { m } from './paraglide/messages.js';

/**
 * Numbers, days and periods as text for the language of the page. All are reactive to the
 * language. Negative numbers carry the minus sign U+2212; en percent a no-break space.
 */

const MS_PER_DAY = 86_400_000;
const TAGS: Readonly<Record<Locale, string>> = { en: 'en-GB', ko: 'ko-KR' };

const numberFormats = new Map<string, Intl.NumberFormat>();
const dateFormats = new Map<string, Intl.DateTimeFormat>();

function numeral(value: number, minimum: number, maximum: number): string {
  const key = `${locale()} ${minimum} ${maximum}`;
  let format = numberFormats.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(TAGS[locale()], {
      minimumFractionDigits: minimum,
      maximumFractionDigits: maximum,
      signDisplay: 'negative',
    });
    numberFormats.set(key, format);
  }
  return format.format(value).replace('-', '−');
}

function date(day: Day, options: Intl.DateTimeFormatOptions): string {
  const key = `${locale()} ${JSON.stringify(options)}`;
  let format = dateFormats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(TAGS[locale()], { ...options, timeZone: 'UTC' });
    dateFormats.set(key, format);
  }
  return format.format(day * MS_PER_DAY);
}

/** A whole number: `541,909`. */
export function formatCount(value: number): string {
  return numeral(value, 0, 0);
}

/** A number with exactly `digits` decimals; without `digits`, up to 2. */
export function formatNumber(value: number, digits?: number): string {
  return digits === undefined ? numeral(value, 0, 2) : numeral(value, digits, digits);
}

/** A share from 0 to 100: `36.6 %` in English, `36.6%` in Korean. `digits` defaults to 1. */
export function formatPercent(value: number, digits = 1): string {
  return `${numeral(value, digits, digits)}${locale() === 'ko' ? '%' : '\u00a0%'}`;
}

/** An amount without a currency sign: 2 decimals, or none where it is whole. */
export function formatMoney(value: number): string {
  const cents = Math.round(value * 100);
  return cents % 100 === 0 ? numeral(value, 0, 0) : numeral(value, 2, 2);
}

/** `1 Dec 2010`, `2010년 12월 1일`. */
export function formatDay(day: Day): string {
  return date(day, {
    year: 'numeric',
    month: locale() === 'ko' ? 'long' : 'short',
    day: 'numeric',
  });
}

/** `2010-12-01`, for tables and axes. */
export function formatDayShort(day: Day): string {
  return isoDay(day);
}

/** `1 Dec 2010 – 9 Dec 2011`, `2010-12-01 – 2011-12-09`. */
export function formatDayRange(first: Day, last: Day): string {
  const format = locale() === 'ko' ? formatDayShort : formatDay;
  return `${format(first)} – ${format(last)}`;
}

/**
 * A moment as the engine writes it, `YYYY-MM-DD HH:MM` (or with seconds, or only the day):
 * `1 Dec 2010, 08:26`, `2010년 12월 1일 08:26`. Other text is returned as it is.
 */
export function formatDateTime(text: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?)?$/.exec(text);
  if (match === null) return text;
  const [, year, month, date, time] = match;
  const day = formatDay(dayOf(Number(year), Number(month), Number(date)));
  if (time === undefined) return day;
  return locale() === 'ko' ? `${day} ${time}` : `${day}, ${time}`;
}

/**
 * A calendar period: `Dec 2010`, `W48 2010`, `Q4 2010`, `2010`; `long` for sentences:
 * `December 2010`, `week 48 of 2010`.
 */
export function formatPeriod(index: number, grain: Grain, options?: { long?: boolean }): string {
  const long = options?.long === true;
  const start = periodStart(index, grain);
  switch (grain) {
    case 'day':
      return formatDay(start);
    case 'week': {
      const { year, week } = isoWeek(index);
      const parts = { year: String(year), week: String(week) };
      return long ? m.shell_period_week_long(parts) : m.shell_period_week(parts);
    }
    case 'month': {
      const month = long || locale() === 'ko' ? 'long' : 'short';
      return date(start, { year: 'numeric', month });
    }
    case 'quarter':
      return m.shell_period_quarter({ year: yearOf(start), quarter: String(quarterOf(index)) });
    case 'year':
      return date(start, { year: 'numeric' });
  }
}

/** A calendar period for axes and tables: `2010-12-01`, `2010-W48`, `2010-12`, `2010-Q4`, `2010`. */
export function formatPeriodShort(index: number, grain: Grain): string {
  const start = periodStart(index, grain);
  switch (grain) {
    case 'day':
      return isoDay(start);
    case 'week': {
      const { year, week } = isoWeek(index);
      return `${year}-W${String(week).padStart(2, '0')}`;
    }
    case 'month':
      return isoDay(start).slice(0, 7);
    case 'quarter':
      return `${yearOf(start)}-Q${quarterOf(index)}`;
    case 'year':
      return yearOf(start);
  }
}

/** A week's number and year by ISO 8601: the year that holds its Thursday. */
function isoWeek(index: number): { year: number; week: number } {
  const thursday = periodStart(index, 'week') + 3;
  const year = Number(yearOf(thursday));
  return { year, week: Math.floor((thursday - dayOf(year, 1, 1)) / 7) + 1 };
}

function yearOf(day: Day): string {
  return isoDay(day).slice(0, 4);
}

function quarterOf(index: number): number {
  return (((index % 4) + 4) % 4) + 1;
}
