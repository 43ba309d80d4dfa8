import type { Role } from '../data/roles.ts';
import { sampleColumns } from './column-sample.ts';
import { kindOf } from './column-kind.ts';
import { findLookup, lookupRoles, type Lookup } from './lookup-tables.ts';
import type { RoleCandidate } from './role-candidate.ts';
import { nameKey } from './role-names.ts';
import { toSourceColumn } from './source-column.ts';
import { suggestMapping } from './suggest-mapping.ts';
import { suggestRoles } from './suggest-roles.ts';
import type { ImportRecognition, LookupFacts, SourceFacts, TableFacts } from './types.ts';

/** A table among the files of an import, as it was recognised by itself. */
export interface TableToJoin {
  readonly facts: Omit<SourceFacts, 'columns'>;
  readonly table: TableFacts;
}

/** What the tables become together: which are the rows, which tell more of them. */
export interface JoinedTables {
  readonly recognition: ImportRecognition;
  /** The positions, among the tables, of the recognition's sources and lookups. */
  readonly sources: readonly number[];
  readonly lookups: readonly number[];
}

const SHOWN_ROWS = 200;

/**
 * Several tables as one. Those of the same shape are joined by the names of their columns: the
 * columns of the first, then those that only later ones have. What a column holds is judged by
 * the first rows of all of them together, so that one file may tell what another leaves open
 * (03/04/2024 beside 25/04/2024). A table of another shape that has a key of the rows (a list of
 * customers, of products, of orders) gives its columns to them; what fits neither way is named.
 */
export function joinTables(tables: readonly TableToJoin[]): JoinedTables {
  const [only, ...others] = tables;
  if (only === undefined) throw new TypeError('nothing to join');
  if (others.length === 0) return single(only);
  const groups = sameShape(tables);
  const main = groups.toSorted((a, b) => weight(tables, b) - weight(tables, a))[0] ?? [];
  const rows = union(main.map((i) => tables[i] as TableToJoin));
  const lookups: { readonly at: number; readonly lookup: Lookup }[] = [];
  const unused: SourceFacts[] = [];
  for (const at of groups.filter((group) => group !== main).flat()) {
    const table = tables[at] as TableToJoin;
    const lookup = findLookup(rows.columns, rows.roles, table.table);
    if (lookup === null) unused.push({ ...table.facts, columns: [] });
    else lookups.push({ at, lookup });
  }
  return joined(tables, main, rows, lookups, unused);
}

function single({ facts, table }: TableToJoin): JoinedTables {
  const columns = table.columns.map(({ index }) => index);
  const recognition = {
    fileName: facts.name,
    fileBytes: facts.bytes,
    ...table,
    sources: [{ ...facts, columns }],
    lookups: [],
    unused: [],
  };
  return { recognition, sources: [0], lookups: [] };
}

/** Tables whose columns have mostly the same names, by their positions. */
function sameShape(tables: readonly TableToJoin[]): number[][] {
  const groups: { readonly names: ReadonlySet<string>; readonly members: number[] }[] = [];
  tables.forEach(({ table }, i) => {
    const names = new Set(table.columns.map(({ name }) => nameKey(name)));
    const group = groups.find((one) => alike(one.names, names));
    if (group === undefined) groups.push({ names, members: [i] });
    else group.members.push(i);
  });
  return groups.map(({ members }) => members);
}

/** Whether half of all the names are names of both. */
function alike(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const both = [...a].filter((name) => b.has(name)).length;
  return both * 2 >= new Set([...a, ...b]).size;
}

/** How much a group of tables looks like the rows of purchases: by its roles, then by its size. */
function weight(tables: readonly TableToJoin[], group: readonly number[]): number {
  const roles = tables[group[0] ?? -1]?.table.mapping.roles ?? [];
  const has = (role: Role) => Number(roles.includes(role));
  const worth = has('amount') || (has('quantity') && has('unitPrice'));
  const bytes = group.reduce((sum, i) => sum + (tables[i]?.facts.bytes ?? 0), 0);
  return 4 * worth + 2 * has('date') + has('customer') + bytes / 2 ** 50;
}

/** The rows of tables of one shape, before anything is joined to them. */
interface Rows {
  readonly sources: readonly SourceFacts[];
  readonly names: readonly { readonly header: string; readonly name: string }[];
  readonly columns: readonly RoleCandidate[];
  readonly roles: readonly Role[];
  readonly rows: readonly (readonly (string | null)[])[];
  readonly sampledRows: number;
}

function union(tables: readonly TableToJoin[]): Rows {
  const places = new Map<string, number>();
  const names: { header: string; name: string }[] = [];
  const sources = tables.map(({ facts, table }) => {
    const columns = table.columns.map(({ header, name }) => {
      const key = nameKey(name) || name;
      const index = places.get(key) ?? names.length;
      if (index === names.length) {
        places.set(key, index);
        names.push({ header, name });
      }
      return index;
    });
    return { ...facts, columns };
  });
  const rows = tables.flatMap(({ table }, i) =>
    table.rows.map((row) => spread(row, sources[i]?.columns ?? [], names.length)),
  );
  const columns = candidates(names, rows, tables[0]?.facts.dialect?.delimiter ?? ',');
  return { sources, names, columns, roles: suggestRoles(columns), rows, sampledRows: rows.length };
}

/** A row's values in the places of the joined columns. */
function spread(
  row: readonly (string | null)[],
  places: readonly number[],
  width: number,
): (string | null)[] {
  const joined = new Array<string | null>(width).fill(null);
  row.forEach((value, position) => {
    const index = places[position];
    if (index !== undefined) joined[index] = value;
  });
  return joined;
}

function candidates(
  names: readonly { readonly header: string }[],
  rows: readonly (readonly (string | null)[])[],
  delimiter: string,
): RoleCandidate[] {
  const records = rows.map((row) => row.map((value) => value ?? ''));
  return sampleColumns(records, names.length).map((sample, i) => ({
    header: names[i]?.header ?? '',
    sample,
    kind: kindOf(sample, delimiter, names[i]?.header ?? ''),
  }));
}

/** The rows with the columns of the lookups after their own. */
function joined(
  tables: readonly TableToJoin[],
  main: readonly number[],
  rows: Rows,
  found: readonly { readonly at: number; readonly lookup: Lookup }[],
  unused: readonly SourceFacts[],
): JoinedTables {
  const columns = [...rows.columns];
  const names = [...rows.names];
  const roles = [...rows.roles];
  let shown = rows.rows.slice(0, SHOWN_ROWS);
  const lookups: LookupFacts[] = [];
  for (const { at, lookup } of found) {
    const { facts, table } = tables[at] as TableToJoin;
    const first = columns.length;
    const own = candidates(table.columns, table.rows, facts.dialect?.delimiter ?? ',');
    columns.push(...own);
    roles.push(...lookupRoles(lookup, own, roles));
    names.push(
      ...table.columns.map(({ header, name }) => ({ header, name: `${facts.name} › ${name}` })),
    );
    lookups.push({
      source: { ...facts, columns: table.columns.map((_, i) => first + i) },
      of: lookup.of,
      key: first + lookup.key,
      matches: lookup.matches,
    });
    const byKey = new Map(table.rows.map((row) => [row[lookup.key]?.trim() ?? '', row]));
    const blank = new Array<null>(table.columns.length).fill(null);
    shown = shown.map((row) => {
      const more = byKey.get(row[lookup.matches]?.trim() ?? '') ?? blank;
      return [...row, ...more];
    });
  }
  const all = [...main, ...found.map(({ at }) => at)].map((i) => tables[i]?.facts);
  const recognition = {
    fileName: rows.sources[0]?.name ?? '',
    fileBytes: all.reduce((sum, facts) => sum + (facts?.bytes ?? 0), 0),
    sources: rows.sources,
    lookups,
    unused,
    columns: columns.map((column, i) => toSourceColumn(column, i, names[i]?.name ?? '')),
    rows: shown,
    sampledRows: rows.sampledRows,
    mapping: suggestMapping(columns, roles),
  };
  return { recognition, sources: main, lookups: found.map(({ at }) => at) };
}
