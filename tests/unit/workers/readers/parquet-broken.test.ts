import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openParquet } from '../../../../workers/readers/parquet.ts';
import type { StartDecoder } from '../../../../workers/readers/parquet-start.ts';
import { decodeHere, never } from '../../../helpers/table-file.ts';

let whole: Uint8Array<ArrayBuffer>;
const folder = mkdtempSync(join(tmpdir(), 'dangol-parquet-'));

beforeAll(async () => {
  const path = join(folder, 'orders.parquet');
  const native = await (await DuckDBInstance.create(':memory:')).connect();
  await native.run(
    `COPY (SELECT i AS id, 'customer ' || i AS who FROM range(5000) r(i))
     TO '${path}' (FORMAT parquet, CODEC uncompressed)`,
  );
  native.closeSync();
  whole = new Uint8Array(readFileSync(path));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function readAll(bytes: Uint8Array<ArrayBuffer>, start = decodeHere): Promise<number> {
  const file = await openParquet(new Blob([bytes]), 'orders.parquet', start);
  let pieces = 0;
  for await (const piece of file.batches([0, 1], never)) pieces += Math.sign(piece.length);
  return pieces;
}

function changed(change: (bytes: Uint8Array, view: DataView) => void): Uint8Array<ArrayBuffer> {
  const bytes = whole.slice();
  change(bytes, new DataView(bytes.buffer));
  return bytes;
}

/** Where a text first stands in the file. */
function find(text: string): number {
  return Buffer.from(whole.buffer).indexOf(text);
}

const broken = (reason: unknown) => ({
  code: 'parquet_broken',
  params: { file: 'orders.parquet', reason },
});

describe('a broken Parquet file', () => {
  it('is told by its ends', async () => {
    await expect(readAll(whole.slice(0, 10_000))).rejects.toMatchObject(broken('no footer'));
    await expect(readAll(whole.slice(0, 6))).rejects.toMatchObject(broken('no footer'));
    await expect(readAll(whole.slice(4))).rejects.toMatchObject(broken('not a Parquet file'));
    await expect(readAll(new Uint8Array())).rejects.toMatchObject(broken('not a Parquet file'));
  });

  it('is told by a footer of the wrong length', async () => {
    const tooLong = changed((_, view) => view.setUint32(whole.length - 8, whole.length, true));
    await expect(readAll(tooLong)).rejects.toMatchObject(broken('footer longer than the file'));
    for (const length of [0, 1, 100, whole.length - 12]) {
      const wrong = changed((_, view) => view.setUint32(whole.length - 8, length, true));
      await expect(readAll(wrong)).rejects.toMatchObject(broken(expect.stringMatching(/\w/)));
    }
  });

  it('is told by its pages', async () => {
    const noText = changed((bytes) => bytes.fill(0xff, find('customer 7'), find('customer 9')));
    await expect(readAll(noText)).rejects.toMatchObject(broken(expect.stringMatching(/\w/)));
    const noHeader = changed((bytes) => bytes.fill(0xff, 4, 40));
    await expect(readAll(noHeader)).rejects.toMatchObject(broken(expect.stringMatching(/\w/)));
    // The module is as good as before.
    expect(await readAll(whole)).toBe(1);
  });

  it('is told from one that is encrypted', async () => {
    const encrypted = changed((bytes) => {
      bytes.set(new TextEncoder().encode('PARE'), 0);
      bytes.set(new TextEncoder().encode('PARE'), bytes.length - 4);
    });
    await expect(readAll(encrypted)).rejects.toMatchObject({
      code: 'parquet_encrypted',
      params: { file: 'orders.parquet' },
    });
  });

  it('is given up when the decoder breaks down over it', async () => {
    let stopped = false;
    const breaksDown: StartDecoder = () => ({
      ...decodeHere(),
      decoder: { ...decodeHere().decoder, open: () => new Promise(() => undefined) },
      broken: Promise.reject(new Error('unreachable')),
      stop: () => (stopped = true),
    });
    await expect(readAll(whole, breaksDown)).rejects.toMatchObject(broken('damaged data'));
    expect(stopped).toBe(true);
  });

  it('is told from one that cannot be read any more', async () => {
    const gone = {
      size: 100,
      slice: () => ({ arrayBuffer: () => Promise.reject(new Error('x')) }),
    };
    await expect(openParquet(gone as unknown as Blob, 'gone', decodeHere)).rejects.toMatchObject({
      code: 'file_unreadable',
      params: { file: 'gone' },
    });
  });
});
