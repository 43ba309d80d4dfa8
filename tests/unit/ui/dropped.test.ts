import { expect, test } from 'vitest';
import { chosenOf, droppedOf, holdsFiles, pastedOf } from '../../../src/views/shell/dropped.ts';

const orders = new File(['a'], 'orders.csv');
const more = new File(['b'], 'more.csv');

interface Entry {
  readonly name: string;
  readonly isDirectory: boolean;
}

function fileEntry(file: File): Entry {
  const entry = {
    name: file.name,
    isDirectory: false,
    file: (take: (f: File) => void) => take(file),
  };
  return entry;
}

/** A folder that gives its entries one at a time, as browsers give them in portions. */
function folderEntry(name: string, entries: readonly Entry[]): Entry {
  const createReader = () => {
    const rest = [...entries];
    return { readEntries: (take: (some: readonly Entry[]) => void) => take(rest.splice(0, 1)) };
  };
  return { name, isDirectory: true, ...{ createReader } };
}

/** The part of a DataTransfer that a drop is read by; a folder comes as a file without content. */
function transfer(files: readonly File[], folders: readonly Entry[] = []): DataTransfer {
  const entries = [...folders, ...files.map(fileEntry)];
  return {
    types: entries.length > 0 ? ['Files'] : ['text/plain'],
    items: entries.map((entry) => ({ webkitGetAsEntry: () => entry })),
    files: [...folders.map(({ name }) => new File([], name)), ...files],
    getData: () => '',
  } as unknown as DataTransfer;
}

function text(content: string): DataTransfer {
  return { files: [], getData: () => content } as unknown as DataTransfer;
}

test('several files come in the order of their names, numbers by their value', async () => {
  const files = ['10.csv', '9.csv', 'a.csv'].map((name) => new File(['x'], name));
  const dropped = await droppedOf(transfer(files));
  expect(dropped).toMatchObject({ kind: 'files' });
  expect(dropped.kind === 'files' && dropped.files.map(({ name }) => name)).toEqual([
    '9.csv',
    '10.csv',
    'a.csv',
  ]);
});

test('the files of a folder are taken, those of folders within it too, hidden ones not', async () => {
  const inner = folderEntry('2024', [fileEntry(more)]);
  const hidden = fileEntry(new File([''], '.DS_Store'));
  const dropped = await droppedOf(
    transfer([], [folderEntry('exports', [fileEntry(orders), hidden, inner])]),
  );
  expect(dropped).toEqual({ kind: 'files', files: [more, orders] });
});

test('an empty folder is named', async () => {
  const dropped = await droppedOf(transfer([], [folderEntry('exports', [])]));
  expect(dropped).toEqual({ kind: 'emptyFolder', name: 'exports' });
});

test('text, or nothing at all, is no file', async () => {
  expect(await droppedOf(transfer([]))).toEqual({ kind: 'nothing' });
  expect(await droppedOf(null)).toEqual({ kind: 'nothing' });
  expect(chosenOf([])).toEqual({ kind: 'nothing' });
});

test('only files make the page a drop target', () => {
  expect(holdsFiles(transfer([orders]))).toBe(true);
  expect(holdsFiles(transfer([]))).toBe(false);
  expect(holdsFiles(null)).toBe(false);
});

test('a pasted table is a file; a pasted word is none', async () => {
  const pasted = pastedOf(text('id\tdate\tamount\n1\t2024-03-05\t5\n'));
  expect(pasted).toMatchObject({ kind: 'files', files: [{ name: 'clipboard.tsv' }] });
  expect(pasted.kind === 'files' && (await pasted.files[0]?.text())).toContain('2024-03-05');
  expect(pastedOf(text('id,date,amount\n1,2024-03-05,5\n'))).toMatchObject({ kind: 'files' });
  for (const word of ['', 'hello', 'hello, world', 'two\nlines']) {
    expect(pastedOf(text(word))).toEqual({ kind: 'nothing' });
  }
});
