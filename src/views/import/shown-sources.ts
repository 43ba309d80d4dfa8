import type { ImportRecognition, SourceFacts } from '../../import/types.ts';

/** Files drawn at first, of an import that has very many. */
export const SOURCES_SHOWN = 8;

/** The positions of the files to draw: the first ones, and those that may have been misread. */
export function shownSources(sources: readonly SourceFacts[], all: boolean): readonly number[] {
  const positions = sources.map((_, i) => i);
  if (all || sources.length <= SOURCES_SHOWN) return positions;
  return positions.filter((i) => i < SOURCES_SHOWN || sources[i]?.encoding?.sure === false);
}

/** Whether there is anything to tell or to choose of the files: more than one plain UTF-8 text. */
export function hasSourceChoice({ sources, lookups, unused }: ImportRecognition): boolean {
  return sources.length + lookups.length + unused.length > 1 || sources.some(isChoice);
}

function isChoice({ encoding, sheets }: SourceFacts): boolean {
  return sheets.length > 1 || (encoding !== null && (encoding.id !== 'utf-8' || !encoding.sure));
}
