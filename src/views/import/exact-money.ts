import { formatDecimal, parseDecimal } from '../../core/decimal.ts';
import { locale } from '../../i18n/locale.svelte.ts';

/**
 * Decimal text as an amount for the language, to the last digit: `8,911,407.904`. At least two
 * decimals, or none where it is whole; without a currency sign; the minus sign is U+2212.
 */
export function exactMoney(text: string): string {
  const shortest = formatDecimal(parseDecimal(text));
  const format = new Intl.NumberFormat(locale(), {
    minimumFractionDigits: shortest.includes('.') ? 2 : 0,
    maximumFractionDigits: 20,
  });
  // Given as text, the number never becomes a float.
  return format.format(shortest as Intl.StringNumericLiteral).replace('-', '−');
}
