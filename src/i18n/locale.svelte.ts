import { isLocale, type Locale, locales, overwriteGetLocale } from './paraglide/runtime.js';

export { isLocale, locales };
export type { Locale };

let current = $state<Locale>('en');

// Messages read the language from here: whatever shows one is redrawn when it changes.
overwriteGetLocale(() => current);

/** The language of the page; reactive. */
export function locale(): Locale {
  return current;
}

/** Changes the language of every message and number in sight, without a reload. */
export function useLocale(next: Locale): void {
  current = next;
}

/** The language for a browser's list of preferences: the first that we have, else English. */
export function preferredLocale(languages: readonly string[]): Locale {
  for (const language of languages) {
    const base = language.toLowerCase().split('-')[0];
    if (base !== undefined && isLocale(base)) return base;
  }
  return 'en';
}
