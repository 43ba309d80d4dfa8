import { NUMBER_FORMATS, numberFormat, type NumberFormatId } from '../data/number-formats.ts';
import { share, type ColumnSample } from './column-sample.ts';

/** Why one of several formats was taken for the likeliest. */
export interface NumberEvidence {
  /** Values that read differently by the formats (`1,234`), repeated ones counted each time. */
  readonly both: number;
  /** Up to 3 of them. */
  readonly ambiguous: readonly string[];
  /** What decided: semicolons between the columns, or only which format is the more frequent. */
  readonly by: 'semicolons' | 'frequency';
}

export interface NumbersOfColumn {
  /** The format that reads the most values; null where none reads any. */
  readonly numberFormat: NumberFormatId | null;
  /** Formats that read as many values, but at least one of them as another number. */
  readonly otherNumberFormats: readonly NumberFormatId[];
  /** The share of the values (0 to 1) that the format reads. */
  readonly numberShare: number;
  /** Null where there is no other format. */
  readonly numberEvidence: NumberEvidence | null;
}

export const NO_NUMBERS: NumbersOfColumn = {
  numberFormat: null,
  otherNumberFormats: [],
  numberShare: 0,
  numberEvidence: null,
};

/** `1.234`, which is a thousand or a little more than one. */
const THOUSANDS = /^\D*[1-9]\d{0,2}(?:\.\d{3})+\D*$/;

/** How a column's values read as numbers. `delimiter` is what divides the file's columns. */
export function numbersOf(sample: ColumnSample, delimiter: string): NumbersOfColumn {
  const few = [...sample.counts.keys()].slice(0, 20).filter((value) => /\d/.test(value));
  if (few.length === 0) return NO_NUMBERS;
  const thousands = share(sample, (value) => THOUSANDS.test(value)) > 0;
  const read: { readonly id: NumberFormatId; readonly share: number }[] = [];
  for (const { id, parse } of NUMBER_FORMATS) {
    if (!few.some((value) => parse(value) !== null)) continue;
    read.push({ id, share: share(sample, (value) => parse(value) !== null) });
    // Other formats read the same of such numbers.
    if (id === 'plain' && read[0]?.share === 1 && !thousands) break;
  }
  const most = Math.max(0, ...read.map((one) => one.share));
  const equal = read.filter((one) => one.share === most).map(({ id }) => id);
  const [first] = equal;
  if (first === undefined || most === 0) return NO_NUMBERS;
  // `1.234` is European where semicolons divide the columns, since commas divide the decimals.
  const european =
    delimiter === ';' &&
    equal.includes('european') &&
    first === 'plain' &&
    thousands &&
    share(sample, (value) => value.includes('.') && !THOUSANDS.test(value)) === 0;
  const best = european ? 'european' : first;
  const others = differing(sample, best, equal);
  return {
    numberFormat: best,
    otherNumberFormats: others,
    numberShare: most,
    numberEvidence:
      others.length === 0
        ? null
        : evidence(sample, [best, ...others], european ? 'semicolons' : 'frequency'),
  };
}

/** The formats that read some value differently, one of those that read all alike. */
function differing(
  sample: ColumnSample,
  best: NumberFormatId,
  formats: readonly NumberFormatId[],
): NumberFormatId[] {
  const values = [...sample.counts.keys()].slice(0, 500);
  const readings = (id: NumberFormatId): string =>
    values.map((value) => numberFormat(id).parse(value)).join(' ');
  const seen = new Set([readings(best)]);
  return formats.filter((id) => {
    if (id === best) return false;
    const before = seen.size;
    return seen.add(readings(id)).size > before;
  });
}

function evidence(
  sample: ColumnSample,
  formats: readonly NumberFormatId[],
  by: NumberEvidence['by'],
): NumberEvidence {
  let both = 0;
  const ambiguous: string[] = [];
  for (const [value, count] of sample.counts) {
    const numbers = new Set(formats.map((id) => numberFormat(id).parse(value)));
    numbers.delete(null);
    if (numbers.size < 2) continue;
    both += count;
    if (ambiguous.length < 3) ambiguous.push(value);
  }
  return { both, ambiguous, by };
}
