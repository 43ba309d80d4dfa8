import type { TIMES } from './time-shapes.ts';

/**
 * How each date format is written: a pattern that JavaScript and DuckDB (RE2) read alike, and the
 * `strptime` text for DuckDB. The order of day, month and year is in the pattern's group names.
 */
export interface DateShape {
  readonly id: string;
  readonly order: 'ymd' | 'dmy' | 'mdy';
  /** An example, as it is shown in a list of formats. */
  readonly label: string;
  /** The date, with the groups `y`, `m`, `d`. */
  readonly date: string;
  /** The times of day that may follow. */
  readonly times: keyof typeof TIMES;
  /** The date for `strptime`, after `rewrite`. */
  readonly strptime: string;
  /** What DuckDB rewrites before it reads: `[pattern, replacement]`, every match. */
  readonly rewrite?: readonly (readonly [string, string])[];
}

/**
 * An order outside 1900–2199 is a typing error or a placeholder (0001-01-01, 9999-12-31), and one
 * such row would stretch every table of periods by millennia: those years do not read.
 */
const YEAR = '(?<y>(?:19|2[01])\\d{2})';
const SHORT_YEAR = '(?<y>\\d{2})';
const MONTH = '(?<m>0?[1-9]|1[0-2])';
const DAY = '(?<d>0?[1-9]|[12]\\d|3[01])';
const TWO_DIGIT_MONTH = '(?<m>0[1-9]|1[0-2])';
const TWO_DIGIT_DAY = '(?<d>0[1-9]|[12]\\d|3[01])';

export const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** `Jan` → `[Jj][Aa][Nn]`: JavaScript has no flag inside a pattern that RE2 knows as well. */
function anyCase(text: string): string {
  return Array.from(text, (c) => `[${c.toUpperCase()}${c.toLowerCase()}]`).join('');
}

const MONTH_NAME = `(?<m>${MONTHS.map(
  (name) => anyCase(name.slice(0, 3)) + (name.length > 3 ? `(?:${anyCase(name.slice(3))})?` : ''),
).join('|')})`;

/** March → Mar, the form that `%b` reads. */
const SHORTEN_MONTH = ['([A-Za-z]{3})[A-Za-z]{1,6}( |-|,)', '\\1\\2'] as const;

/** The date of ISO 8601, which DuckDB reads by a cast. */
export const ISO_DATE = `${YEAR}-${TWO_DIGIT_MONTH}-${TWO_DIGIT_DAY}`;

/** Every format but ISO 8601, which DuckDB reads by a cast. */
export const DATE_SHAPES = [
  {
    id: 'ymd-dash',
    order: 'ymd',
    label: '2024-3-5 10:20',
    date: `${YEAR}-${MONTH}-${DAY}`,
    times: 'clock',
    strptime: '%Y-%m-%d',
  },
  {
    id: 'ymd-slash',
    order: 'ymd',
    label: '2024/03/05 10:20',
    date: `${YEAR}/${MONTH}/${DAY}`,
    times: 'clock',
    strptime: '%Y/%m/%d',
  },
  {
    id: 'ymd-dot',
    order: 'ymd',
    label: '2024.03.05 10:20',
    date: `${YEAR}\\.${MONTH}\\.${DAY}`,
    times: 'clock',
    strptime: '%Y.%m.%d',
  },
  {
    id: 'ymd-spaced',
    order: 'ymd',
    label: '2024. 3. 5. 오전 10:20',
    date: `${YEAR}\\. ?${MONTH}\\. ?${DAY}\\.?`,
    times: 'clock',
    strptime: '%Y-%m-%d',
    rewrite: [['^( *)(\\d+)\\. ?(\\d+)\\. ?(\\d+)\\.?', '\\2-\\3-\\4']],
  },
  {
    id: 'ymd-korean',
    order: 'ymd',
    label: '2024년 3월 5일 오전 10시 20분',
    date: `${YEAR}년 *${MONTH}월 *${DAY}일`,
    times: 'korean',
    strptime: '%Y-%m-%d',
    rewrite: [['^( *)(\\d+)년 *(\\d+)월 *(\\d+)일', '\\2-\\3-\\4']],
  },
  {
    id: 'ymd-compact',
    order: 'ymd',
    label: '20240305',
    date: `${YEAR}${TWO_DIGIT_MONTH}${TWO_DIGIT_DAY}`,
    times: 'none',
    strptime: '%Y%m%d',
  },
  {
    id: 'ymd-compact-time',
    order: 'ymd',
    label: '20240305102000',
    date: `${YEAR}${TWO_DIGIT_MONTH}${TWO_DIGIT_DAY}(?<h>[01]\\d|2[0-3])(?<min>[0-5]\\d)(?<s>[0-5]\\d)`,
    times: 'none',
    strptime: '%Y%m%d%H%M%S',
  },
  {
    id: 'dmy-slash',
    order: 'dmy',
    label: '31/12/2024 10:20',
    date: `${DAY}/${MONTH}/${YEAR}`,
    times: 'clock',
    strptime: '%d/%m/%Y',
  },
  {
    id: 'dmy-dot',
    order: 'dmy',
    label: '31.12.2024 10:20',
    date: `${DAY}\\.${MONTH}\\.${YEAR}`,
    times: 'clock',
    strptime: '%d.%m.%Y',
  },
  {
    id: 'dmy-dash',
    order: 'dmy',
    label: '31-12-2024 10:20',
    date: `${DAY}-${MONTH}-${YEAR}`,
    times: 'clock',
    strptime: '%d-%m-%Y',
  },
  {
    id: 'dmy-slash-short',
    order: 'dmy',
    label: '31/12/24 10:20',
    date: `${DAY}/${MONTH}/${SHORT_YEAR}`,
    times: 'clock',
    strptime: '%d/%m/%y',
  },
  {
    id: 'dmy-name',
    order: 'dmy',
    label: '31 Dec 2024 10:20',
    date: `${DAY}[ -]${MONTH_NAME}[ -]${YEAR}`,
    times: 'clock',
    strptime: '%d %b %Y',
    rewrite: [SHORTEN_MONTH, ['-', ' ']],
  },
  {
    id: 'mdy-slash',
    order: 'mdy',
    label: '12/31/2024 10:20 AM',
    date: `${MONTH}/${DAY}/${YEAR}`,
    times: 'clock',
    strptime: '%m/%d/%Y',
  },
  {
    id: 'mdy-dot',
    order: 'mdy',
    label: '12.31.2024 10:20 AM',
    date: `${MONTH}\\.${DAY}\\.${YEAR}`,
    times: 'clock',
    strptime: '%m.%d.%Y',
  },
  {
    id: 'mdy-dash',
    order: 'mdy',
    label: '12-31-2024 10:20 AM',
    date: `${MONTH}-${DAY}-${YEAR}`,
    times: 'clock',
    strptime: '%m-%d-%Y',
  },
  {
    id: 'mdy-slash-short',
    order: 'mdy',
    label: '12/31/24 10:20 AM',
    date: `${MONTH}/${DAY}/${SHORT_YEAR}`,
    times: 'clock',
    strptime: '%m/%d/%y',
  },
  {
    id: 'mdy-name',
    order: 'mdy',
    label: 'Dec 31, 2024 10:20 AM',
    date: `${MONTH_NAME} ${DAY},? ${YEAR}`,
    times: 'clock',
    strptime: '%b %d %Y',
    rewrite: [SHORTEN_MONTH, [',', '']],
  },
] as const satisfies readonly DateShape[];
