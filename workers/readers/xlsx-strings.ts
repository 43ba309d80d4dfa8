import { piecesOf } from './pieces.ts';
import { unpack, type Part } from './xlsx-archive.ts';
import { TextBytes } from './xlsx-text.ts';
import { elementName, type XmlHandler, XmlScanner } from './xlsx-xml.ts';

const [ITEM, TEXT, RUN, PHONETIC] = [
  elementName('si'),
  elementName('t'),
  elementName('r'),
  elementName('rPh'),
];

/** The texts that cells refer to by number, as fields of CSV one after the other. */
export interface SharedStrings {
  readonly bytes: Uint8Array;
  /** Where each begins, and at last where the last one ends. */
  readonly offsets: Uint32Array;
}

export const NO_STRINGS: SharedStrings = { bytes: new Uint8Array(0), offsets: new Uint32Array(1) };

/**
 * The shared strings of a workbook.
 *
 * @throws Error where the part ends in the middle; DangolError cancelled
 */
export async function readSharedStrings(part: Part, signal: AbortSignal): Promise<SharedStrings> {
  const table = new StringTable();
  const scanner = new XmlScanner(table);
  for await (const chunk of piecesOf(unpack(part), signal)) scanner.push(chunk);
  return table.finish();
}

/** Gathers what a string has (CT_Rst): a text, or runs of text with a format of their own. */
export class RichText {
  readonly text = new TextBytes(1024);
  #inText = false;
  #inPhonetic = false;
  #hasRuns = false;

  clear(): void {
    this.text.length = 0;
    this.#inText = this.#inPhonetic = this.#hasRuns = false;
  }

  opened(name: number): void {
    if (name === TEXT) this.#inText = !this.#inPhonetic;
    else if (name === PHONETIC) this.#inPhonetic = true;
    else if (name === RUN && !this.#hasRuns) {
      this.text.length = 0;
      this.#hasRuns = true;
    }
  }

  closed(name: number): void {
    if (name === TEXT) this.#inText = false;
    else if (name === PHONETIC) this.#inPhonetic = false;
  }

  append(bytes: Uint8Array, start: number, end: number, isRaw: boolean): void {
    if (this.#inText) this.text.appendXml(bytes, start, end, isRaw);
  }
}

class StringTable implements XmlHandler {
  readonly #fields = new TextBytes(64 * 1024);
  readonly #string = new RichText();
  #offsets = new Uint32Array(4096);
  #count = 0;
  #depth = 0;
  #inItem = false;

  opened(name: number): void {
    this.#depth++;
    if (this.#inItem) this.#string.opened(name);
    else if (name === ITEM) {
      this.#inItem = true;
      this.#string.clear();
    }
  }

  closed(name: number): void {
    this.#depth--;
    if (!this.#inItem) return;
    if (name !== ITEM) {
      this.#string.closed(name);
      return;
    }
    this.#inItem = false;
    const { bytes, length } = this.#string.text;
    this.#fields.appendField(bytes, 0, length, true);
    this.#keep();
  }

  text(bytes: Uint8Array, start: number, end: number, isRaw: boolean): void {
    if (this.#inItem) this.#string.append(bytes, start, end, isRaw);
  }

  finish(): SharedStrings {
    if (this.#depth !== 0) throw new Error('the shared strings end in the middle');
    return { bytes: this.#fields.take(), offsets: this.#offsets.slice(0, this.#count + 1) };
  }

  #keep(): void {
    if (++this.#count === this.#offsets.length) {
      const grown = new Uint32Array(this.#offsets.length * 2);
      grown.set(this.#offsets);
      this.#offsets = grown;
    }
    this.#offsets[this.#count] = this.#fields.length;
  }
}
