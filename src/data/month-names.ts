import { sql, type Sql } from '../core/sql.ts';

/** The months in English, German and French, long and short. */
const NAMES: readonly (readonly string[])[] = [
  ['january', 'januar', 'jänner', 'janvier', 'janv', 'jan', 'jän'],
  ['february', 'februar', 'février', 'févr', 'feb', 'fév'],
  ['march', 'märz', 'maerz', 'mars', 'mrz', 'mär', 'mar'],
  ['april', 'avril', 'apr', 'avr'],
  ['may', 'mai'],
  ['june', 'juni', 'juin', 'jun'],
  ['july', 'juli', 'juillet', 'juil', 'jul'],
  ['august', 'août', 'aug', 'aoû'],
  ['september', 'septembre', 'sept', 'sep'],
  ['october', 'oktober', 'octobre', 'oct', 'okt'],
  ['november', 'novembre', 'nov'],
  ['december', 'dezember', 'décembre', 'dec', 'dez', 'déc'],
];

/** `Jan` → `[Jj][Aa][Nn]`: JavaScript has no flag inside a pattern that RE2 knows as well. */
function anyCase(text: string): string {
  return Array.from(text, (c) => `[${c.toUpperCase()}${c}]`).join('');
}

const longestFirst = NAMES.flat().toSorted((a, b) => b.length - a.length);

/** The name of a month in the group `m`, in any case, with or without a dot. */
export const MONTH_NAME = `(?<m>${longestFirst.map(anyCase).join('|')})\\.?`;

/** The English name of a month in three letters, which `strptime` reads as `%b`. */
export const SHORT_NAME = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';

/** July and June are the only ones that begin alike in three letters: juil → jul, juin → jun. */
const KEY_LENGTH = 3;

function keyOf(name: string): string {
  return name.toLowerCase().replace('jui', 'ju').slice(0, KEY_LENGTH);
}

/** `jan01feb02…`: the month of each key follows it. */
const KEYS = [
  ...new Map(NAMES.flatMap((names, i) => names.map((name) => [keyOf(name), i + 1] as const))),
]
  .map(([key, month]) => key + String(month).padStart(2, '0'))
  .join('');

/** The month (1 to 12) of a name that `MONTH_NAME` matched. */
export function monthOfName(name: string): number {
  const at = KEYS.indexOf(keyOf(name)) + KEY_LENGTH;
  return Number(KEYS.slice(at, at + 2));
}

/** The same in SQL, as text of two digits. */
export function monthOfNameSql(name: Sql): Sql {
  const key = sql`left(replace(lower(${name}), 'jui', 'ju'), ${KEY_LENGTH})`;
  return sql`substr(${KEYS}, strpos(${KEYS}, ${key}) + ${KEY_LENGTH}, 2)`;
}

/** A weekday's English name before a date (`Tue, `), or nothing. */
export const WEEKDAY_BEFORE = `(?:(?:${['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
  .map((name) => anyCase(name))
  .join('|')})[a-z]*[.,]{0,2} +)?`;

/** A weekday's Korean or Japanese name after a date (`(화)`, `화요일`), or nothing. */
export const WEEKDAY_AFTER = '(?: *\\([월화수목금토일月火水木金土日]\\)| *[월화수목금토일]요일)?';
