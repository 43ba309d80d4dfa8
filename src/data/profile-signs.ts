import { join, list, sql, type Sql } from '../core/sql.ts';

/** What may be wrong with a value of a column; a value counts for the first that fits. */
export const SIGNS = [
  /** A word for "there is none": n/a, 없음, 9999-12-31. */
  'placeholder',
  /** It does not read as a number, or as a date, as the others do. */
  'unreadable',
  /** A date that has not come yet. */
  'future',
  /** A date before 1990. */
  'early',
  /** More than a hundred times what nearly all others are. */
  'outlier',
  /** It holds U+FFFD: the file was once read in a wrong encoding. */
  'replacement',
  /** It is very long. */
  'long',
  /** Blanks before or after it. */
  'blanks',
] as const;

export type Sign = (typeof SIGNS)[number];

/** What may be wrong with values beside each other. */
export type Suspicion =
  | Sign
  /** The same but for case, width or inner blanks. */
  | 'variants'
  /** Shorter numbers beside others that are filled up with zeros. */
  | 'zeros';

/** How the values of a column are read; see ProfileColumn. */
export type ReadAs = 'date' | 'number' | 'text';

/** A value of more characters than this is very long. */
export const LONG_VALUE = 500;

/** An outlier is beyond so many times what 98 % of the values are at the most. */
export const OUTLIER_TIMES = 100;

/** An order before this day is, as a rule, a typing error or the zero of some calendar. */
const EARLY = '1990-01-01';

/** What stands for no value, in lower case. */
const PLACEHOLDERS = [
  'n/a', '#n/a', 'na', 'n.a.', 'null', '(null)', '\\n', 'nil', 'none', 'nan', 'undefined', '(blank)',
  'unknown', 'unspecified', 'test', 'tbd', '-', '--', '---', '?', '??', '???', '.', '#ref!', '#value!',
  '#name?', '#div/0!', 'x', 'xx', 'xxx', '없음', '미상', '미지정', '미입력', '해당없음', '해당 없음', '테스트', '모름',
  '0000-00-00', '0000-00-00 00:00:00', '0001-01-01', '00000000', '1899-12-30', '1900-01-01',
  '1900-01-01 00:00:00', '9999-12-31', '9999-12-31 00:00:00', '9999-12-31 23:59:59', '99991231',
]; // prettier-ignore
const LONGEST_PLACEHOLDER = Math.max(...PLACEHOLDERS.map((word) => word.length));

/** Blanks of any width. */
const BLANK = '[\\s\\x{a0}\\x{3000}]';

export interface SignInput {
  readonly as: ReadAs;
  /** The value as text; neither NULL nor blank. */
  readonly value: Sql;
  /** The value as it is read (TIMESTAMP or DOUBLE), NULL where it does not read; of text unused. */
  readonly ordered: Sql;
  /** Whether dates before 1990 and to come are told: not of birthdays and days of expiry. */
  readonly ofOrders: boolean;
  /** The last moment that is not to come, `YYYY-MM-DD HH:MM:SS`. */
  readonly now: string;
  /** Numbers beyond this are outliers; null where nothing is. */
  readonly outlier: number | null;
}

/** The signs that a column of this kind can have. */
export function signsOf({
  as,
  ofOrders,
  outlier,
}: Pick<SignInput, 'as' | 'ofOrders' | 'outlier'>): readonly Sign[] {
  return SIGNS.filter((sign) => {
    switch (sign) {
      case 'placeholder':
        return true;
      case 'unreadable':
        return as !== 'text';
      case 'future':
      case 'early':
        return as === 'date' && ofOrders;
      case 'outlier':
        return as === 'number' && outlier !== null;
      case 'replacement':
      case 'long':
      case 'blanks':
        return as === 'text';
    }
  });
}

/** The number of a value's sign within SIGNS, from 1, as a UTINYINT; 0 where there is none. */
export function signSql(input: SignInput): Sql {
  const branches = signsOf(input).map(
    (sign) => sql`WHEN ${condition(sign, input)} THEN ${SIGNS.indexOf(sign) + 1}`,
  );
  return sql`(CASE
    ${join(branches, '\n')}
    ELSE 0 END)::UTINYINT`;
}

function condition(sign: Sign, { value, ordered, now, outlier }: SignInput): Sql {
  switch (sign) {
    case 'placeholder':
      // Few values are so short, and those alone are looked up.
      return sql`length(${value}) <= ${LONGEST_PLACEHOLDER + 2} AND lower(trim(${value})) IN ${list(PLACEHOLDERS)}`;
    case 'unreadable':
      return sql`${ordered} IS NULL`;
    case 'future':
      return sql`${ordered} > ${now}::TIMESTAMP`;
    case 'early':
      return sql`${ordered} < ${EARLY}::TIMESTAMP`;
    case 'outlier':
      return sql`abs(${ordered}) > ${outlier}`;
    case 'replacement':
      return sql`contains(${value}, chr(65533))`;
    case 'long':
      return sql`strlen(${value}) > ${LONG_VALUE} AND length(${value}) > ${LONG_VALUE}`;
    case 'blanks':
      return sql`${value} LIKE ' %' OR ${value} LIKE '% ' OR (strlen(${value}) > length(${value}) AND regexp_matches(${value}, ${`^${BLANK}|${BLANK}$`}))`;
  }
}
