import { findDivision } from './delimiter.ts';
import { DOUBLE_QUOTES, parseRecords, type Quoting } from './parse-records.ts';

const RECORDS = 1000;
const SINGLE_QUOTES: Quoting = { quote: "'", escape: "'" };

/**
 * How fields are quoted. Single quotes are taken for quotes only where all lines begin and end
 * with one: elsewhere they are apostrophes. A backslash is taken for the escape of a quote only
 * where the text cannot be read otherwise: `"C:\"` is a whole field, too.
 */
export function findQuoting(text: string, complete: boolean): Quoting {
  const plain = isSingleQuoted(text, complete) ? SINGLE_QUOTES : DOUBLE_QUOTES;
  if (!text.includes(`\\${plain.quote}`)) return plain;
  const escaped: Quoting = { quote: plain.quote, escape: '\\' };
  return faults(text, complete, escaped) < faults(text, complete, plain) ? escaped : plain;
}

function isSingleQuoted(text: string, complete: boolean): boolean {
  if (!/^\s*'/.test(text)) return false;
  const lines = text.split(/[\r\n]+/).slice(0, RECORDS);
  if (!complete) lines.pop();
  const full = lines.filter((line) => line.trim() !== '');
  // Blank fields at the end, as behind a title, may have none.
  const quoted = full.filter((line) => /^'.*'[,;|^~\s]*$/.test(line));
  // A field may hold a newline.
  return full.length > 0 && quoted.length >= full.length * 0.8;
}

/**
 * The share of records that do not read: text behind a closing quote, or another number of fields.
 * Infinite where nothing divides the text.
 */
function faults(text: string, complete: boolean, quoting: Quoting): number {
  const division = findDivision(text, complete, quoting);
  if (division === null) return Infinity;
  const { delimiter, fields: width } = division;
  const { records, unclosed } = parseRecords(text, {
    delimiter,
    complete,
    quoting,
    limit: RECORDS,
  });
  const bad = records.filter(({ fields, loose }) => loose || fields.length !== width).length;
  // Records that were swallowed by a quote leave fewer.
  return (bad + Number(unclosed)) / Math.max(1, records.length);
}
