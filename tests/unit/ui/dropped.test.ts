import { expect, test } from 'vitest';
import { chosenOf, droppedOf, holdsFiles } from '../../../src/views/shell/dropped.ts';

const orders = new File(['a'], 'orders.csv');
const more = new File(['b'], 'more.csv');

/** The part of a DataTransfer that a drop is read by; a folder comes as a file without content. */
function transfer(files: readonly File[], folders: readonly string[] = []): DataTransfer {
  const entries = [
    ...folders.map((name) => ({ name, isDirectory: true })),
    ...files.map(({ name }) => ({ name, isDirectory: false })),
  ];
  return {
    types: entries.length > 0 ? ['Files'] : ['text/plain'],
    items: entries.map((entry) => ({ webkitGetAsEntry: () => entry })),
    files: [...folders.map((name) => new File([], name)), ...files],
  } as unknown as DataTransfer;
}

test('one file is that file', () => {
  expect(droppedOf(transfer([orders]))).toEqual({ kind: 'file', file: orders, others: 0 });
});

test('of several files the first is taken, and the rest counted', () => {
  expect(droppedOf(transfer([orders, more]))).toEqual({ kind: 'file', file: orders, others: 1 });
});

test('a folder is named', () => {
  expect(droppedOf(transfer([], ['exports']))).toEqual({ kind: 'folder', name: 'exports' });
});

test('a file beside a folder is taken', () => {
  const dropped = droppedOf(transfer([orders], ['exports']));
  expect(dropped).toEqual({ kind: 'file', file: orders, others: 0 });
});

test('text, or nothing at all, is no file', () => {
  expect(droppedOf(transfer([]))).toEqual({ kind: 'nothing' });
  expect(droppedOf(null)).toEqual({ kind: 'nothing' });
  expect(chosenOf([])).toEqual({ kind: 'nothing' });
});

test('only files make the page a drop target', () => {
  expect(holdsFiles(transfer([orders]))).toBe(true);
  expect(holdsFiles(transfer([]))).toBe(false);
  expect(holdsFiles(null)).toBe(false);
});
