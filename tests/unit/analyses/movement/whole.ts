import { expect } from 'vitest';
import { sumOf } from '../../../../src/analyses/movement/outlook.ts';
import { MOVES, STARTED_MOVES } from '../../../../src/analyses/movement/places.ts';
import type { MovementResult } from '../../../../src/analyses/movement/result.ts';

/** What holds of every result: rows, columns, shares and moves add up, and so do the mixes ahead. */
export function expectWhole(result: MovementResult) {
  const { flows, places, starts, ends, moves, start, came } = result;
  const customersIn = (own: MovementResult['flows']) =>
    sumOf(own.map(({ customers }) => customers));
  places.forEach(({ id }, i) => {
    const row = flows.filter(({ from }) => from === id);
    expect(customersIn(row)).toBe(starts[i]);
    expect(customersIn(flows.filter(({ to }) => to === id))).toBe(ends[i]);
    if (row.length > 0) expect(sumOf(row.map(({ share }) => share))).toBeCloseTo(100, 9);
  });
  expect(customersIn(flows.filter(({ from }) => from === null))).toBe(came);
  expect(sumOf(starts)).toBe(start);
  expect(sumOf(ends)).toBe(start + came);
  for (const { share, interval } of flows) {
    expect(interval.low).toBeLessThanOrEqual(share + 1e-9);
    expect(interval.high).toBeGreaterThanOrEqual(share - 1e-9);
  }
  expect(moves.map(({ move }) => move)).toEqual(MOVES);
  const started = moves.filter(({ move }) => STARTED_MOVES.some((one) => one === move));
  expect(sumOf(started.map(({ customers }) => customers))).toBe(start);
  if (start > 0) expect(sumOf(started.map(({ share }) => share ?? 0))).toBeCloseTo(100, 9);
  for (const mix of result.outlook?.mixes ?? []) {
    expect(mix.every((customers) => customers >= 0)).toBe(true);
  }
  result.outlook?.mixes.forEach((mix, period) => {
    expect(sumOf(mix)).toBeCloseTo(start + came + period * came, 6);
  });
}
