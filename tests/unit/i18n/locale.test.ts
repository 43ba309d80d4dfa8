import { expect, test } from 'vitest';
import { readdirSync, readFileSync } from 'node:fs';
import { locale, preferredLocale, useLocale } from '../../../src/i18n/locale.svelte.ts';
import { m } from '../../../src/i18n/paraglide/messages.js';

test.each([
  [['ko-KR', 'en-US'], 'ko'],
  [['KO'], 'ko'],
  [['en-GB', 'ko'], 'en'],
  [['fr-FR', 'ko-KR', 'en'], 'ko'],
  [['fr-FR', 'kok'], 'en'],
  [[], 'en'],
])('a browser that prefers %j gets %s', (languages, expected) => {
  expect(preferredLocale(languages)).toBe(expected);
});

test('messages follow the language', () => {
  useLocale('ko');
  expect(locale()).toBe('ko');
  expect(m.shell_nav_cohort()).toBe('코호트');
  useLocale('en');
  expect(m.shell_nav_cohort()).toBe('Cohorts');
});

const messages = (language: string, area: string) => {
  const path = new URL(`../../../src/i18n/messages/${language}/${area}`, import.meta.url);
  return JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
};
const areas = readdirSync(new URL('../../../src/i18n/messages/en', import.meta.url));

/** The names of all placeholders of a message, in any of its variants. */
const placeholders = (message: unknown) =>
  [...new Set(JSON.stringify(message).match(/\{(\w+)\}/g) ?? [])].sort();

test.each(areas)('%s is complete in both languages, with the same placeholders', (area) => {
  const en = messages('en', area);
  const ko = messages('ko', area);
  expect(Object.keys(ko).sort()).toEqual(Object.keys(en).sort());
  for (const key of Object.keys(en)) {
    expect.soft(placeholders(ko[key]), key).toEqual(placeholders(en[key]));
  }
});
