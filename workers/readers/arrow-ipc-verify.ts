/**
 * Checks the head of a message before Arrow's reader sees it: the reader believes every length
 * and address in it, and a single wrong byte lets it build lists until no memory is left.
 *
 * A head is a FlatBuffer (https://flatbuffers.dev/internals): a table is an offset back to its
 * vtable and then its fields; the vtable is two lengths and the offset of every field. The fields
 * that lead elsewhere are listed here by their numbers in Arrow's definitions
 * (https://github.com/apache/arrow/tree/main/format: Message.fbs, Schema.fbs, File.fbs).
 */

/** What a field leads to: a table, a list of tables, or a list of items of some bytes each. */
type Target = { readonly table: Shape } | { readonly tables: Shape } | { readonly items: number };
/** The fields that lead elsewhere, by number; some depend on the value of a byte in the table. */
type Shape = () => {
  readonly fields: Readonly<Record<number, Target>>;
  readonly union?: { readonly kind: number; readonly value: number; readonly of: Unions };
};
type Unions = Readonly<Record<number, Shape>>;

const TEXT = { items: 1 };
const plain: Shape = () => ({ fields: {} });
const pair: Shape = () => ({ fields: { 0: TEXT, 1: TEXT } });
const pairs = { tables: pair };
const encoding: Shape = () => ({ fields: { 1: { table: plain } } });
/** A timestamp's zone, and the ids of a union's types. */
const types: Unions = {
  10: () => ({ fields: { 1: TEXT } }),
  14: () => ({ fields: { 1: { items: 4 } } }),
};
const field: Shape = () => ({
  fields: { 0: TEXT, 4: { table: encoding }, 5: { tables: field }, 6: pairs },
  union: { kind: 2, value: 3, of: types },
});
const schema: Shape = () => ({ fields: { 1: { tables: field }, 2: pairs, 3: { items: 8 } } });
const batch: Shape = () => ({
  fields: { 1: { items: 16 }, 2: { items: 16 }, 3: { table: plain }, 4: { items: 8 } },
});
const dictionary: Shape = () => ({ fields: { 1: { table: batch } } });
const message: Shape = () => ({
  fields: { 4: pairs },
  union: { kind: 1, value: 2, of: { 1: schema, 2: dictionary, 3: batch } },
});
const footer: Shape = () => ({
  fields: { 1: { table: schema }, 2: { items: 24 }, 3: { items: 24 }, 4: pairs },
});

/** @throws RangeError for a message's head that leads outside of itself */
export function verifyMessage(bytes: Uint8Array): void {
  new Verifier(bytes).root(message);
}

/** @throws RangeError for a footer that leads outside of itself */
export function verifyFooter(bytes: Uint8Array): void {
  new Verifier(bytes).root(footer);
}

const DEPTH = 64;

class Verifier {
  readonly #view: DataView;
  /** More tables than words cannot be there, unless some are there over and over. */
  #tables: number;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#tables = bytes.byteLength / 4;
  }

  root(shape: Shape): void {
    this.#table(this.#target(0), shape, 0);
  }

  #table(at: number, shape: Shape, depth: number): void {
    this.#tables -= 1;
    if (this.#tables < 0 || depth > DEPTH) throw damaged();
    this.#within(at, 4);
    const vtable = at - this.#view.getInt32(at, true);
    this.#within(vtable, 4);
    const size = this.#view.getUint16(vtable, true);
    const length = this.#view.getUint16(vtable + 2, true);
    this.#within(vtable, size);
    this.#within(at, length);
    const place = (number: number): number | null => {
      const slot = 4 + 2 * number;
      const offset = slot + 2 <= size ? this.#view.getUint16(vtable + slot, true) : 0;
      if (offset >= length && offset > 0) throw damaged();
      return offset === 0 ? null : at + offset;
    };
    const { fields, union } = shape();
    for (const [number, target] of Object.entries(fields)) {
      const where = place(Number(number));
      if (where !== null) this.#follow(where, target, depth);
    }
    if (union === undefined) return;
    const [kind, value] = [place(union.kind), place(union.value)];
    if (value === null) return;
    const table = union.of[kind === null ? 0 : this.#view.getUint8(kind)] ?? plain;
    this.#follow(value, { table }, depth);
  }

  #follow(at: number, target: Target, depth: number): void {
    const to = this.#target(at);
    if ('table' in target) {
      this.#table(to, target.table, depth + 1);
      return;
    }
    this.#within(to, 4);
    const count = this.#view.getUint32(to, true);
    this.#within(to + 4, count * ('items' in target ? target.items : 4));
    if ('items' in target) return;
    for (let i = 0; i < count; i += 1) {
      this.#table(this.#target(to + 4 + 4 * i), target.tables, depth + 1);
    }
  }

  #target(at: number): number {
    this.#within(at, 4);
    return at + this.#view.getUint32(at, true);
  }

  #within(at: number, length: number): void {
    if (at < 0 || at + length > this.#view.byteLength) throw damaged();
  }
}

function damaged(): RangeError {
  return new RangeError('a damaged head of a message');
}
