import { isObject, type JsonNode, type JsonObject, type JsonShape } from './json-columns.ts';
import { plainNumber } from './sheet-number.ts';

type Row = (string | null)[];

/**
 * The rows of an object: one for each of its lines, with the order's own fields repeated, or one
 * where it has none. Arrays of values are joined with `|`; null is blank; keys that the shape
 * does not know are left out.
 */
export function jsonRows(object: JsonObject, shape: JsonShape): Row[] {
  const row = new Array<string | null>(shape.names.length).fill(null);
  const found: { lines: readonly unknown[]; node: JsonNode }[] = [];
  fill(row, object, shape.root, found);
  const [first] = found;
  const lines = first?.lines.filter(isObject) ?? [];
  if (first === undefined || lines.length === 0) return [row];
  return lines.map((line) => {
    const own = row.slice();
    fill(own, line, first.node, []);
    return own;
  });
}

function fill(
  row: Row,
  object: JsonObject,
  node: JsonNode,
  found: { lines: readonly unknown[]; node: JsonNode }[],
): void {
  for (const key of Object.keys(object)) {
    const child = node.fields.get(key);
    if (child === undefined) continue;
    const value = object[key];
    if (typeof value !== 'object') {
      if (child.column !== -1) row[child.column] = scalarText(value);
    } else if (Array.isArray(value)) {
      if (child.lines !== null) found.push({ lines: value, node: child.lines });
      else if (child.column !== -1) row[child.column] = joined(value);
    } else if (value !== null) {
      fill(row, value as JsonObject, child, found);
    }
  }
}

function joined(values: readonly unknown[]): string {
  return values
    .filter((value) => typeof value !== 'object')
    .map(scalarText)
    .join('|');
}

function scalarText(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? plainNumber(value) : String(value);
}

const LONG_DIGITS = /\d{16}/;
const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Parses JSON so that numbers of 16 digits and more, which are ids and not exact as a number,
 * keep all their digits: they come as text.
 *
 * @throws SyntaxError
 */
export function parseJson(text: string): unknown {
  return JSON.parse(LONG_DIGITS.test(text) ? quoteLongNumbers(text) : text);
}

function quoteLongNumbers(text: string): string {
  return text.replaceAll(STRING_OR_NUMBER, (token) =>
    token.startsWith('"') || !LONG_DIGITS.test(token) || /[eE]/.test(token) ? token : `"${token}"`,
  );
}
