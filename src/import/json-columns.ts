import { linesScore } from './json-lines-key.ts';

/** A record of JSON. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Where the fields of an object go: a column of the table, or an object within it. */
export interface JsonNode {
  /** The position of the column that takes the field's own value; -1 for none. */
  readonly column: number;
  readonly fields: ReadonlyMap<string, JsonNode>;
  /** Where the objects of the array go that are the order's lines; else null. */
  readonly lines: JsonNode | null;
}

/** The columns of a table of JSON. */
export interface JsonShape {
  readonly names: readonly string[];
  readonly root: JsonNode;
  readonly hasLines: boolean;
}

/** A field is found as deep as `total_price_set.shop_money.amount`. */
const DEEPEST = 3;
/** More columns than a table of orders has; an object whose keys are ids would have thousands. */
const MOST_COLUMNS = 500;
/** Lines are named so under whatever name they stand, and so are known as an order's lines. */
const LINE = 'line_item';

/** What was seen under a key. */
interface Seen {
  readonly fields: Map<string, Seen>;
  /** The fields of objects in an array under the key. */
  readonly elements: Map<string, Seen>;
  hasValue: boolean;
  hasNull: boolean;
}

/** Collects the columns of a table from its objects, in the order in which their keys appear. */
export class JsonColumns {
  readonly #root = new Map<string, Seen>();
  #seen = 0;

  add(object: JsonObject): void {
    this.#visit(object, this.#root, 1);
  }

  /** The columns of the order, then of its lines; null where no object had a field. */
  shape(): JsonShape | null {
    const names: string[] = [];
    const chosen = linesOf(this.#root);
    const root = node(this.#root, '', names, chosen);
    const lines = chosen === null ? null : node(chosen.elements, `${LINE}.`, names, null);
    if (names.length === 0) return null;
    return {
      names,
      root: chosen === null ? root : withLines(root, this.#root, chosen, lines),
      hasLines: chosen !== null,
    };
  }

  #visit(object: JsonObject, into: Map<string, Seen>, depth: number): void {
    for (const key of Object.keys(object)) {
      const seen = into.get(key) ?? this.#new(key, into);
      if (seen === null) continue;
      const value = object[key];
      if (value === null) seen.hasNull = true;
      else if (Array.isArray(value)) this.#visitArray(value, seen, depth);
      else if (typeof value !== 'object') seen.hasValue = true;
      else if (depth < DEEPEST) this.#visit(value as JsonObject, seen.fields, depth + 1);
    }
  }

  #visitArray(values: readonly unknown[], seen: Seen, depth: number): void {
    for (const value of values) {
      if (!isObject(value)) seen.hasValue ||= value !== null && !Array.isArray(value);
      else this.#visit(value, seen.elements, Math.min(depth, 2));
    }
  }

  #new(key: string, into: Map<string, Seen>): Seen | null {
    if (this.#seen >= MOST_COLUMNS) return null;
    this.#seen++;
    const seen = { fields: new Map(), elements: new Map(), hasValue: false, hasNull: false };
    into.set(key, seen);
    return seen;
  }
}

/** More keys than anybody wants to read of. */
const MOST_UNKNOWN = 100;

/** Adds the keys of an object that were not there when the columns were collected. */
export function addUnknownKeys(
  object: JsonObject,
  at: JsonNode,
  into: Set<string>,
  prefix = '',
  depth = 1,
): void {
  for (const key of Object.keys(object)) {
    const known = at.fields.get(key);
    const value = object[key];
    if (known === undefined) {
      if (into.size < MOST_UNKNOWN) into.add(prefix + key);
    } else if (Array.isArray(value)) {
      if (known.lines === null) continue;
      for (const line of value) {
        if (isObject(line)) addUnknownKeys(line, known.lines, into, `${LINE}.`, 2);
      }
    } else if (isObject(value) && depth < DEEPEST) {
      addUnknownKeys(value, known, into, `${prefix}${key}.`, depth + 1);
    }
  }
}

/** Whether a value of JSON is an object, and no array. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The array that looks most like an order's lines. */
function linesOf(root: ReadonlyMap<string, Seen>): Seen | null {
  let best: { readonly seen: Seen; readonly score: number } | null = null;
  const visit = (fields: ReadonlyMap<string, Seen>): void => {
    for (const [key, seen] of fields) {
      const score = seen.elements.size === 0 ? 0 : linesScore(key, [...seen.elements.keys()]);
      if (score > (best?.score ?? 0)) best = { seen, score };
      visit(seen.fields);
    }
  };
  visit(root);
  return (best as { readonly seen: Seen } | null)?.seen ?? null;
}

/** Gives each field a column, in order of appearance. */
function node(
  fields: ReadonlyMap<string, Seen>,
  prefix: string,
  names: string[],
  lines: Seen | null,
): JsonNode {
  const nodes = new Map<string, JsonNode>();
  for (const [key, seen] of fields) {
    const isNested = seen.fields.size > 0 || seen.elements.size > 0;
    const isColumn = seen !== lines && (seen.hasValue || (seen.hasNull && !isNested));
    const column = isColumn ? names.push(prefix + key) - 1 : -1;
    nodes.set(key, { ...node(seen.fields, `${prefix}${key}.`, names, lines), column });
  }
  return { column: -1, fields: nodes, lines: null };
}

/** The same node, with where the lines go put in. */
function withLines(
  at: JsonNode,
  fields: ReadonlyMap<string, Seen>,
  chosen: Seen,
  lines: JsonNode | null,
): JsonNode {
  const nodes = new Map<string, JsonNode>();
  for (const [key, child] of at.fields) {
    const seen = fields.get(key);
    const inner = seen === undefined ? child : withLines(child, seen.fields, chosen, lines);
    nodes.set(key, seen === chosen ? { ...inner, lines } : inner);
  }
  return { ...at, fields: nodes };
}
