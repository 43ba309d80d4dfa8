import { hasColumn, type Source, type TableSource } from '../src/data/source.ts';
import type { ImportRecognition, SourceFacts } from '../src/import/types.ts';
import type { Database } from './duckdb.ts';
import type { TableFile } from './readers/table-file.ts';

/** What it takes to read a typed table into the engine. */
export interface TableReading {
  /** The names of the schema and of the table to make. */
  readonly into: readonly [string, string];
  readonly file: TableFile;
  readonly facts: Pick<SourceFacts, 'columns'>;
  /** Of the columns to read. */
  readonly positions: readonly number[];
}

/** Reads columns of a typed table into a table of the engine. */
export async function readTable(
  database: Database,
  { into, file, facts, positions }: TableReading,
  signal: AbortSignal,
): Promise<TableSource> {
  await database.insertArrow(...into, file.batches(positions, signal), signal);
  const columns = positions.flatMap((position) => {
    const column = file.columns[position];
    if (column === undefined) return [];
    const { type, utc } = column;
    const index = facts.columns[position] ?? position;
    return [{ index, position, type, ...(utc === true ? { utc } : {}) }];
  });
  return { kind: 'table', table: into, columns };
}

/** The columns of the import that its files have and that were not read from any of them. */
export function unreadColumns(
  sources: readonly Source[],
  recognition: Pick<ImportRecognition, 'sources'>,
): readonly number[] {
  const own = new Set(recognition.sources.flatMap(({ columns }) => columns));
  return [...own].filter((index) => !sources.some((source) => hasColumn(source, index)));
}
