import type { StreamRow } from 'hucre/xlsx';
import { canCopy, localHeader, type Part, type Parts } from './xlsx-archive.ts';

/** The parts without which hucre knows no sheet, by the paths that nearly every writer uses. */
const COMMON =
  /^(?:\[Content_Types\]\.xml|_rels\/\.rels|xl\/_rels\/workbook\.xml\.rels|xl\/workbook\.xml|xl\/styles\.xml|xl\/sharedStrings\.xml)$/i;
const SHEET = /^xl\/worksheets\/sheet\d+\.xml$/i;
const CHUNK = 256 * 1024;
const BATCH = 500;

/**
 * The rows of one sheet as they are parsed, in batches.
 *
 * hucre reads an archive in one go where the sheet comes after what it refers to (Excel writes it
 * before), and does not wait for the consumer. So it gets a stream with the parts in the order it
 * needs, that rests while no row is asked for: memory holds no more than a few thousand rows.
 *
 * @param sheet the position of the sheet among all of the workbook's, from 0
 * @param path the sheet's part
 */
export async function* sheetRows(
  file: Blob,
  parts: Parts,
  sheet: number,
  path: string,
): AsyncGenerator<readonly StreamRow[], void, undefined> {
  const { streamXlsxRows } = await import('hucre/xlsx');
  const gate = new Gate();
  const order = partsInOrder(parts, path);
  let rows: AsyncGenerator<StreamRow, void, undefined> | null = null;
  let first: IteratorResult<StreamRow, void> | null = null;
  gate.open();
  if (order !== null) {
    rows = streamXlsxRows(archiveOf(order, gate), { sheet });
    // A workbook that refers to a part it lacks is read from memory all the same.
    first = await rows.next().catch(() => null);
  }
  if (rows === null || first === null) {
    rows = streamXlsxRows(await file.arrayBuffer(), { sheet });
    first = await rows.next();
  }
  try {
    let batch: StreamRow[] = [];
    for (let next = first; next.done !== true; next = await rows.next()) {
      if (batch.push(next.value) < BATCH) continue;
      gate.close();
      yield batch;
      gate.open();
      batch = [];
    }
    if (batch.length > 0) yield batch;
  } finally {
    gate.open();
    await rows.return();
  }
}

/** What the sheet refers to, then the sheet; null where the paths are others than hucre expects. */
function partsInOrder(parts: Parts, path: string): Part[] | null {
  const sheet = parts.get(path);
  if (sheet === undefined || !SHEET.test(path)) return null;
  const order = [...[...parts.values()].filter((part) => COMMON.test(part.path)), sheet];
  return order.every(canCopy) && parts.has('xl/workbook.xml') ? order : null;
}

function archiveOf(parts: readonly Part[], gate: Gate): ReadableStream<Uint8Array> {
  const chunks = chunksOf(parts);
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      await gate.opened();
      const next = await chunks.next();
      if (next.done === true) controller.close();
      else controller.enqueue(next.value);
    },
    async cancel() {
      await chunks.return();
    },
  });
}

async function* chunksOf(
  parts: readonly Part[],
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  for (const part of parts) {
    yield localHeader(part);
    for (let at = 0; at < part.compressed.size; at += CHUNK) {
      yield new Uint8Array(await part.compressed.slice(at, at + CHUNK).arrayBuffer());
    }
  }
}

/** Lets the reading of the file wait until a row is asked for. */
class Gate {
  #isOpen = false;
  #waiting: (() => void)[] = [];

  open(): void {
    this.#isOpen = true;
    for (const go of this.#waiting.splice(0)) go();
  }

  close(): void {
    this.#isOpen = false;
  }

  async opened(): Promise<void> {
    if (!this.#isOpen) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}
