import { MONTH_NAME, SHORT_NAME, WEEKDAY_AFTER, WEEKDAY_BEFORE } from './month-names.ts';
import { CLOCK, OFFSET } from './time-shapes.ts';

/**
 * How each date format is written: a pattern that JavaScript and DuckDB (RE2) read alike. The
 * order of day, month and year is in the pattern's group names.
 */
export interface DateShape {
  readonly id: string;
  readonly order: 'ymd' | 'dmy' | 'mdy';
  /** An example, as it is shown in a list of formats. */
  readonly label: string;
  /** The date, with the groups `y`, `m`, `d` and, where the time is a part of it, `h`, `min`, `s`. */
  readonly date: string;
  /** What may follow the date: see time-shapes.ts. Default: nothing. */
  readonly time?: string;
  /** Whether that is an offset from UTC, by which the moment is one of UTC. Default: no. */
  readonly instant?: boolean;
  /** A frequent way of writing it, which `strptime` reads three times as fast as a pattern. */
  readonly quick?: {
    /** The date, where it is narrower than `date`; may have groups. Default: `date`. */
    readonly date?: string;
    readonly strptime: string;
  };
}

/**
 * An order outside 1900–2199 is a typing error or a placeholder (0001-01-01, 9999-12-31), and one
 * such row would stretch every table of periods by millennia: those years do not read.
 */
const YEAR = '(?<y>(?:19|2[01])\\d{2})';
const SHORT_YEAR = '(?<y>\\d{2})';
const ANY_YEAR = '(?<y>(?:19|2[01])\\d{2}|\\d{2})';
const MONTH = '(?<m>0?[1-9]|1[0-2])';
const DAY = '(?<d>0?[1-9]|[12]\\d|3[01])';
const TWO_DIGIT_MONTH = '(?<m>0[1-9]|1[0-2])';
const TWO_DIGIT_DAY = '(?<d>0[1-9]|[12]\\d|3[01])';
const TWO_DIGIT_HOUR = '(?<kh>[01]\\d|2[0-3])';
const ORDINAL = '(?:st|nd|rd|th)?';

/** The date of ISO 8601, which DuckDB reads by a cast. */
export const ISO_DATE = `${YEAR}-${TWO_DIGIT_MONTH}-${TWO_DIGIT_DAY}`;

const COMPACT = `${YEAR}${TWO_DIGIT_MONTH}${TWO_DIGIT_DAY}`;
const COMPACT_TIME = `[T ]?${TWO_DIGIT_HOUR}(?<kmin>[0-5]\\d)(?<ks>[0-5]\\d)(?:[.,]\\d+)?Z?`;
const COMPACT_MINUTES = '(?:T| +)(?<h>\\d{1,2}):?(?<min>[0-5]\\d)(?::(?<s>[0-5]\\d)(?:[.,]\\d+)?)?';
const NAMED_DATE = `${WEEKDAY_BEFORE}${DAY}${ORDINAL}(?:\\.? *|[-/])${MONTH_NAME}(?:,? *|[-/])${ANY_YEAR}`;
const RFC_TIME = ` +(?<h>\\d{2}):(?<min>[0-5]\\d)(?::(?<s>[0-5]\\d))? +(?:${OFFSET}|GMT|UTC?|Z)(?: *\\([A-Z]+\\))?`;

/** Every format of text but ISO 8601, which DuckDB reads by a cast. */
export const DATE_SHAPES = [
  {
    id: 'ymd-dash',
    order: 'ymd',
    label: '2024-3-5 10:20',
    date: `${YEAR}-${MONTH}-${DAY}`,
    time: `${WEEKDAY_AFTER}${CLOCK}`,
    quick: { strptime: '%Y-%m-%d' },
  },
  {
    id: 'ymd-slash',
    order: 'ymd',
    label: '2024/03/05 10:20',
    date: `${YEAR}/${MONTH}/${DAY}`,
    time: `${WEEKDAY_AFTER}${CLOCK}`,
    quick: { strptime: '%Y/%m/%d' },
  },
  {
    id: 'ymd-dot',
    order: 'ymd',
    label: '2024.03.05 10:20',
    date: `${YEAR}\\.${MONTH}\\.${DAY}`,
    time: `${WEEKDAY_AFTER}${CLOCK}`,
    quick: { strptime: '%Y.%m.%d' },
  },
  {
    id: 'ymd-spaced',
    order: 'ymd',
    label: '2024. 3. 5. 오전 10:20',
    date: `${YEAR}\\. ?${MONTH}\\. ?${DAY}\\.?`,
    time: `${WEEKDAY_AFTER}${CLOCK}`,
    quick: { date: `${YEAR}\\. ${MONTH}\\. ${DAY}\\.`, strptime: '%Y. %m. %d.' },
  },
  {
    id: 'ymd-korean',
    order: 'ymd',
    label: '2024년 3월 5일 오전 10시 20분',
    date: `${ANY_YEAR}[년年] *${MONTH}[월月] *${DAY}[일日]`,
    time: `${WEEKDAY_AFTER}${CLOCK}`,
    quick: { date: `${YEAR}년 ${MONTH}월 ${DAY}일`, strptime: '%Y년 %m월 %d일' },
  },
  {
    id: 'ymd-compact',
    order: 'ymd',
    label: '20240305',
    date: COMPACT,
    quick: { strptime: '%Y%m%d' },
  },
  {
    id: 'ymd-compact-time',
    order: 'ymd',
    label: '20240305102000',
    date: `${COMPACT}(?:${COMPACT_TIME}|${COMPACT_MINUTES})`,
    quick: { date: `${COMPACT}${TWO_DIGIT_HOUR}[0-5]\\d[0-5]\\d`, strptime: '%Y%m%d%H%M%S' },
  },
  {
    id: 'ymd-slash-short',
    order: 'ymd',
    label: '24/03/05 10:20',
    date: `${SHORT_YEAR}/${MONTH}/${DAY}`,
    time: `${WEEKDAY_AFTER}${CLOCK}`,
    quick: { strptime: '%y/%m/%d' },
  },
  {
    id: 'ymd-dot-short',
    order: 'ymd',
    label: '24.03.05 10:20',
    date: `${SHORT_YEAR}\\.${MONTH}\\.${DAY}`,
    time: `${WEEKDAY_AFTER}${CLOCK}`,
    quick: { strptime: '%y.%m.%d' },
  },
  {
    id: 'ymd-dash-short',
    order: 'ymd',
    label: '24-03-05 10:20',
    date: `${SHORT_YEAR}-${MONTH}-${DAY}`,
    time: `${WEEKDAY_AFTER}${CLOCK}`,
    quick: { strptime: '%y-%m-%d' },
  },
  {
    id: 'dmy-slash',
    order: 'dmy',
    label: '31/12/2024 10:20',
    date: `${DAY}/${MONTH}/${YEAR}`,
    time: CLOCK,
    quick: { strptime: '%d/%m/%Y' },
  },
  {
    id: 'dmy-slash-short',
    order: 'dmy',
    label: '31/12/24 10:20',
    date: `${DAY}/${MONTH}/${SHORT_YEAR}`,
    time: CLOCK,
    quick: { strptime: '%d/%m/%y' },
  },
  {
    id: 'dmy-dot',
    order: 'dmy',
    label: '31.12.2024 10:20',
    date: `${DAY}\\.${MONTH}\\.${YEAR}`,
    time: CLOCK,
    quick: { strptime: '%d.%m.%Y' },
  },
  {
    id: 'dmy-dot-short',
    order: 'dmy',
    label: '31.12.24 10:20',
    date: `${DAY}\\.${MONTH}\\.${SHORT_YEAR}`,
    time: CLOCK,
    quick: { strptime: '%d.%m.%y' },
  },
  {
    id: 'dmy-dash',
    order: 'dmy',
    label: '31-12-2024 10:20',
    date: `${DAY}-${MONTH}-${YEAR}`,
    time: CLOCK,
    quick: { strptime: '%d-%m-%Y' },
  },
  {
    id: 'dmy-dash-short',
    order: 'dmy',
    label: '31-12-24 10:20',
    date: `${DAY}-${MONTH}-${SHORT_YEAR}`,
    time: CLOCK,
    quick: { strptime: '%d-%m-%y' },
  },
  {
    id: 'dmy-name',
    order: 'dmy',
    label: '31 Dec 2024 10:20',
    date: NAMED_DATE,
    time: CLOCK,
    quick: { date: `${DAY} ${SHORT_NAME} ${YEAR}`, strptime: '%d %b %Y' },
  },
  {
    id: 'rfc-2822',
    order: 'dmy',
    label: 'Tue, 31 Dec 2024 10:20:00 +0900',
    date: NAMED_DATE,
    time: RFC_TIME,
    instant: true,
  },
  {
    id: 'mdy-slash',
    order: 'mdy',
    label: '12/31/2024 10:20 AM',
    date: `${MONTH}/${DAY}/${YEAR}`,
    time: CLOCK,
    quick: { strptime: '%m/%d/%Y' },
  },
  {
    id: 'mdy-slash-short',
    order: 'mdy',
    label: '12/31/24 10:20 AM',
    date: `${MONTH}/${DAY}/${SHORT_YEAR}`,
    time: CLOCK,
    quick: { strptime: '%m/%d/%y' },
  },
  {
    id: 'mdy-dot',
    order: 'mdy',
    label: '12.31.2024 10:20 AM',
    date: `${MONTH}\\.${DAY}\\.${YEAR}`,
    time: CLOCK,
    quick: { strptime: '%m.%d.%Y' },
  },
  {
    id: 'mdy-dot-short',
    order: 'mdy',
    label: '12.31.24 10:20 AM',
    date: `${MONTH}\\.${DAY}\\.${SHORT_YEAR}`,
    time: CLOCK,
    quick: { strptime: '%m.%d.%y' },
  },
  {
    id: 'mdy-dash',
    order: 'mdy',
    label: '12-31-2024 10:20 AM',
    date: `${MONTH}-${DAY}-${YEAR}`,
    time: CLOCK,
    quick: { strptime: '%m-%d-%Y' },
  },
  {
    id: 'mdy-dash-short',
    order: 'mdy',
    label: '12-31-24 10:20 AM',
    date: `${MONTH}-${DAY}-${SHORT_YEAR}`,
    time: CLOCK,
    quick: { strptime: '%m-%d-%y' },
  },
  {
    id: 'mdy-name',
    order: 'mdy',
    label: 'Dec 31, 2024 10:20 AM',
    date: `${WEEKDAY_BEFORE}${MONTH_NAME} *${DAY}${ORDINAL},? +${YEAR}`,
    time: CLOCK,
    quick: { date: `${SHORT_NAME} ${DAY}, ${YEAR}`, strptime: '%b %d, %Y' },
  },
] as const satisfies readonly DateShape[];
