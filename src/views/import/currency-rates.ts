import { CURRENCIES } from '../../data/currency.ts';
import type { CurrencyChoice } from '../../import/types.ts';

/** The choice with another rate, '' for none. */
export function withRate(choice: CurrencyChoice, currency: string, rate: string): CurrencyChoice {
  const others = Object.entries(choice.rates).filter(([code]) => code !== currency);
  const rates = rate === '' ? others : [...others, [currency, rate] as const];
  return { ...choice, rates: Object.fromEntries(rates) };
}

/** Everything counted in another currency. Rates tell what one unit is worth in the former one. */
export function withTarget(choice: CurrencyChoice, target: string): CurrencyChoice {
  return target === choice.target ? choice : { target, rates: {} };
}

/** The currencies to count in: those of the files, then all others. */
export function targetCodes(target: string, ofFiles: readonly string[]): readonly string[] {
  return [...new Set([...ofFiles, target, ...Object.keys(CURRENCIES)])];
}
