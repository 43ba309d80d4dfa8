import { afterEach, describe, expect, it } from 'vitest';
import { useLocale } from '../../../../src/i18n/locale.svelte.ts';
import { exactMoney } from '../../../../src/views/import/exact-money.ts';

afterEach(() => {
  useLocale('en');
});

describe('amounts to the last digit', () => {
  it.each(['en', 'ko'] as const)('are grouped and keep every decimal (%s)', (language) => {
    useLocale(language);
    expect(exactMoney('8911407.9040')).toBe('8,911,407.904');
    expect(exactMoney('-611342.09')).toBe('−611,342.09');
    expect(exactMoney('2.5')).toBe('2.50');
    expect(exactMoney('0.0000')).toBe('0');
  });

  it('are not rounded to what a float can hold', () => {
    expect(exactMoney('9007199254740993.01')).toBe('9,007,199,254,740,993.01');
  });
});
