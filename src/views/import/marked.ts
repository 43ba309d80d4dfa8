/** Around a value of a message, so that it can be found in the sentence and drawn apart. */
const OPEN = '\uE000';
const CLOSE = '\uE001';

export interface Piece {
  readonly text: string;
  readonly marked: boolean;
}

/** A value to put into a message; marks within the text itself, which may be a file's, are lost. */
export function mark(text: string): string {
  return OPEN + text.replaceAll(/[\uE000\uE001]/g, '') + CLOSE;
}

/** The sentence in pieces, those that were marked and those between them. */
export function pieces(sentence: string): readonly Piece[] {
  return sentence
    .split(/\uE000([^\uE001]*)\uE001/)
    .map((text, i) => ({ text, marked: i % 2 === 1 }))
    .filter(({ text }) => text !== '');
}
