import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** A folder for the files of a test. */
export class TemporaryFolder {
  readonly #path = mkdtempSync(join(tmpdir(), 'dangol-browser-'));

  /** Writes a file and returns its path. */
  write(name: string, content: string | Uint8Array): string {
    const path = join(this.#path, name);
    writeFileSync(path, content);
    return path;
  }

  /** Writes a file piece by piece and returns its path. */
  async stream(name: string, pieces: Iterable<string>): Promise<string> {
    const path = join(this.#path, name);
    await pipeline(Readable.from(pieces), createWriteStream(path));
    return path;
  }

  remove(): void {
    rmSync(this.#path, { recursive: true, force: true });
  }
}
