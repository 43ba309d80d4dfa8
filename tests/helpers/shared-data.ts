import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

const folder = fileURLToPath(new URL('../../../shared/data/', import.meta.url));

/** Whether the folder with real data stands beside the project (it does in CI). */
export const hasSharedData = existsSync(folder);

/** Why a test is skipped, for its name. */
export const needsSharedData = hasSharedData ? '' : ' (skipped: ../shared/data is not there)';

/** The path of a file of real data. */
export function sharedPath(name: string): string {
  return folder + name;
}

/** A file of real data; `.gz` is unpacked. */
export function readShared(name: string): Buffer {
  const bytes = readFileSync(sharedPath(name));
  return name.endsWith('.gz') ? gunzipSync(bytes) : bytes;
}
