import type { RoleCandidate } from './role-candidate.ts';
import { kindOf } from './column-kind.ts';
import { sampleColumns } from './column-sample.ts';
import { suggestMapping } from './suggest-mapping.ts';
import { toSourceColumn } from './source-column.ts';
import type { ImportRecognition, SourceFacts, TableFacts } from './types.ts';

/** A table among the files of an import, as it was recognised by itself. */
export interface TableToJoin {
  readonly facts: Omit<SourceFacts, 'columns'>;
  readonly table: TableFacts;
}

/**
 * Several tables as one, their columns matched by name (without case and outer blanks): the
 * columns of the first, then those that only later ones have. What a column holds is judged by
 * the first rows of all of them together, so that one file may tell what another leaves open
 * (03/04/2024 beside 25/04/2024).
 */
export function joinTables(tables: readonly TableToJoin[]): ImportRecognition {
  const [first, ...others] = tables;
  if (first === undefined) throw new TypeError('nothing to join');
  const files = {
    fileName: first.facts.name,
    fileBytes: tables.reduce((sum, { facts }) => sum + facts.bytes, 0),
  };
  if (others.length === 0) {
    const columns = first.table.columns.map(({ index }) => index);
    return { ...files, ...first.table, sources: [{ ...first.facts, columns }] };
  }
  const names = new Map<string, number>();
  const titles: { header: string; name: string }[] = [];
  const sources = tables.map(({ facts, table }) => {
    const columns = table.columns.map(({ header, name }) => {
      const key = name.trim().toLowerCase();
      const index = names.get(key) ?? names.size;
      if (!names.has(key)) {
        names.set(key, index);
        titles.push({ header, name });
      }
      return index;
    });
    return { ...facts, columns };
  });
  const rows = tables.flatMap(({ table }, i) => {
    const places = sources[i]?.columns ?? [];
    return table.rows.map((row) => {
      const joined = new Array<string | null>(titles.length).fill(null);
      row.forEach((value, position) => {
        const index = places[position];
        if (index !== undefined) joined[index] = value;
      });
      return joined;
    });
  });
  const delimiter = first.facts.dialect?.delimiter ?? ',';
  const records = rows.map((row) => row.map((value) => value ?? ''));
  const columns: RoleCandidate[] = sampleColumns(records, titles.length).map((sample, i) => ({
    header: titles[i]?.header ?? '',
    sample,
    kind: kindOf(sample, delimiter),
  }));
  return {
    ...files,
    sources,
    columns: columns.map((column, i) => toSourceColumn(column, i, titles[i]?.name ?? '')),
    rows: rows.slice(0, 200),
    sampledRows: rows.length,
    mapping: suggestMapping(columns),
  };
}
