import { serialToDate } from 'hucre';
import { cellText } from '../../src/import/sheet-cell.ts';
import type { RowBatch } from './xlsx-row-batch.ts';
import { RichText, type SharedStrings } from './xlsx-strings.ts';
import type { DateStyles } from './xlsx-styles.ts';
import { shortString, TextBytes } from './xlsx-text.ts';
import { elementName, ShortAttributes, type XmlHandler } from './xlsx-xml.ts';

const [SHEET_DATA, ROW, CELL, VALUE, INLINE] = [
  elementName('sheetData'),
  elementName('row'),
  elementName('c'),
  elementName('v'),
  elementName('is'),
];
const [R, S, T] = [elementName('r'), elementName('s'), elementName('t')];
const [BOOLEAN, SHARED, ERROR, TEXT, INLINE_TEXT, NUMBER] = [0, 1, 2, 3, 4, 5];
const [LETTER_B, LETTER_E, LETTER_I, LETTER_S] = [0x62, 0x65, 0x69, 0x73];
const [DIGIT_0, DIGIT_9, MINUS, POINT] = [0x30, 0x39, 0x2d, 0x2e];
/** Of so many digits each number is a double of its own, so its shortest text is the one given. */
const EXACT_DIGITS = 15;

/** What a workbook says of its cells outside the sheet. */
export interface CellContext {
  readonly strings: SharedStrings;
  readonly dateStyles: DateStyles;
  readonly is1904: boolean;
}

/** Puts the rows of a sheet's part into a batch, their cells as texts (see `cellText`). */
export class SheetCells implements XmlHandler {
  readonly #rows: RowBatch;
  readonly #context: CellContext;
  readonly #attributes = new ShortAttributes();
  readonly #value = new TextBytes(1024);
  readonly #inline = new RichText();
  readonly #moment = new Moment();
  #inData = false;
  #inRow = false;
  #inCell = false;
  #inValue = false;
  #inInline = false;
  #row = -1;
  #column = 0;
  #type = NUMBER;
  #isDate = false;

  constructor(rows: RowBatch, context: CellContext) {
    this.#rows = rows;
    this.#context = context;
  }

  /** Whether the part ended among its rows. */
  get isCut(): boolean {
    return this.#inData;
  }

  opened(name: number, bytes: Uint8Array, start: number, end: number): void {
    if (name === VALUE) this.#inValue = this.#inCell;
    else if (name === CELL) this.#openCell(bytes, start, end);
    else if (name === ROW) this.#openRow(bytes, start, end);
    else if (name === SHEET_DATA) this.#inData = true;
    else if (name === INLINE) this.#inInline = this.#inCell;
    else if (this.#inInline) this.#inline.opened(name);
  }

  closed(name: number): void {
    if (name === VALUE) this.#inValue = false;
    else if (name === CELL) this.#closeCell();
    else if (name === ROW) this.#closeRow();
    else if (name === SHEET_DATA) this.#inData = false;
    else if (name === INLINE) this.#inInline = false;
    else if (this.#inInline) this.#inline.closed(name);
  }

  text(bytes: Uint8Array, start: number, end: number, isRaw: boolean): void {
    if (this.#inValue) this.#value.appendXml(bytes, start, end, isRaw);
    else if (this.#inInline) this.#inline.append(bytes, start, end, isRaw);
  }

  #openRow(bytes: Uint8Array, start: number, end: number): void {
    if (!this.#inData) return;
    this.#attributes.read(bytes, start, end);
    const [from, to] = [this.#attributes.start(R), this.#attributes.end(R)];
    this.#row = to > from ? numberIn(bytes, from, to) - 1 : this.#row + 1;
    this.#inRow = true;
    this.#column = 0;
  }

  #closeRow(): void {
    if (this.#inRow) this.#rows.closeRow(this.#row);
    this.#inRow = false;
  }

  #openCell(bytes: Uint8Array, start: number, end: number): void {
    if (!this.#inRow) return;
    const attributes = this.#attributes;
    attributes.read(bytes, start, end);
    this.#inCell = true;
    this.#value.length = 0;
    this.#inline.clear();
    this.#type = typeIn(bytes, attributes.start(T), attributes.end(T));
    const [style, styleEnd] = [attributes.start(S), attributes.end(S)];
    this.#isDate =
      styleEnd > style && this.#context.dateStyles[numberIn(bytes, style, styleEnd)] === true;
    const [from, to] = [attributes.start(R), attributes.end(R)];
    if (to > from) this.#column = columnIn(bytes, from, to);
  }

  #closeCell(): void {
    if (!this.#inCell) return;
    this.#inCell = this.#inValue = this.#inInline = false;
    this.#write();
    this.#rows.closeCell(this.#column);
    this.#column++;
  }

  #write(): void {
    const { fields } = this.#rows;
    const { bytes, length } = this.#value;
    if (this.#type === INLINE_TEXT) {
      const { text } = this.#inline;
      fields.appendField(text.bytes, 0, text.length, true);
    } else if (length === 0) return;
    else if (this.#type === SHARED) this.#writeShared();
    else if (this.#type === NUMBER) this.#writeNumber();
    else if (this.#type === BOOLEAN) fields.appendString(isTrue(bytes, length) ? 'TRUE' : 'FALSE');
    else fields.appendField(bytes, 0, length, this.#type === TEXT);
  }

  #writeShared(): void {
    const { bytes, offsets } = this.#context.strings;
    const index = numberIn(this.#value.bytes, 0, this.#value.length);
    const [start, end] = [offsets[index], offsets[index + 1]];
    if (start !== undefined && end !== undefined) this.#rows.fields.append(bytes, start, end);
  }

  #writeNumber(): void {
    const { fields } = this.#rows;
    const { bytes, length } = this.#value;
    if (!this.#isDate && isShortest(bytes, length)) {
      fields.append(bytes, 0, length);
      return;
    }
    if (this.#isDate && this.#moment.is(bytes, length)) {
      fields.append(this.#moment.text.bytes, 0, this.#moment.text.length);
      return;
    }
    const number = Number(shortString(bytes, 0, length));
    if (Number.isNaN(number)) {
      fields.appendField(bytes, 0, length, false);
      return;
    }
    const { is1904 } = this.#context;
    const value = this.#isDate ? serialToDate(number, is1904) : number;
    const text = cellText(value, is1904);
    fields.appendString(text);
    if (this.#isDate) this.#moment.keep(bytes, length, text);
  }
}

/** The last date that was written: rows of one order have the same, one after the other. */
class Moment {
  readonly text = new TextBytes(64);
  readonly #serial = new TextBytes(64);

  is(bytes: Uint8Array, length: number): boolean {
    const serial = this.#serial;
    if (serial.length !== length) return false;
    for (let i = 0; i < length; i++) if (serial.bytes[i] !== bytes[i]) return false;
    return true;
  }

  keep(bytes: Uint8Array, length: number, text: string): void {
    this.#serial.length = this.text.length = 0;
    this.#serial.append(bytes, 0, length);
    this.text.appendString(text);
  }
}

function typeIn(bytes: Uint8Array, start: number, end: number): number {
  const [first, length] = [bytes[start], end - start];
  if (length === 1) {
    if (first === LETTER_S) return SHARED;
    if (first === LETTER_B) return BOOLEAN;
    return first === LETTER_E ? ERROR : NUMBER;
  }
  if (first === LETTER_S && length === 'str'.length) return TEXT;
  return first === LETTER_I && length === 'inlineStr'.length ? INLINE_TEXT : NUMBER;
}

function numberIn(bytes: Uint8Array, start: number, end: number): number {
  let number = 0;
  for (let i = start; i < end; i++) {
    const digit = (bytes[i] ?? 0) - DIGIT_0;
    if (digit < 0 || digit > 9) return Number(shortString(bytes, start, end));
    number = number * 10 + digit;
  }
  return number;
}

/** The column of a reference such as `B5`, from 0; -1 where it names none. */
function columnIn(bytes: Uint8Array, start: number, end: number): number {
  let column = 0;
  for (let i = start; i < end; i++) {
    // Small letters become large ones.
    const letter = ((bytes[i] ?? 0) & 0xdf) - 0x40;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
  }
  return column - 1;
}

/** Whether a number stands as it would be written: no exponent, no zeros without need, no blanks. */
function isShortest(bytes: Uint8Array, length: number): boolean {
  const start = bytes[0] === MINUS ? 1 : 0;
  const digits = length - start;
  if (digits < 1 || digits > EXACT_DIGITS + 1) return false;
  let point = -1;
  for (let i = start; i < length; i++) {
    const byte = bytes[i] ?? 0;
    if (byte === POINT && point === -1) point = i;
    else if (byte < DIGIT_0 || byte > DIGIT_9) return false;
  }
  if (bytes[start] === DIGIT_0 && digits > 1 && point !== start + 1) return false;
  if (point === -1) return digits <= EXACT_DIGITS && (start === 0 || bytes[1] !== DIGIT_0);
  return point > start && bytes[length - 1] !== DIGIT_0 && point < length - 1;
}

function isTrue(bytes: Uint8Array, length: number): boolean {
  const text = shortString(bytes, 0, length);
  return text === '1' || text.toLowerCase() === 'true';
}
