import { describe, expect, it } from 'vitest';
import type { ColumnProfile } from '../../../../workers/engine-api.ts';
import { marginGroups, withMargin } from '../../../../src/views/import/margin-groups.ts';

const profile = (...frequent: ColumnProfile['frequent'][number][]): ColumnProfile =>
  ({ frequent }) as unknown as ColumnProfile;

describe('the categories to ask a margin for', () => {
  it('are the most frequent of the whole file, then those of its first rows, each once', () => {
    const counted = profile({ value: 'tea', rows: 90 }, { value: ' cups', rows: 20 });
    expect(marginGroups(counted, ['cups', null, 'sugar', ' ', 'sugar', 'milk'], null)).toEqual([
      { name: 'tea', rows: 90 },
      { name: 'cups', rows: 20 },
      { name: 'sugar', rows: null },
      { name: 'milk', rows: null },
    ]);
  });

  it('are twenty, and those beyond that have a margin', () => {
    const values = Array.from({ length: 50 }, (_, i) => `category ${i}`);
    const margin = { other: null, groups: { 'category 49': '0.2' } };
    const groups = marginGroups(null, values, margin);
    expect(groups).toHaveLength(21);
    expect(groups.at(-1)).toEqual({ name: 'category 49', rows: null });
  });
});

describe('the margins', () => {
  it('are none once all are unknown again', () => {
    const one = withMargin(null, 'tea', '0.4');
    expect(one).toEqual({ other: null, groups: { tea: '0.4' } });
    const both = withMargin(one, null, '0.3');
    expect(both).toEqual({ other: '0.3', groups: { tea: '0.4' } });
    expect(withMargin(withMargin(both, 'tea', ''), null, '')).toBeNull();
  });

  it('of a category named like a part of the language stay its own', () => {
    expect(withMargin(null, 'constructor', '0.1')?.groups).toEqual({ constructor: '0.1' });
  });
});
