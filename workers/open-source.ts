import { DangolError } from '../src/core/errors.ts';
import { recognise } from '../src/import/recognise.ts';
import type { SourceChoices } from './engine-api.ts';
import type { FoundTable } from './open-files.ts';

/** How much of a table is looked at to recognise it. */
const HEAD_BYTES = 512 * 1024;

/** The tables of a file: one, or those of an archive. */
export async function openSources(
  file: File,
  _choices: SourceChoices,
  _signal: AbortSignal,
): Promise<readonly FoundTable[]> {
  const head = new Uint8Array(await readHead(file));
  const complete = file.size <= HEAD_BYTES;
  const recognition = recognise(head, { name: file.name, bytes: file.size, complete });
  const { dialect, ...table } = recognition;
  return [
    {
      facts: {
        name: file.name,
        bytes: file.size,
        format: 'delimited',
        encoding: { id: 'utf-8', sure: true },
        dialect,
        sheets: [],
        sheet: null,
      },
      table,
      source: {
        kind: 'text',
        dialect,
        trusted: false,
        converted: () => true,
        text: () => Promise.resolve(file),
      },
    },
  ];
}

async function readHead(file: Blob & { readonly name: string }): Promise<ArrayBuffer> {
  try {
    return await file.slice(0, HEAD_BYTES).arrayBuffer();
  } catch (error) {
    throw new DangolError('file_unreadable', { file: file.name }, String(error));
  }
}
