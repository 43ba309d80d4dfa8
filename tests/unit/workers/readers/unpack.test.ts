import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { DangolError } from '../../../../src/core/errors.ts';
import { guarded } from '../../../../workers/readers/limits.ts';
import { collect, firstBytes } from '../../../../workers/readers/pieces.ts';
import type { TextPieces } from '../../../../workers/readers/reader.ts';
import { unpack } from '../../../../workers/readers/unpack.ts';
import { encodeText } from '../../../helpers/encode.ts';
import { zipOf } from '../../../helpers/zip.ts';

const never = new AbortController().signal;
const CSV = 'id,day,sum\n1,2024-03-05,5\n';

const textOf = async (pieces: TextPieces): Promise<string> => (await collect(pieces, never)).text();

/** Names and texts of all that is packed. */
async function contents(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<[string, string][]> {
  const files = await unpack(new Blob([bytes]), name, never);
  const all: [string, string][] = [];
  for (const file of files) all.push([file.name, await textOf(file.open(never))]);
  return all;
}

async function codeOf(run: Promise<unknown>): Promise<unknown> {
  try {
    return await run;
  } catch (error) {
    if (error instanceof DangolError) return error.code;
    throw error;
  }
}

const gz = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(gzipSync(text));
const joined = (...parts: Uint8Array[]): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(Buffer.concat(parts));

describe('gzip', () => {
  test('a file by hand', async () => {
    expect(await contents(gz(CSV), 'orders.csv.gz')).toEqual([['orders.csv', CSV]]);
  });

  test('several members, one empty, are one file', async () => {
    const bytes = joined(gz('id,day\n'), gz(''), gz('1,2\n'), gz('3,4\n'));
    expect(await contents(bytes, 'x.gz')).toEqual([['x', 'id,day\n1,2\n3,4\n']]);
  });

  test('what only looks like a member is data', async () => {
    const inner = gzipSync(CSV.repeat(20));
    const stored = Uint8Array.from(gzipSync(inner, { level: 0 }));
    const [file] = await unpack(new Blob([stored]), 'x.gz', never);
    const blob = await collect(file?.open(never) ?? fail(), never);
    expect(Buffer.from(await blob.arrayBuffer()).equals(inner)).toBe(true);
  });

  test('cut off, damaged, or with rubbish', async () => {
    const bytes = gz(CSV.repeat(1000));
    const cut = bytes.slice(0, bytes.length - 20);
    expect(await codeOf(contents(cut, 'x.gz'))).toBe('archive_truncated');
    const damaged = bytes.slice();
    damaged.fill(0xff, 20, 60);
    expect(await codeOf(contents(damaged, 'x.gz'))).toBe('archive_broken');
  });
});

describe('zip', () => {
  test('files, deflated or stored; folders and clutter are left out', async () => {
    const bytes = zipOf([
      { name: '2024/', content: '' },
      { name: '2024/march.csv', content: CSV },
      { name: '__MACOSX/2024/._march.csv', content: 'x' },
      { name: '2024/.DS_Store', content: 'x' },
      { name: '2024/april.csv', content: CSV.replace('5', '6'), stored: true },
      { name: 'empty.csv', content: '' },
    ]);
    expect(await contents(bytes, 'x.zip')).toEqual([
      ['2024/march.csv', CSV],
      ['2024/april.csv', CSV.replace('5', '6')],
    ]);
    const files = await unpack(new Blob([bytes]), 'x.zip', never);
    expect(files.map((file) => file.bytes)).toEqual([CSV.length, CSV.length]);
  });

  test('names that Windows wrote in Korean', async () => {
    const name = encodeText('주문내역\\2024년_3월.csv', 'euc-kr');
    const bytes = zipOf([
      { name, content: CSV },
      { name: '고객.csv', content: CSV },
    ]);
    const names = (await contents(bytes, 'x.zip')).map(([found]) => found);
    expect(names).toEqual(['주문내역/2024년_3월.csv', '고객.csv']);
  });

  test('packed files within are opened one level deep', async () => {
    const deepest = zipOf([{ name: 'a.csv', content: CSV }]);
    const inner = zipOf([
      { name: 'b.csv', content: CSV },
      { name: 'c.zip', content: deepest },
    ]);
    const bytes = zipOf([
      { name: 'inner.zip', content: inner },
      { name: 'd.csv.gz', content: gz(CSV) },
    ]);
    const files = await unpack(new Blob([bytes]), 'x.zip', never);
    expect(files.map(({ name }) => name)).toEqual([
      'inner.zip › b.csv',
      'inner.zip › c.zip',
      'd.csv',
    ]);
    expect(await textOf(files[0]?.open(never) ?? fail())).toBe(CSV);
    expect(await textOf(files[2]?.open(never) ?? fail())).toBe(CSV);
  });

  test('with a password, empty, cut off, damaged', async () => {
    const secret = zipOf([{ name: 'a.csv', content: CSV, encrypted: true }]);
    expect(await codeOf(contents(secret, 'x.zip'))).toBe('archive_encrypted');
    expect(await codeOf(contents(zipOf([]), 'x.zip'))).toBe('archive_empty');
    const bytes = zipOf([{ name: 'a.csv', content: CSV.repeat(1000) }]);
    expect(await codeOf(contents(bytes.slice(0, 100), 'x.zip'))).toBe('archive_truncated');
    const damaged = bytes.slice();
    damaged.fill(0xff, 60, 90);
    expect(await codeOf(contents(damaged, 'x.zip'))).toBe('archive_broken');
    const stored = zipOf([{ name: 'a.csv', content: CSV, stored: true }]);
    stored[40] = 0x78;
    expect(await codeOf(contents(stored, 'x.zip'))).toBe('archive_broken');
  });

  test('cut off behind an archive within it: the directory of that one is not taken for its own', async () => {
    const inner = zipOf([{ name: 'b.csv', content: CSV }]);
    const bytes = zipOf([
      { name: 'a.csv', content: CSV },
      { name: 'b.zip', content: inner, stored: true },
    ]);
    expect(await contents(bytes, 'x.zip')).toHaveLength(2);
    for (const lost of [40, 100]) {
      const cut = bytes.slice(0, bytes.length - lost);
      expect(await codeOf(contents(cut, 'x.zip'))).toBe('archive_truncated');
    }
  });
});

describe('limits', () => {
  // eslint-disable-next-line @typescript-eslint/require-await -- a source of pieces
  async function* zeros(megabytes: number): TextPieces {
    for (let i = 0; i < megabytes; i++) yield new Uint8Array(1_000_000);
  }

  async function size(pieces: TextPieces): Promise<number> {
    let bytes = 0;
    for await (const piece of pieces) bytes += piece.length;
    return bytes;
  }

  test('what grows 200 times and beyond 100 MB is a trap', async () => {
    expect(await size(guarded(zeros(100), 1000, 'x'))).toBe(100_000_000);
    expect(await size(guarded(zeros(150), 750_000, 'x'))).toBe(150_000_000);
    expect(await codeOf(size(guarded(zeros(150), 700_000, 'x')))).toBe('archive_too_large');
  });

  test('a bomb is given up before it is unpacked', async () => {
    const bomb = Uint8Array.from(gzipSync(Buffer.alloc(120_000_000), { level: 1 }));
    const [file] = await unpack(new Blob([bomb]), 'bomb.gz', never);
    expect(await codeOf(size(file?.open(never) ?? fail()))).toBe('archive_too_large');
  });
});

test('the first bytes are had without unpacking the rest, and a read can be cancelled', async () => {
  const [file] = await unpack(new Blob([gz(CSV.repeat(100_000))]), 'x.gz', never);
  if (file === undefined) throw new Error('nothing inside');
  const { bytes, complete } = await firstBytes(file.open(never), 20);
  expect([new TextDecoder().decode(bytes), complete]).toEqual([CSV.slice(0, 20), false]);
  const stop = new AbortController();
  const pieces = file.open(stop.signal);
  await pieces.next();
  stop.abort();
  expect(await codeOf(pieces.next())).toBe('cancelled');
});

function fail(): never {
  throw new Error('nothing inside');
}
