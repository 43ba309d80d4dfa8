import { dayOf, formatDay } from '../../src/core/calendar.ts';
import type { DateFormatId, Moment } from '../../src/data/date-formats.ts';
import type { NumberFormatId } from '../../src/data/number-formats.ts';

/** A way of writing dates: one of a format's many. */
export interface DateStyle {
  readonly format: DateFormatId;
  /** How a time is written in formats that leave a choice. */
  readonly clock: '24' | '12' | 'T' | 'korean';
  /** Whether days and months have two digits. */
  readonly padded: boolean;
  /** Of instants: the shop's zone; null: the moments are those of UTC. */
  readonly zone: 'Asia/Seoul' | null;
}

/** A way of writing numbers. */
export interface NumberStyle {
  readonly format: Exclude<NumberFormatId, 'percent'>;
  /** Whether all have the same number of decimals, or no zeros at their end. */
  readonly fixed: boolean;
  readonly unit: '' | '$' | '€' | '£' | '₩' | '원' | 'USD';
  readonly negative: '-' | 'unit first' | 'trailing' | 'brackets' | '△';
}

type Precision = 'day' | 'minute' | 'second';

const DAY_SECONDS = 86_400;
const SEOUL = 9 * 3600;
const EXCEL_ZERO = dayOf(1899, 12, 30);
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const WEEKDAYS = 'Thu Fri Sat Sun Mon Tue Wed'.split(' ');
const MARKS: Readonly<Record<string, string>> = { slash: '/', dot: '.', dash: '-' };
/** Formats of instants. */
export const INSTANTS: readonly DateFormatId[] = ['iso-offset', 'rfc-2822', 'epoch-s', 'epoch-ms'];

const two = (n: number): string => String(n).padStart(2, '0');

/** A moment as text, the time left out where the precision is a day and the format allows it. */
export function writeDate(moment: Moment, precision: Precision, style: DateStyle): string {
  const { format, zone } = style;
  const local = moment.day * DAY_SECONDS + moment.seconds;
  const utc = zone === null ? local : local - SEOUL;
  const [y = '', m = '', d = ''] = formatDay(moment.day).split('-');
  const [month, day] = style.padded ? [m, d] : [String(Number(m)), String(Number(d))];
  const name = MONTHS[Number(m) - 1] ?? '';
  const time = precision === 'day' ? '' : clockOf(moment.seconds, precision, style.clock);
  const plain = clockOf(moment.seconds, 'second', '24');
  const [, order, mark, short] = /^(ymd|dmy|mdy)-(slash|dot|dash)(-short)?$/.exec(format) ?? [];
  if (order !== undefined) {
    const parts = { y: short === undefined ? y : y.slice(2), m: month, d: day };
    return (
      Array.from(order, (part) => parts[part as 'y' | 'm' | 'd']).join(MARKS[mark ?? '']) + time
    );
  }
  switch (format) {
    case 'ymd-spaced':
      return `${y}. ${month}. ${day}.${time}`;
    case 'ymd-korean':
      return `${y}년 ${month}월 ${day}일${time}`;
    case 'ymd-compact':
      return y + m + d;
    case 'ymd-compact-time':
      return y + m + d + plain.replaceAll(/\D/g, '');
    case 'dmy-name':
      return `${day} ${name} ${y}${time}`;
    case 'mdy-name':
      return `${name} ${day}, ${y}${time}`;
    case 'rfc-2822': {
      const weekday = WEEKDAYS[((moment.day % 7) + 7) % 7] ?? '';
      return `${weekday}, ${d} ${name} ${y}${plain} ${zone === null ? '+0000' : '+0900'}`;
    }
    case 'iso-offset':
      return zone === null ? `${y}-${m}-${d}T${plain.slice(1)}Z` : `${y}-${m}-${d}${plain}+09:00`;
    case 'excel':
      return String(
        moment.day - EXCEL_ZERO + Math.round((moment.seconds / DAY_SECONDS) * 1e10) / 1e10,
      );
    case 'epoch-s':
      return String(utc);
    case 'epoch-ms':
      return String(utc * 1000);
    default:
      return `${y}-${m}-${d}${precision === 'day' ? '' : clockOf(moment.seconds, precision, style.clock === 'T' ? 'T' : '24')}`;
  }
}

function clockOf(seconds: number, precision: Precision, clock: DateStyle['clock']): string {
  const hour = Math.floor(seconds / 3600);
  const minutes = `:${two(Math.floor(seconds / 60) % 60)}`;
  const rest = precision === 'second' ? `${minutes}:${two(seconds % 60)}` : minutes;
  if (clock === 'T') return `T${two(hour)}${rest}`;
  if (clock === '24') return ` ${two(hour)}${rest}`;
  const twelve = `${String(hour % 12 === 0 ? 12 : hour % 12)}${rest}`;
  if (clock === '12') return ` ${twelve} ${hour < 12 ? 'AM' : 'PM'}`;
  return ` ${hour < 12 ? '오전' : '오후'} ${twelve}`;
}

const SEPARATORS = { plain: '', grouped: ',', european: '.', spaced: ' ', swiss: "'" } as const;

/** Hundredths as text. */
export function writeNumber(hundredths: number, decimals: number, style: NumberStyle): string {
  const { format, fixed, unit, negative } = style;
  const [whole = '', fraction = ''] = (Math.abs(hundredths) / 100).toFixed(2).split('.');
  const digits = fixed ? fraction.slice(0, decimals) : fraction.replace(/0+$/, '');
  const grouped = whole.replaceAll(/\B(?=(?:\d{3})+$)/g, SEPARATORS[format]);
  const number = digits === '' ? grouped : grouped + (format === 'european' ? ',' : '.') + digits;
  const after = unit === '€' || unit === '원';
  const amount = unit === 'USD' ? `USD ${number}` : after ? `${number} ${unit}` : unit + number;
  if (hundredths >= 0) return amount;
  if (negative === 'trailing') return `${amount}-`;
  if (negative === 'brackets') return `(${amount})`;
  if (negative === 'unit first' && !after) return amount.replace(number, `-${number}`);
  return (negative === '△' ? '△' : '-') + amount;
}

/** The format that reads what a style writes: units and accountants' signs are not plain. */
export function formatOf({ format, unit, negative }: NumberStyle): NumberFormatId {
  return format === 'plain' && (unit !== '' || negative !== '-') ? 'grouped' : format;
}
