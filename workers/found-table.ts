import type { Dialect, Recognition, SourceFacts, TableFacts } from '../src/import/types.ts';
import type { TableFile } from './readers/table-file.ts';

/** How much of a table is looked at to recognise it. */
export const HEAD_BYTES = 512 * 1024;

/** How the rows of one table are to be had. */
export type OpenedSource = OpenedText | OpenedTable;

/** A table that comes to the engine as delimited text. */
export interface OpenedText {
  readonly kind: 'text';
  readonly dialect: Dialect;
  /** Whether its quotes are our own, and need no check. */
  readonly trusted: boolean;
  /** Whether `text` is at hand without work. */
  converted(): boolean;
  /** The whole as UTF-8; converted once. */
  text(signal: AbortSignal): Promise<Blob>;
  /** What of the file became no column, though it is read; known once `text` has come. */
  readonly late?: () => readonly string[];
}

/** A table whose columns have types. */
export interface OpenedTable {
  readonly kind: 'table';
  readonly table: TableFile;
  converted(): boolean;
}

/** A table as it was found: what its file says, and what its first rows tell. */
export interface FoundTable {
  readonly facts: Omit<SourceFacts, 'columns'>;
  readonly table: TableFacts;
  readonly source: OpenedSource;
}

/** The part of a recognition that is about the table. */
export function tableOf({ columns, rows, sampledRows, mapping }: Recognition): FoundTable['table'] {
  return { columns, rows, sampledRows, mapping };
}

/** Text that is made when it is first asked for, and kept. */
export function lazyText(
  dialect: Dialect,
  trusted: boolean,
  make: (signal: AbortSignal) => Promise<Blob>,
): OpenedText {
  let made: Blob | null = null;
  return {
    kind: 'text',
    dialect,
    trusted,
    converted: () => made !== null,
    text: async (signal) => {
      made ??= await make(signal);
      return made;
    },
  };
}
