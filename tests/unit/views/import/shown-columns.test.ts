import { describe, expect, it } from 'vitest';
import type { Role } from '../../../../src/data/roles.ts';
import { COLUMN_STEP, shownColumns } from '../../../../src/views/import/shown-columns.ts';

const ignored = (count: number): Role[] => Array.from({ length: count }, () => 'ignore');

describe('the columns drawn of a file', () => {
  it('are all, in file order, where they are few', () => {
    expect(shownColumns(['ignore', 'customer', 'attribute'], COLUMN_STEP)).toEqual([0, 1, 2]);
  });

  it('are those with a role of their own first, then as many others as asked for', () => {
    const roles: Role[] = [...ignored(4000), 'customer', ...ignored(999), 'date'];
    const shown = shownColumns(roles, 3);
    expect(shown).toEqual([4000, 5000, 0, 1, 2]);
  });

  it('are each column once when all are asked for', () => {
    const roles: Role[] = [...ignored(50), 'customer', 'attribute', ...ignored(10)];
    const shown = shownColumns(roles, roles.length);
    expect(shown.toSorted((a, b) => a - b)).toEqual(roles.map((_, i) => i));
  });
});
