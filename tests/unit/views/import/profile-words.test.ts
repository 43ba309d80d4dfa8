import { afterEach, describe, expect, it } from 'vitest';
import { defaultRules, flagOf } from '../../../../src/data/cleaning.ts';
import { dayOf } from '../../../../src/core/calendar.ts';
import { useLocale } from '../../../../src/i18n/locale.svelte.ts';
import {
  boundWords,
  sliceWords,
  suspicionSentence,
} from '../../../../src/views/import/column-profile-words.ts';
import { cellWords, countFates, fateOf } from '../../../../src/views/import/preview-words.ts';

afterEach(() => {
  useLocale('en');
});

describe('what is suspicious in a column', () => {
  const found = { code: 'unreadable', rows: 37, example: 'ten', other: null } as const;

  it('is told with its rows and an example, in both languages', () => {
    expect(suspicionSentence(found, 'integer')).toBe(
      '37 values do not read as a number, for example “ten”.',
    );
    expect(suspicionSentence({ ...found, rows: 1 }, 'date')).toBe(
      '1 value does not read as a date: “ten”.',
    );
    useLocale('ko');
    expect(suspicionSentence(found, 'number')).toBe(
      '숫자로 읽히지 않는 값이 37개입니다. 예: “ten”',
    );
  });

  it('names both of two values that are nearly the same', () => {
    const variants = { code: 'variants', rows: 2, example: 'kim', other: 'KIM' } as const;
    expect(suspicionSentence(variants, 'text')).toContain('“kim” beside “KIM”');
  });

  it('shows blanks at the ends, line breaks, and no more than the start of a long value', () => {
    const of = (example: string) =>
      suspicionSentence({ code: 'blanks', rows: 2, example, other: null }, 'text');
    expect(of(' a\nb ')).toContain('“␣a⏎b␣”');
    expect(of('x'.repeat(300))).toContain(`“${'x'.repeat(60)}”`);
  });
});

describe('the extent of a column', () => {
  it('is of numbers or days', () => {
    expect(boundWords('-80995.0', 'integer')).toBe('−80,995');
    expect(boundWords('2010-12-01 08:26:00', 'date')).toBe('1 Dec 2010, 08:26');
    expect(boundWords('2010-12-01 00:00:00', 'date')).toBe('1 Dec 2010');
    expect(boundWords(null, 'text')).toBeNull();
  });

  it('is cut in slices', () => {
    expect(sliceWords(['-2', '100'], 0.5, 'integer')).toBe('49');
    expect(sliceWords(['2024-01-01 00:00', '2024-01-03 00:00'], 0.5, 'date')).toBe('2 Jan 2024');
  });
});

describe('a cell of the preview', () => {
  const date = (text: string, seconds = 0) =>
    cellWords(text, { as: 'date', moment: { day: dayOf(2024, 4, 3), seconds } });

  it('shows a date as it is read, over the text of the file', () => {
    expect(date('03/04/2024')).toEqual({ main: '3 Apr 2024', original: '03/04/2024', wrong: null });
    expect(date('03/04/2024 14:05', 50_700).main).toBe('3 Apr 2024 14:05');
    expect(date('3 Apr 2024').original).toBeNull();
  });

  it('shows a number where it is written otherwise', () => {
    const number = (text: string, value: number | null) => cellWords(text, { as: 'number', value });
    expect(number('1.234,5', 1234.5)).toEqual({
      main: '1,234.5',
      original: '1.234,5',
      wrong: null,
    });
    expect(number('12,000원', 12_000).main).toBe('12,000');
    expect(number('2.50', 2.5)).toEqual({ main: '2.50', original: null, wrong: null });
    expect(number('12.5%', 0.125).main).toBe('0.125');
    expect(number('ten', null)).toEqual({ main: 'ten', original: null, wrong: 'not a number' });
  });
});

describe('what becomes of the first rows', () => {
  const rules = defaultRules();
  const cancelled = flagOf('cancelled');

  it('follows the rules', () => {
    expect(fateOf(0, rules)).toEqual({ kind: 'used', reason: null });
    expect(fateOf(cancelled | flagOf('noCustomer'), rules).reason).toBe('noCustomer');
    const returned = {
      ...rules,
      treatments: { ...rules.treatments, cancelled: 'asReturn' as const },
    };
    expect(fateOf(cancelled, returned)).toEqual({ kind: 'return', reason: null });
    expect(countFates([0, cancelled, flagOf('zeroAmount')], returned)).toEqual({
      used: 2,
      returns: 1,
      leftOut: 1,
      reasons: [{ reason: 'zeroAmount', rows: 1 }],
    });
  });
});
