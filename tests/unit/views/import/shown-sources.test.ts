import { describe, expect, it } from 'vitest';
import type { ImportRecognition, SourceFacts } from '../../../../src/import/types.ts';
import { hasSourceChoice, shownSources } from '../../../../src/views/import/shown-sources.ts';

const PLAIN: SourceFacts = {
  name: 'a.csv',
  bytes: 10,
  format: 'delimited',
  encoding: { id: 'utf-8', sure: true },
  dialect: null,
  sheets: [],
  sheet: null,
  columns: [],
};

const UNSURE: SourceFacts = { ...PLAIN, encoding: { id: 'euc-kr', sure: false } };

describe('the files drawn', () => {
  it('are all where they are few, or asked for', () => {
    expect(shownSources([PLAIN, PLAIN], false)).toEqual([0, 1]);
    expect(shownSources(new Array<SourceFacts>(200).fill(PLAIN), true)).toHaveLength(200);
  });

  it('are the first ones, and those whose encoding is not certain', () => {
    const many = new Array<SourceFacts>(200).fill(PLAIN).with(150, UNSURE);
    expect(shownSources(many, false)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 150]);
  });
});

describe('the panel of the files', () => {
  const recognition = (change: Partial<ImportRecognition>): ImportRecognition =>
    ({ sources: [PLAIN], lookups: [], unused: [], ...change }) as unknown as ImportRecognition;

  it('is not there for one plain text', () => {
    expect(hasSourceChoice(recognition({}))).toBe(false);
  });

  it('is there for several files, for one left unread, and for what could be misread', () => {
    expect(hasSourceChoice(recognition({ sources: [PLAIN, PLAIN] }))).toBe(true);
    expect(hasSourceChoice(recognition({ unused: [PLAIN] }))).toBe(true);
    expect(hasSourceChoice(recognition({ sources: [UNSURE] }))).toBe(true);
    const cp949: SourceFacts = { ...PLAIN, encoding: { id: 'euc-kr', sure: true } };
    expect(hasSourceChoice(recognition({ sources: [cp949] }))).toBe(true);
  });

  it('is there for a workbook of several sheets, not for one', () => {
    const workbook = (...sheets: string[]): SourceFacts[] => [
      { ...PLAIN, format: 'workbook', encoding: null, sheets, sheet: sheets[0] ?? null },
    ];
    expect(hasSourceChoice(recognition({ sources: workbook('2023', '2024') }))).toBe(true);
    expect(hasSourceChoice(recognition({ sources: workbook('2023') }))).toBe(false);
  });
});
