import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TempFolder {
  /** Writes a file of a name of its own (the engine keeps what it knows of a path); its path. */
  write(text: string): string;
  remove(): void;
}

/** A folder for the files of a test. */
export function tempFolder(): TempFolder {
  const folder = mkdtempSync(join(tmpdir(), 'dangol-'));
  let files = 0;
  return {
    write(text) {
      const path = join(folder, `${++files}.csv`);
      writeFileSync(path, text);
      return path;
    },
    remove: () => {
      rmSync(folder, { recursive: true });
    },
  };
}
