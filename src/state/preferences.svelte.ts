import {
  isLocale,
  type Locale,
  locale,
  preferredLocale,
  useLocale,
} from '../i18n/locale.svelte.ts';

export const THEMES = ['system', 'light', 'dark'] as const;

/** `system` follows the operating system, also while the page is open. */
export type Theme = (typeof THEMES)[number];

const LOCALE_KEY = 'dangol.locale';
const THEME_KEY = 'dangol.theme';

/** Language and theme: chosen from the browser, kept for the next visit, shown on `<html>`. */
class Preferences {
  #theme = $state<Theme>('system');
  readonly #dark = matchMedia('(prefers-color-scheme: dark)');

  constructor() {
    const language = stored(LOCALE_KEY);
    useLocale(isLocale(language) ? language : preferredLocale(navigator.languages));
    const theme = stored(THEME_KEY);
    this.#theme = THEMES.find((each) => each === theme) ?? 'system';
    this.#dark.addEventListener('change', () => this.#show());
    this.#show();
  }

  get locale(): Locale {
    return locale();
  }

  set locale(next: Locale) {
    useLocale(next);
    store(LOCALE_KEY, next);
    this.#show();
  }

  get theme(): Theme {
    return this.#theme;
  }

  set theme(next: Theme) {
    this.#theme = next;
    store(THEME_KEY, next);
    this.#show();
  }

  #show(): void {
    const root = document.documentElement;
    const system = this.#dark.matches ? 'dark' : 'light';
    root.lang = locale();
    root.dataset['theme'] = this.#theme === 'system' ? system : this.#theme;
  }
}

// Storage may be switched off (private windows, policies): the choice then lasts for the visit.
function stored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function store(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    return;
  }
}

export const preferences = new Preferences();
