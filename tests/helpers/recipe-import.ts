import { joinTables } from '../../src/import/join-tables.ts';
import type { ImportRecognition } from '../../src/import/types.ts';
import { recogniseText } from './recognise-text.ts';

/** What is understood of one text file, or of several by their names, as an import. */
export function importOf(text: string | Readonly<Record<string, string>>): ImportRecognition {
  const files = typeof text === 'string' ? { 'orders.csv': text } : text;
  const tables = Object.entries(files).map(([name, content]) => {
    const { fileBytes, encoding, dialect, ...table } = recogniseText(content, name);
    const facts = {
      name,
      bytes: fileBytes,
      format: 'delimited' as const,
      encoding,
      dialect,
      sheets: [],
      sheet: null,
    };
    return { facts, table };
  });
  return joinTables(tables).recognition;
}
