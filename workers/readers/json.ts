import { DangolError } from '../../src/core/errors.ts';
import {
  addUnknownKeys,
  isObject,
  JsonColumns,
  type JsonShape,
} from '../../src/import/json-columns.ts';
import { jsonFault } from '../../src/import/json-fault.ts';
import { jsonForm, type JsonForm } from '../../src/import/json-form.ts';
import { jsonRows } from '../../src/import/json-rows.ts';
import { csvPieces, type CsvRecord } from './csv-pieces.ts';
import { brokenAt, jsonValues } from './json-elements.ts';
import { textChunks } from './json-text.ts';
import type { TextPieces } from './reader.ts';

/** So much of the file tells how its objects stand in it. */
const HEAD = 4_000_000;
/** From so much of the file the columns are taken, counted in objects' batches of a megabyte. */
const BATCHES_FOR_COLUMNS = 32;

/**
 * A list of orders in JSON as CSV: an array of objects, an object that holds one, or one object a
 * line (NDJSON). UTF-8 only.
 *
 * Objects within an order become columns named `customer.email`, at most three deep. The array
 * that holds the order's lines makes a row of each line, with the order's fields repeated and the
 * line's own named `line_item.sku`; other arrays of objects are left out. The columns are those of
 * the first 32 MB, in order of appearance: keys that come later only are left out, and told by
 * `lateKeys`.
 *
 * @throws DangolError json_broken, json_no_table, line_too_long, not_utf8, cancelled
 */
export async function* jsonAsCsv(file: Blob, name: string, signal: AbortSignal): TextPieces {
  const layout = layouts.get(file) ?? (await layoutOf(file, name, signal));
  layouts.set(file, layout);
  yield* csvPieces(records(file, name, layout, signal));
}

/** The keys that are no column, of the files that were read to their end. */
const late = new WeakMap<Blob, ReadonlySet<string>>();

/** Keys that first come after what the columns were taken from; known once the file was read. */
export function lateKeys(file: Blob): readonly string[] {
  return [...(late.get(file) ?? [])];
}

/** How the objects stand in a file, and the columns they have. */
interface Layout {
  readonly form: JsonForm;
  readonly shape: JsonShape;
}

/** A file is read twice, first its head alone. What is known of it need not be found again. */
const layouts = new WeakMap<Blob, Layout>();

async function layoutOf(file: Blob, name: string, signal: AbortSignal): Promise<Layout> {
  const form = await formOf(file, name, signal);
  return { form, shape: await shapeOf(file, name, form, signal) };
}

async function formOf(file: Blob, name: string, signal: AbortSignal): Promise<JsonForm> {
  let head = '';
  for await (const chunk of textChunks(file, name, signal)) {
    head += chunk;
    if (head.length >= HEAD) break;
  }
  const form = jsonForm(head);
  if (form !== null) return form;
  if (head.trim() === '') throw new DangolError('empty_file', { file: name });
  const fault = jsonFault(head);
  // A head that was cut ends too early, which says nothing of the file.
  if (fault === null || (fault === head.length && head.length >= HEAD)) {
    throw new DangolError('json_no_table', { file: name });
  }
  throw await brokenAt(file, name, fault);
}

async function shapeOf(
  file: Blob,
  name: string,
  form: JsonForm,
  signal: AbortSignal,
): Promise<JsonShape> {
  const columns = new JsonColumns();
  let batches = 0;
  for await (const values of jsonValues(file, name, form, signal)) {
    for (const value of values) if (isObject(value)) columns.add(value);
    if (++batches === BATCHES_FOR_COLUMNS) break;
  }
  const shape = columns.shape();
  if (shape === null) throw new DangolError('json_no_table', { file: name });
  return shape;
}

async function* records(
  file: Blob,
  name: string,
  { form, shape }: Layout,
  signal: AbortSignal,
): AsyncGenerator<readonly CsvRecord[], void, undefined> {
  yield [shape.names];
  const unknown = new Set<string>();
  let batches = 0;
  for await (const values of jsonValues(file, name, form, signal)) {
    const objects = values.filter(isObject);
    if (++batches > BATCHES_FOR_COLUMNS) {
      for (const object of objects) addUnknownKeys(object, shape.root, unknown);
    }
    yield objects.flatMap((object) => jsonRows(object, shape));
  }
  late.set(file, unknown);
}
