import { join, list, sql, type Sql } from '../core/sql.ts';
import { plainCharacters, plainCharactersSql } from './characters.ts';

/** The currencies of ISO 4217 that are read, with the decimals of their smallest unit. */
export const CURRENCIES: Readonly<Record<string, number>> = {
  KRW: 0,
  USD: 2,
  EUR: 2,
  JPY: 0,
  GBP: 2,
  CNY: 2,
  AED: 2,
  ARS: 2,
  AUD: 2,
  BGN: 2,
  BHD: 3,
  BRL: 2,
  CAD: 2,
  CHF: 2,
  CLP: 0,
  COP: 2,
  CZK: 2,
  DKK: 2,
  EGP: 2,
  HKD: 2,
  HUF: 2,
  IDR: 2,
  ILS: 2,
  INR: 2,
  JOD: 3,
  KWD: 3,
  MXN: 2,
  MYR: 2,
  NGN: 2,
  NOK: 2,
  NZD: 2,
  PEN: 2,
  PHP: 2,
  PKR: 2,
  PLN: 2,
  QAR: 2,
  RON: 2,
  RUB: 2,
  SAR: 2,
  SEK: 2,
  SGD: 2,
  THB: 2,
  TRY: 2,
  TWD: 2,
  UAH: 2,
  VND: 0,
  ZAR: 2,
};

/** Letters that stand for a currency as its code does, when no other letter is beside them. */
const WORDS: Readonly<Record<string, string>> = { RMB: 'CNY', RM: 'MYR', RP: 'IDR' };

/** Signs of letters before a dollar sign. */
const DOLLARS: Readonly<Record<string, string>> = {
  US$: 'USD',
  CA$: 'CAD',
  C$: 'CAD',
  AU$: 'AUD',
  A$: 'AUD',
  NZ$: 'NZD',
  HK$: 'HKD',
  SG$: 'SGD',
  S$: 'SGD',
  NT$: 'TWD',
  MX$: 'MXN',
  R$: 'BRL',
};

/**
 * Signs of one character. `$` alone is read as the US dollar and `¥` as the yen, though other
 * countries write them too: a column of codes tells better.
 */
const SIGNS: Readonly<Record<string, string>> = {
  '₩': 'KRW',
  원: 'KRW',
  $: 'USD',
  '€': 'EUR',
  '¥': 'JPY',
  円: 'JPY',
  '£': 'GBP',
  元: 'CNY',
  '₹': 'INR',
  '₫': 'VND',
  '₱': 'PHP',
  '฿': 'THB',
  '₺': 'TRY',
  '₽': 'RUB',
  '₪': 'ILS',
  '₴': 'UAH',
  '₦': 'NGN',
};

const codeOf: Readonly<Record<string, string>> = {
  ...SIGNS,
  ...DOLLARS,
  ...WORDS,
  ...Object.fromEntries(Object.keys(CURRENCIES).map((code) => [code, code])),
};

const LETTERS = [...Object.keys(CURRENCIES), ...Object.keys(WORDS)].join('|');
const SINGLE = Object.keys(SIGNS).join('').replace('$', '');

/**
 * A currency's code or sign as it stands beside an amount, as a pattern without groups, for
 * JavaScript and RE2: of plain characters, codes in capitals.
 */
export const CURRENCY_PATTERN = `(?:${LETTERS}|Rp|[A-Z]{0,2}[$]|[${SINGLE}])`;

/** A code with no letter beside it, in a text of capitals. */
const CODE_WITHIN = `(?:^|[^A-Z])(${LETTERS})(?:[^A-Z]|$)`;
const SIGN_WITHIN = `[A-Z]*[$]|[${SINGLE}]`;
const codeWithin = new RegExp(CODE_WITHIN);
const signWithin = new RegExp(SIGN_WITHIN);

const SMALL = 'abcdefghijklmnopqrstuvwxyz';
const BLANKS = ' \t\n\r\v\f';

/** The decimals of a currency's smallest unit: 0 for KRW; 2 where the currency is not known. */
export function currencyDecimals(code: string): number {
  return Object.hasOwn(CURRENCIES, code) ? (CURRENCIES[code] ?? 2) : 2;
}

/** The ISO code of the currency told within an amount (`US$ 12.50`, `12,000원`); null if none is. */
export function currencyOf(text: string): string | null {
  const plain = capitals(plainCharacters(text));
  const token = codeWithin.exec(plain)?.[1] ?? signWithin.exec(plain)?.[0] ?? '';
  return codeOfToken(token);
}

/** `currencyOf` in SQL: a VARCHAR of a VARCHAR. */
export function currencyOfSql(text: Sql): Sql {
  const plain = capitalsSql(plainCharactersSql(text));
  const code = sql`nullif(regexp_extract(${plain}, ${CODE_WITHIN}, 1), '')`;
  const any = codeOfTokenSql(sql`coalesce(${code}, regexp_extract(${plain}, ${SIGN_WITHIN}))`);
  // Most amounts are one of the first three, which take a tenth of the time.
  return sql`CASE
  WHEN regexp_full_match(${text}, '[-0-9.,]*') THEN NULL
  WHEN regexp_full_match(${text}, '₩[-0-9.,]*|[-0-9.,]*원') THEN 'KRW'
  WHEN regexp_full_match(${text}, '[$][-0-9.,]*') THEN 'USD'
  ELSE ${any}
END`;
}

/**
 * What a column of currencies says, as its ISO code where it is a known code or sign (`krw`, `원`,
 * `USD `), and else in capitals of ASCII; null where it is blank.
 */
export function normaliseCurrency(text: string): string | null {
  const trimmed = capitals(plainCharacters(text)).replaceAll(
    /^[ \t\n\r\v\f]+|[ \t\n\r\v\f]+$/g,
    '',
  );
  return trimmed === '' ? null : (codeOfToken(trimmed) ?? trimmed);
}

/** `normaliseCurrency` in SQL: a VARCHAR of a VARCHAR. */
export function normaliseCurrencySql(text: Sql): Sql {
  const trimmed = sql`nullif(trim(${capitalsSql(plainCharactersSql(text))}, ${BLANKS}), '')`;
  return sql`coalesce(${codeOfTokenSql(trimmed)}, ${trimmed})`;
}

/** The most digits of a rate: with a DECIMAL(19,4), a product of 38 digits is exact. */
const RATE_DIGITS = 19;

/**
 * An amount in the target currency, as an exact DECIMAL(18,4), rounded half away from zero. NULL
 * where the amount or the currency is unknown, where the currency has no rate, and where the
 * result is 10¹⁴ or more.
 *
 * @param amount a number, read as a DECIMAL(18,4)
 * @param currency an ISO code, as a VARCHAR
 * @param rates how much of the target one unit of a currency is worth: decimal text by code
 * @throws RangeError for a rate that is no positive decimal number of up to 19 digits
 */
export function convertSql(
  amount: Sql,
  currency: Sql,
  rates: Readonly<Record<string, string>>,
  target: string,
): Sql {
  const money = sql`TRY_CAST(${amount} AS DECIMAL(18,4))`;
  const branches = Object.entries(rates)
    .filter(([code]) => code !== target)
    .map(
      ([code, rate]) =>
        sql`WHEN ${currency} = ${code} THEN TRY_CAST(${money}::DECIMAL(19,4) * ${rateSql(rate)} AS DECIMAL(18,4))`,
    );
  return sql`CASE WHEN ${currency} = ${target} THEN ${money}
  ${join(branches, '\n')} END`;
}

/** A rate as a DECIMAL of just its digits. A product that fits into 18 digits could overflow. */
function rateSql(rate: string): Sql {
  const [, whole = '', fraction = ''] = /^0*(\d*)(?:\.(\d*?)0*)?$/.exec(rate) ?? [];
  const digits = whole.length + fraction.length;
  if (digits === 0 || digits > RATE_DIGITS) throw new RangeError(`not a rate: ${rate}`);
  return sql`${`${whole}.${fraction}`}::DECIMAL(${digits},${fraction.length})`;
}

function codeOfToken(token: string): string | null {
  return Object.hasOwn(codeOf, token) ? (codeOf[token] ?? null) : null;
}

function codeOfTokenSql(token: Sql): Sql {
  const codes = Object.keys(CURRENCIES);
  const others = Object.entries(codeOf).filter(([sign]) => !codes.includes(sign));
  // A lambda, since a token written out at each use would be looked for each time.
  const named = others.map(([sign, code]) => sql`WHEN token = ${sign} THEN ${code}`);
  return sql`list_transform([${token}], lambda token: CASE WHEN token IN ${list(codes)} THEN token ${join(named, '\n')} END)[1]`;
}

/** The letters of ASCII as capitals; others have capitals that differ from place to place. */
function capitals(text: string): string {
  return text.replaceAll(/[a-z]/g, (letter) => letter.toUpperCase());
}

/** `translate` takes 2 µs a row, and few amounts have a small letter. */
function capitalsSql(text: Sql): Sql {
  return sql`CASE WHEN regexp_matches(${text}, '[a-z]') THEN translate(${text}, ${SMALL}, ${SMALL.toUpperCase()}) ELSE ${text} END`;
}
