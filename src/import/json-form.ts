import { isSurelyLines } from './json-lines-key.ts';
import { unquoted } from './json-splitter.ts';

/** How the objects of a table stand in a file of JSON. */
export type JsonForm =
  /** One object a line (NDJSON). */
  | { readonly kind: 'lines' }
  /** Objects one after another, over several lines each. */
  | { readonly kind: 'values' }
  /** In the array to which the keys lead; [] for the outermost. */
  | { readonly kind: 'array'; readonly path: readonly string[] };

/** Arrays of objects are looked for as deep as `{"data": {"shop": {"orders": [ … ]}}}`. */
const DEEPEST = 3;
const ORDERS = /order|sale|transaction|purchase|invoice|receipt|주문|거래|결제|매출|판매/i;
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:]/gs;

interface Level {
  readonly bracket: string;
  /** Keys that lead to it; null below an array. */
  readonly path: readonly string[] | null;
  key: string;
  /** Objects that are elements of it. */
  objects: number;
}

/**
 * Tells from the first characters of a file how its objects stand in it. Of several arrays of
 * objects in one object, that with the name of orders is the table, then the outer one, then the
 * longer.
 *
 * @returns null where there is no list of objects
 */
export function jsonForm(head: string): JsonForm | null {
  const first = /\S/.exec(head)?.[0];
  if (first === '[') return { kind: 'array', path: [] };
  if (first !== '{') return null;
  const open: Level[] = [];
  const arrays: Level[] = [];
  let text = '';
  for (const found of head.matchAll(TOKEN)) {
    const token = found[0];
    const level = open.at(-1);
    if (token === '{' || token === '[') {
      if (token === '{' && level?.bracket === '[') level.objects++;
      const opened = openLevel(token, level);
      if (token === '[' && opened.path !== null) arrays.push(opened);
      open.push(opened);
    } else if (token === ':') {
      if (level !== undefined && text !== '') level.key = unquoted(text) ?? text;
    } else if (token.startsWith('"')) {
      text = token;
    } else if (open.pop() !== undefined && open.length === 0) {
      const end = found.index + 1;
      if (/^\s*\S/.test(head.slice(end, end + 10_000))) return inARow(head.slice(0, end));
    }
  }
  return largest(arrays);
}

function openLevel(bracket: string, parent: Level | undefined): Level {
  if (parent === undefined) return { bracket, path: [], key: '', objects: 0 };
  const { path, key } = parent;
  const isNear = parent.bracket === '{' && path !== null && path.length < DEEPEST;
  return { bracket, path: isNear ? [...path, key] : null, key: '', objects: 0 };
}

function inARow(first: string): JsonForm {
  return { kind: /[\n\r]/.test(first.trim()) ? 'values' : 'lines' };
}

function largest(arrays: readonly Level[]): JsonForm | null {
  const tables = arrays.flatMap(({ path, objects }) =>
    path === null || objects === 0
      ? []
      : [{ path, objects, isOrders: ORDERS.test(path.at(-1) ?? '') }],
  );
  const [best] = tables.toSorted(
    (a, b) =>
      Number(b.isOrders) - Number(a.isOrders) ||
      a.path.length - b.path.length ||
      b.objects - a.objects,
  );
  if (best === undefined) return null;
  // One order alone.
  if (isSurelyLines(best.path.at(-1) ?? '')) return { kind: 'values' };
  return { kind: 'array', path: best.path };
}
