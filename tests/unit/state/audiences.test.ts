import { describe, expect, it } from 'vitest';
import { type AudienceDefinition, NO_FILTER } from '../../../src/data/filter.ts';
import { Audiences } from '../../../src/state/audiences.svelte.ts';

const KEY = 'dangol.audiences';
const champions: AudienceDefinition = {
  kind: 'selection',
  analysis: 'rfm',
  settings: { bins: 5 },
  selection: { kind: 'segment', id: 'champions' },
  filter: NO_FILTER,
};

function storage(start: string | null = null) {
  const kept = new Map<string, string>(start === null ? [] : [[KEY, start]]);
  return {
    kept,
    store: () => ({
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    }),
  };
}

describe('lists of customers', () => {
  it('are there again on the next visit, with their definition', () => {
    const { store } = storage();
    new Audiences(store).add('Best', 'RFM: champions', champions);
    expect(new Audiences(store).all).toEqual([
      { id: 1, name: 'Best', origin: 'RFM: champions', definition: champions },
    ]);
  });

  it('have names of their own', () => {
    const lists = new Audiences(storage().store);
    lists.add('Best', '', champions);
    lists.add(' Best ', '', champions);
    lists.add('Best', '', champions);
    expect(lists.all.map(({ name }) => name)).toEqual(['Best', 'Best 2', 'Best 3']);
    lists.rename(3, 'Best');
    lists.rename(2, '  ');
    expect(lists.all.map(({ name }) => name)).toEqual(['Best', 'Best 2', 'Best 3']);
  });

  it('go when they are removed, and their ids are not used for others at once', () => {
    const lists = new Audiences(storage().store);
    lists.add('a', '', champions);
    lists.add('b', '', champions);
    lists.remove(1);
    expect(lists.add('c', '', champions).id).toBe(3);
    expect(lists.all.map(({ name }) => name)).toEqual(['b', 'c']);
  });

  it('of another version, or of somebody else, are left aside', () => {
    const good = { id: 1, name: 'Best', origin: '', definition: champions };
    const wrong = [
      { ...good, definition: { ...champions, analysis: 'astrology' } },
      { ...good, name: '' },
      { ...good, definition: { kind: 'and', parts: [] } },
      null,
      7,
    ];
    const { store } = storage(JSON.stringify([...wrong, good]));
    expect(new Audiences(store).all).toEqual([good]);
    expect(new Audiences(storage('{').store).all).toEqual([]);
  });

  it('last for the visit where the browser keeps nothing', () => {
    const lists = new Audiences(() => {
      throw new Error('no storage');
    });
    lists.add('Best', '', champions);
    expect(lists.all).toHaveLength(1);
  });
});
