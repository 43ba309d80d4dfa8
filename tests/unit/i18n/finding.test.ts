import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Finding } from '../../../src/analyses/analysis.ts';
import { findingSegments, findingText, formatFindingValue } from '../../../src/i18n/finding.ts';
import { useLocale } from '../../../src/i18n/locale.svelte.ts';

// A message with two placeholders stands in for a finding's: the shell's counts has three.
const finding = (strong: readonly string[], orders = '18,532'): Finding<never> => ({
  key: 'shell_counts',
  values: {
    customers: { kind: 'count', value: 4338 },
    orders: { kind: 'text', value: orders },
    rows: { kind: 'count', value: 397884 },
  },
  strong,
  selection: null,
});

beforeEach(() => {
  useLocale('en');
});

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('a finding', () => {
  test('becomes pieces, of which the named values are strong', () => {
    expect(findingSegments(finding(['customers']))).toEqual([
      { text: '4,338', strong: true },
      { text: ' customers · ', strong: false },
      { text: '18,532', strong: false },
      { text: ' orders · ', strong: false },
      { text: '397,884', strong: false },
      { text: ' rows', strong: false },
    ]);
  });

  test('follows the language, in the order of its own sentence', () => {
    useLocale('ko');
    expect(findingText(finding([]))).toBe('고객 4,338명 · 주문 18,532건 · 397,884행');
  });

  test('shows any text of the file as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const segments = findingSegments(finding(['orders'], text));
        const strong = segments.filter((segment) => segment.strong).map(({ text }) => text);
        expect(strong).toEqual(text === '' ? [] : [text]);
      }),
    );
  });

  test('chooses its plural by the number', () => {
    const several = (count: number): Finding<never> => ({
      key: 'import_files_named',
      values: {
        name: { kind: 'text', value: 'a.csv' },
        count: { kind: 'count', value: count },
        shown: { kind: 'count', value: count },
      },
      strong: [],
      selection: null,
    });
    expect(findingText(several(1))).toBe('a.csv and 1 other file');
    expect(findingText(several(2))).toBe('a.csv and 2 other files');
  });

  test('without a message is a mistake in development, and its key in the built page', () => {
    const unknown = { ...finding([]), key: 'no_such_message' };
    expect(() => findingText(unknown)).toThrow('no message no_such_message');
    vi.stubEnv('DEV', false);
    expect(findingText(unknown)).toBe('no_such_message');
  });
});

test('each kind of value has a form', () => {
  expect(formatFindingValue({ kind: 'percent', value: 20.54 })).toBe('20.5\u00a0%');
  expect(formatFindingValue({ kind: 'money', value: 1.5 })).toBe('1.50');
  expect(formatFindingValue({ kind: 'number', value: 1.5 })).toBe('1.5');
  expect(formatFindingValue({ kind: 'days', value: 1 })).toBe('1 day');
  expect(formatFindingValue({ kind: 'days', value: 28 })).toBe('28 days');
  expect(formatFindingValue({ kind: 'day', value: 0 })).toBe('1 Jan 1970');
  expect(formatFindingValue({ kind: 'period', index: 0, grain: 'month' })).toBe('January 1970');
  expect(formatFindingValue({ kind: 'message', key: 'shell_nav_cohort' })).toBe('Cohorts');
});
