import { describe, expect, it } from 'vitest';
import { mark, pieces } from '../../../../src/views/import/marked.ts';

describe('marked values of a sentence', () => {
  it('come apart from the words around them', () => {
    expect(pieces(`from ${mark('1 Dec')} to ${mark('9 Dec')}.`)).toEqual([
      { text: 'from ', marked: false },
      { text: '1 Dec', marked: true },
      { text: ' to ', marked: false },
      { text: '9 Dec', marked: true },
      { text: '.', marked: false },
    ]);
  });

  it('cannot be forged by text of the file', () => {
    const inner = mark('x');
    expect(pieces(`a ${mark(`${inner}y`)} b`)).toEqual([
      { text: 'a ', marked: false },
      { text: 'xy', marked: true },
      { text: ' b', marked: false },
    ]);
  });
});
