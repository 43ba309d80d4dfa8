import { DangolError } from '../../src/core/errors.ts';
import type { JsonForm } from '../../src/import/json-form.ts';
import { jsonFault } from '../../src/import/json-fault.ts';
import { parseJson } from '../../src/import/json-rows.ts';
import { JsonFault, JsonSplitter, type JsonElement } from '../../src/import/json-splitter.ts';
import { placeOf, textChunks } from './json-text.ts';

/** The longest object, in characters: beyond it the file is no list of orders. */
const LONGEST = 16_000_000;
const MEGABYTE = 1_000_000;

/**
 * The values of a list of JSON, some hundreds or thousands at a time.
 *
 * @throws DangolError json_broken, line_too_long, not_utf8, cancelled
 */
export async function* jsonValues(
  file: Blob,
  name: string,
  form: JsonForm,
  signal: AbortSignal,
): AsyncGenerator<readonly unknown[], void, undefined> {
  const splitter =
    form.kind === 'lines'
      ? new LineSplitter()
      : new JsonSplitter(form.kind === 'array' ? form.path : null);
  try {
    for await (const chunk of textChunks(file, name, signal)) {
      yield splitter.push(chunk).map(valueOf);
      await guardLength(splitter.waiting, file, name);
    }
    yield splitter.end().map(valueOf);
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    throw await brokenAt(file, name, error.at);
  }
}

/** The error that says where a file is no JSON. */
export async function brokenAt(file: Blob, name: string, at: number): Promise<DangolError> {
  return new DangolError('json_broken', { file: name, ...(await placeOf(file, at)) });
}

function valueOf({ text, at }: JsonElement): unknown {
  try {
    return parseJson(text);
  } catch {
    throw new JsonFault(at + (jsonFault(text) ?? 0));
  }
}

async function guardLength(
  { at, length }: { readonly at: number; readonly length: number },
  file: Blob,
  name: string,
): Promise<void> {
  if (length <= LONGEST) return;
  const { line } = await placeOf(file, at);
  const megabytes = Math.round(length / MEGABYTE);
  throw new DangolError('line_too_long', { file: name, line, megabytes });
}

/** Divides text into its lines; blank ones are left out. */
class LineSplitter {
  #rest = '';
  #at = 0;

  push(chunk: string): JsonElement[] {
    const text = this.#rest + chunk;
    const lines: JsonElement[] = [];
    let start = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      lines.push({ text: text.slice(start, end), at: this.#at + start });
      start = end + 1;
    }
    this.#rest = text.slice(start);
    this.#at += start;
    return lines.filter(isNotBlank);
  }

  end(): JsonElement[] {
    return [{ text: this.#rest, at: this.#at }].filter(isNotBlank);
  }

  get waiting(): { readonly at: number; readonly length: number } {
    return { at: this.#at, length: this.#rest.length };
  }
}

function isNotBlank({ text }: JsonElement): boolean {
  return text.trim() !== '';
}
