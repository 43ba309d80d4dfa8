import { describe, expect, it } from 'vitest';
import { parseDay, periodIndex } from '../../../src/core/calendar.ts';
import { type BreakdownFacts, MOST_PARTS, partsOf } from '../../../src/data/breakdown.ts';

const letters = Array.from({ length: 12 }, (_, i) => String.fromCharCode(97 + i));

function facts(values: readonly (string | null)[], distinct = values.length): BreakdownFacts {
  return {
    firstDay: parseDay('2023-11-05'),
    lastDay: parseDay('2024-02-10'),
    dimensions: [{ id: 'channel', values: values.map((value) => ({ value })), distinct }],
    audiences: [],
  };
}

describe('the parts of a breakdown', () => {
  it('by few values are one for each, a blank too', () => {
    const parts = partsOf({ kind: 'values', dimension: 'channel' }, facts(['web', null]));
    expect(parts.map(({ name }) => name)).toEqual([
      { kind: 'value', value: 'web' },
      { kind: 'value', value: null },
    ]);
    expect(parts[1]?.conditions).toEqual([
      { kind: 'values', dimension: 'channel', values: [null], exclude: false },
    ]);
  });

  it('by many values are the most frequent, and the others together', () => {
    const parts = partsOf({ kind: 'first', dimension: 'channel' }, facts(letters));
    expect(parts).toHaveLength(MOST_PARTS);
    expect(parts.at(-1)).toEqual({
      name: { kind: 'others' },
      conditions: [
        { kind: 'first', dimension: 'channel', values: letters.slice(0, 7), exclude: true },
      ],
    });
  });

  it('by values of which not all are told have a part for the others', () => {
    const parts = partsOf({ kind: 'values', dimension: 'channel' }, facts(['a', 'b'], 3));
    expect(parts.at(-1)?.name).toEqual({ kind: 'others' });
  });

  it('by the period of the first order cover every day once', () => {
    const parts = partsOf({ kind: 'acquired', grain: 'month' }, facts([]));
    expect(parts.map(({ name }) => name)).toEqual(
      [0, 1, 2, 3].map((i) => ({
        kind: 'period',
        index: periodIndex(parseDay('2023-11-05'), 'month') + i,
        grain: 'month',
      })),
    );
    expect(parts[1]?.conditions).toEqual([
      {
        kind: 'acquired',
        days: { from: parseDay('2023-12-01'), to: parseDay('2023-12-31') },
        exclude: false,
      },
    ]);
  });

  it('by many periods are the latest, and those before together', () => {
    const parts = partsOf({ kind: 'acquired', grain: 'week' }, facts([]));
    expect(parts).toHaveLength(MOST_PARTS);
    const [before, first] = parts;
    expect(before?.name).toEqual({ kind: 'others' });
    const start = first?.conditions[0]?.kind === 'acquired' ? first.conditions[0].days.from : null;
    expect(before?.conditions).toEqual([
      { kind: 'acquired', days: { from: null, to: (start ?? 0) - 1 }, exclude: false },
    ]);
  });

  it('by lists are each list and everybody in none', () => {
    const definition = { kind: 'and', parts: [] } as const;
    const named = ['x', 'y'].map((name) => ({ name, definition }));
    const parts = partsOf({ kind: 'lists' }, { ...facts([]), audiences: named });
    expect(parts.map(({ name }) => name.kind)).toEqual(['audience', 'audience', 'others']);
    expect(parts.at(-1)?.conditions.map(({ exclude }) => exclude)).toEqual([true, true]);
  });

  it('by a column that is not there, or by no list, are none', () => {
    expect(partsOf({ kind: 'values', dimension: 'product' }, facts(['a']))).toEqual([]);
    expect(partsOf({ kind: 'lists' }, facts([]))).toEqual([]);
  });
});
