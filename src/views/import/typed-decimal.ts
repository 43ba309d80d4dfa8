import { formatDecimal, parseDecimal, type Decimal } from '../../core/decimal.ts';

/** The most digits of a rate that the engine reckons with exactly. */
const MOST_DIGITS = 19;
const GROUPED = /^\d{1,3}(?:,\d{3})+(?:\.\d*)?$/;
const DECIMAL = /^(?:\d+\.?\d*|\.\d+)$/;

/** What a person types as a number without a sign (`1,350.5`, ` .5`); null where it is none. */
function typed(text: string): Decimal | null {
  const trimmed = text.trim();
  const plain = GROUPED.test(trimmed) ? trimmed.replaceAll(',', '') : trimmed;
  if (!DECIMAL.test(plain)) return null;
  const [whole = '', fraction = ''] = plain.split('.');
  return parseDecimal(fraction === '' ? whole : `${whole === '' ? '0' : whole}.${fraction}`);
}

/** A rate as decimal text; '' where nothing is typed, null where it is no number above 0. */
export function typedRate(text: string): string | null {
  if (text.trim() === '') return '';
  const value = typed(text);
  if (value === null || value.units === 0n) return null;
  const rate = formatDecimal(value);
  return rate.replace('.', '').length > MOST_DIGITS ? null : rate;
}

/** A percentage from 0 to 100 as a share of 0 to 1; '' where nothing is typed, null where it is none. */
export function typedShare(text: string): string | null {
  const trimmed = text.trim().replace(/ *%$/, '');
  if (trimmed === '') return '';
  const value = typed(trimmed);
  if (value === null || value.units > 100n * 10n ** BigInt(value.scale)) return null;
  return formatDecimal({ units: value.units, scale: value.scale + 2 });
}

/** A share as the percentage that was typed: `0.305` is `30.5`. */
export function percentOf(share: string): string {
  const { units, scale } = parseDecimal(share);
  return formatDecimal({ units: units * 100n, scale });
}
