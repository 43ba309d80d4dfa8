/** How a time of day follows a date, for JavaScript, RE2 and `strptime` alike. */
export interface TimeShape {
  /** With the groups `h` (hour), `min`, `s`, and `half` on a 12-hour clock. */
  readonly pattern: string;
  /** A cheap LIKE that every such text passes: it spares most rows the regular expression. */
  readonly hint: string | null;
  readonly strptime: string;
  readonly rewrite?: readonly (readonly [string, string])[];
}

const CLOCK_24 = '(?<h>[01]?\\d|2[0-3])';
const CLOCK_12 = '(?<h>0?[1-9]|1[0-2])';
const MINUTES = ':(?<min>[0-5]\\d)';
const SECONDS = ':(?<min>[0-5]\\d):(?<s>[0-5]\\d)';
const AFTER = '(?<half>[AaPp][Mm])';
const BEFORE = '(?<half>오전|오후|[AaPp][Mm])';
const HALVES = [
  ['오전', 'AM'],
  ['오후', 'PM'],
] as const;

const NONE: TimeShape = { pattern: '', hint: null, strptime: '' };

/** Nothing, 24 hours, 12 hours with AM/PM after it, 12 hours with 오전/오후 before it. */
const CLOCK: readonly TimeShape[] = [
  { pattern: ` +${CLOCK_24}${SECONDS}`, hint: '%:%:%', strptime: ' %H:%M:%S' },
  { pattern: ` +${CLOCK_24}${MINUTES}`, hint: '%:%', strptime: ' %H:%M' },
  { pattern: ` +${CLOCK_12}${SECONDS} +${AFTER}`, hint: '%:%:%', strptime: ' %I:%M:%S %p' },
  { pattern: ` +${CLOCK_12}${MINUTES} +${AFTER}`, hint: '%:%', strptime: ' %I:%M %p' },
  { pattern: ` +${CLOCK_12}${SECONDS}${AFTER}`, hint: '%:%:%', strptime: ' %I:%M:%S%p' },
  { pattern: ` +${CLOCK_12}${MINUTES}${AFTER}`, hint: '%:%', strptime: ' %I:%M%p' },
  {
    pattern: ` +${BEFORE} +${CLOCK_12}${SECONDS}`,
    hint: '%:%:%',
    strptime: ' %p %I:%M:%S',
    rewrite: HALVES,
  },
  {
    pattern: ` +${BEFORE} +${CLOCK_12}${MINUTES}`,
    hint: '%:%',
    strptime: ' %p %I:%M',
    rewrite: HALVES,
  },
];

const KOREAN_MINUTES = '시 ?(?<min>[0-5]?\\d)분';
const KOREAN_SECONDS = `${KOREAN_MINUTES} ?(?<s>[0-5]?\\d)초`;
const PLAIN_MINUTES = ['시 ?(\\d+)분', ':\\1'] as const;
const PLAIN_SECONDS = ['시 ?(\\d+)분 ?(\\d+)초', ':\\1:\\2'] as const;

/** 10시 20분 30초, with or without 오전/오후. */
const KOREAN_CLOCK: readonly TimeShape[] = [
  {
    pattern: ` +${CLOCK_24}${KOREAN_SECONDS}`,
    hint: '%초%',
    strptime: ' %H:%M:%S',
    rewrite: [PLAIN_SECONDS],
  },
  {
    pattern: ` +${CLOCK_24}${KOREAN_MINUTES}`,
    hint: '%분%',
    strptime: ' %H:%M',
    rewrite: [PLAIN_MINUTES],
  },
  {
    pattern: ` +${BEFORE} +${CLOCK_12}${KOREAN_SECONDS}`,
    hint: '%초%',
    strptime: ' %p %I:%M:%S',
    rewrite: [PLAIN_SECONDS, ...HALVES],
  },
  {
    pattern: ` +${BEFORE} +${CLOCK_12}${KOREAN_MINUTES}`,
    hint: '%분%',
    strptime: ' %p %I:%M',
    rewrite: [PLAIN_MINUTES, ...HALVES],
  },
];

/** The times that may follow a date, in the order in which they are tried. */
export const TIMES = {
  none: [NONE],
  clock: [NONE, ...CLOCK],
  korean: [NONE, ...CLOCK, ...KOREAN_CLOCK],
} as const satisfies Record<string, readonly TimeShape[]>;
