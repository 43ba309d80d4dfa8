import type { Role } from '../data/roles.ts';
import type { RoleCandidate } from './role-candidate.ts';
import { nameKey, rolesOfName, type NamedRole } from './role-names.ts';
import type { LookupKind, TableFacts } from './types.ts';

/** How a table is joined to the rows. */
export interface Lookup {
  readonly of: LookupKind;
  /** The position of the key in the table, and the rows' column with the same values. */
  readonly key: number;
  readonly matches: number;
}

const KINDS: readonly LookupKind[] = ['customer', 'product', 'order'];

/** A key names one row: so many of its values may come again all the same (typing errors). */
const DISTINCT = 0.98;

/**
 * The key by which a table tells more of the rows: a column of distinct values that has the name
 * of the rows' customer, product or order, or a name that means the same. Where several would do,
 * the one whose values are found among the rows most often. Null where there is none.
 */
export function findLookup(
  columns: readonly RoleCandidate[],
  roles: readonly Role[],
  table: TableFacts,
): Lookup | null {
  const found = KINDS.flatMap((of) => {
    const matches = roles.indexOf(of);
    const rows = columns[matches];
    if (rows === undefined) return [];
    return table.columns.flatMap((column, key) => {
      const filled = table.sampledRows - column.empty;
      if (filled === 0 || column.distinct < filled * DISTINCT) return [];
      const sameName = nameKey(column.header) === nameKey(rows.header) && column.header !== '';
      const meant = rolesOfName(column.header).some(([role]) => role === of);
      const common = table.rows.filter((row) => rows.sample.counts.has(row[key]?.trim() ?? ''));
      const overlap = common.length / Math.max(1, table.rows.length);
      const points = (sameName ? 2 : 0) + (meant ? 1 : 0) + overlap;
      return points >= 1 || overlap > 0.5 ? [{ of, key, matches, points }] : [];
    });
  });
  const [best] = found.toSorted((a, b) => b.points - a.points);
  return best === undefined ? null : { of: best.of, key: best.key, matches: best.matches };
}

/** Roles that a table may give to the rows, where no column of theirs has them. */
const GIVES: Readonly<Record<LookupKind, readonly NamedRole[]>> = {
  customer: ['email', 'phone'],
  product: ['productName', 'category', 'unitCost'],
  order: ['customer', 'date', 'amount', 'channel', 'status', 'currency', 'email', 'phone'],
};

/** The roles of a lookup's columns; `taken` are those of the columns before. */
export function lookupRoles(
  lookup: Lookup,
  columns: readonly RoleCandidate[],
  taken: readonly Role[],
): Role[] {
  const used = new Set<Role>(taken);
  return columns.map(({ header, sample, kind }, i) => {
    if (i === lookup.key) return 'ignore';
    const named = rolesOfName(header)
      .map(([role]) => (lookup.of === 'product' && role === 'cost' ? 'unitCost' : role))
      .find((role) => GIVES[lookup.of].includes(role) && !used.has(role));
    if (named !== undefined) {
      used.add(named);
      return named;
    }
    const few = sample.counts.size >= 2 && sample.counts.size <= 60;
    if (kind.kind !== 'text' || !few || sample.counts.size * 2 > sample.values.length)
      return 'ignore';
    if (lookup.of === 'product') return used.has('category') ? 'ignore' : claim(used, 'category');
    return lookup.of === 'customer' ? 'customerAttribute' : 'attribute';
  });
}

function claim(used: Set<Role>, role: Role): Role {
  used.add(role);
  return role;
}
