import {
  Bool,
  compressionRegistry,
  CompressionType,
  type Data,
  type DataType,
  DateDay,
  DateMillisecond,
  Decimal,
  Dictionary,
  DurationSecond,
  Field,
  Float32,
  Int32,
  Int64,
  LargeUtf8,
  List,
  makeData,
  Null,
  RecordBatch,
  RecordBatchFileWriter,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  TimeSecond,
  TimestampMicrosecond,
  TimestampMillisecond,
  TimestampNanosecond,
  TimestampSecond,
  Uint8,
  Uint64,
  Utf8,
  Utf8View,
  type Vector,
  vectorFromArray,
} from 'apache-arrow';
import { beforeAll, describe, expect, it } from 'vitest';
import { openArrow } from '../../../../workers/readers/arrow-ipc.ts';
import type { TableFile } from '../../../../workers/readers/table-file.ts';
import { never, openTableDb, type TableDb } from '../../../helpers/table-file.ts';

let db: TableDb;

beforeAll(async () => {
  db = await openTableDb();
});

type Columns = Readonly<Record<string, Vector>>;

/** A batch of columns, each of one chunk. */
function batchOf(columns: Columns): RecordBatch {
  const fields = Object.entries(columns).map(
    ([name, { type }]) => new Field(name, type as DataType, true),
  );
  const children = Object.values(columns).flatMap(({ data }): Data[] => data.slice(0, 1));
  const data = makeData({
    type: new Struct(fields),
    length: children[0]?.length ?? 0,
    nullCount: 0,
    children,
  });
  return new RecordBatch(new Schema(fields), data);
}

function write(
  batches: readonly RecordBatch[],
  format: 'file' | 'stream',
  compressionType: CompressionType | null = null,
): Uint8Array<ArrayBuffer> {
  const options = { compressionType };
  const writer =
    format === 'file' ? new RecordBatchFileWriter(options) : new RecordBatchStreamWriter(options);
  for (const batch of batches) writer.write(batch);
  writer.finish();
  return writer.toUint8Array(true).slice();
}

function open(bytes: Uint8Array<ArrayBuffer>): Promise<TableFile> {
  return openArrow(new Blob([bytes]), 'orders.arrow');
}

async function load(columns: Columns): Promise<(string | null)[][]> {
  await db.load(await open(write([batchOf(columns)], 'stream')));
  return db.rows('SELECT columns(*)::VARCHAR FROM t').map((row) => Object.values(row) as string[]);
}

/** Two orders; the second has nothing but its id. */
const orders = () => ({
  order: vectorFromArray(['A-1', 'A-2'], new Utf8()),
  quantity: vectorFromArray([3, null], new Int32()),
  day: vectorFromArray([new Date('2024-01-31'), null], new DateDay()),
});
const ORDERS_CSV = 'order,quantity,day\nA-1,3,2024-01-31\nA-2,,\n';

async function headOf(file: TableFile): Promise<string> {
  return new TextDecoder().decode(await file.head(10, never));
}

describe('an Arrow file', () => {
  it('is read as a file and as a stream', async () => {
    for (const format of ['file', 'stream'] as const) {
      const batches = [batchOf(orders()), batchOf(orders())];
      const file = await open(write(batches, format));
      expect(file.rows).toBe(4);
      expect(file.columns).toEqual([
        { name: 'order', type: 'text' },
        { name: 'quantity', type: 'integer' },
        { name: 'day', type: 'date' },
      ]);
      expect(await headOf(await open(write([batchOf(orders())], format)))).toBe(ORDERS_CSV);
      await db.load(file, [2, 0]);
      expect(db.types()).toEqual({ c2: 'DATE', c0: 'VARCHAR' });
      expect(db.rows('SELECT c0, c2::VARCHAR AS c2 FROM t')).toEqual([
        { c0: 'A-1', c2: '2024-01-31' },
        { c0: 'A-2', c2: null },
        { c0: 'A-1', c2: '2024-01-31' },
        { c0: 'A-2', c2: null },
      ]);
    }
  });

  it('keeps numbers, dates and truth values', async () => {
    expect(
      await load({
        a: vectorFromArray([true, false, null], new Bool()),
        b: vectorFromArray([200, 0, null], new Uint8()),
        c: vectorFromArray([-(2n ** 63n), 2n ** 63n - 1n, null], new Int64()),
        d: vectorFromArray([2n ** 64n - 1n, 0n, null], new Uint64()),
        e: vectorFromArray([9.99, -1234.5, null], new Float32()),
        f: vectorFromArray([new Date('1969-12-31T12:00:00Z'), new Date('2024-02-29T23:00:00Z'), null], new DateMillisecond()),
        g: vectorFromArray([36_672, 1, null], new TimeSecond()),
        h: vectorFromArray([86_400n, -1n, null], new DurationSecond()),
        i: vectorFromArray([null, null, null], new Null()),
      }),
    ).toEqual([
      ['true', '200', '-9223372036854775808', '18446744073709551615', '9.99', '1969-12-31', '10:11:12', '86400', null],
      ['false', '0', '9223372036854775807', '0', '-1234.5', '2024-02-29', '00:00:01', '-1', null],
      [null, null, null, null, null, null, null, null, null],
    ]); // prettier-ignore
  });

  it('keeps timestamps of every unit, and leaves out what no calendar has', async () => {
    const values = (...numbers: bigint[]) => BigInt64Array.from(numbers);
    const column = (type: DataType, data: BigInt64Array) =>
      new (vectorFromArray([]).constructor as new (data: unknown[]) => Vector)([
        makeData({ type: type as unknown as TimestampSecond, length: data.length, data }),
      ]);
    const rows = await load({
      s: column(new TimestampSecond(), values(-1n, 2n ** 62n)),
      ms: column(new TimestampMillisecond(), values(-1n, 2n ** 62n)),
      us: column(new TimestampMicrosecond('Asia/Seoul'), values(-1n, 2n ** 62n)),
      ns: column(new TimestampNanosecond(), values(-1n, 2n ** 60n)),
    });
    expect(rows).toEqual([
      ['1969-12-31 23:59:59', '1969-12-31 23:59:59.999', '1969-12-31 23:59:59.999999', '1969-12-31 23:59:59.999999'],
      [null, null, null, '2006-07-14 23:58:24.606846'],
    ]); // prettier-ignore
    expect(Object.values(db.types())).toEqual(Array(4).fill('TIMESTAMP'));
  });

  it('keeps decimals of every width', async () => {
    const decimal = (bits: number, words: readonly number[]) =>
      new (vectorFromArray([]).constructor as new (data: unknown[]) => Vector)([
        makeData({
          type: new Decimal(2, bits === 256 ? 76 : 9, bits),
          length: 2,
          data: Uint32Array.from(words),
        }),
      ]);
    const minus = 0xffffffff;
    expect(
      await load({
        a: decimal(32, [1250, 0xfffffffb]),
        b: decimal(64, [1250, 0, 0xfffffffb, minus]),
        c: decimal(128, [1250, 0, 0, 0, 0xfffffffb, minus, minus, minus]),
        d: decimal(256, [1250, 0, 0, 0, 0, 0, 0, 0, 0xfffffffb, ...Array<number>(7).fill(minus)]),
      }),
    ).toEqual([
      ['12.50', '12.50', '12.50', '12.50'],
      ['-0.05', '-0.05', '-0.05', '-0.05'],
    ]);
    expect(Object.values(db.types()).join()).toBe('DECIMAL(9,2),DECIMAL(9,2),DECIMAL(9,2),VARCHAR');
  });

  it('keeps text however it is laid out', async () => {
    const texts = ['단골', null, '', 'longer than the twelve bytes of a view', '단골'];
    expect(
      await load({
        large: vectorFromArray(texts, new LargeUtf8()),
        view: vectorFromArray(texts, new Utf8View()),
        coded: vectorFromArray(texts, new Dictionary(new Utf8(), new Int32())),
        numbers: vectorFromArray([7, null, 8, 9, 7], new Dictionary(new Int32(), new Uint8())),
        truths: vectorFromArray(
          [true, null, false, true, true],
          new Dictionary(new Bool(), new Int32()),
        ),
      }),
    ).toEqual([
      ['단골', '단골', '단골', '7', 'true'],
      [null, null, null, null, null],
      ['', '', '', '8', 'false'],
      [texts[3], texts[3], texts[3], '9', 'true'],
      ['단골', '단골', '단골', '7', 'true'],
    ]);
    expect(Object.values(db.types()).join()).toBe('VARCHAR,VARCHAR,VARCHAR,BIGINT,BOOLEAN');
  });

  it('leaves out lists and structs', async () => {
    const list = vectorFromArray([[1], [2]], new List(new Field('item', new Int32(), true)));
    const file = await open(write([batchOf({ list, ...orders() })], 'file'));
    expect(file.columns.map(({ name }) => name)).toEqual(['order', 'quantity', 'day']);
    expect(await headOf(file)).toBe(ORDERS_CSV);
  });

  it('may have no rows', async () => {
    const empty = batchOf({ a: vectorFromArray([], new Utf8()) });
    const file = await open(write([empty], 'stream'));
    expect([file.rows, await headOf(file)]).toEqual([0, 'a\n']);
    await db.load(file);
    expect(db.rows('SELECT count(*) AS n FROM t')).toEqual([{ n: 0 }]);
  });

  it('may be compressed with LZ4, as Feather files are, or with Zstandard', async () => {
    await open(write([batchOf(orders())], 'file')).then(headOf);
    for (const [type, encode] of [
      [CompressionType.LZ4_FRAME, storedLz4],
      [CompressionType.ZSTD, storedZstd],
    ] as const) {
      const codec = compressionRegistry.get(type);
      compressionRegistry.set(type, { ...codec, encode });
      const many = vectorFromArray(
        Array.from({ length: 300 }, (_, i) => `customer ${i}`),
        new Utf8(),
      );
      const bytes = write([batchOf({ many })], 'file', type);
      compressionRegistry.set(type, codec ?? {});
      await db.load(await open(bytes));
      expect(db.rows('SELECT count(DISTINCT c0) AS n, max(c0) AS m FROM t')).toEqual([
        { n: 300, m: 'customer 99' },
      ]);
    }
  });
});

const bytesOf = (...numbers: number[]) => Uint8Array.from(numbers);
const uint32 = (n: number) => bytesOf(n & 255, (n >> 8) & 255, (n >> 16) & 255, n >>> 24);

function join(...parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** A frame of one block that is not compressed. */
function storedLz4(data: Uint8Array): Uint8Array {
  const header = bytesOf(0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82);
  const block = data.length === 0 ? [] : [uint32(data.length + 0x80000000), data];
  return join(header, ...block, uint32(0));
}

function storedZstd(data: Uint8Array): Uint8Array {
  const block = uint32((data.length << 3) | 1).subarray(0, 3);
  return join(bytesOf(0x28, 0xb5, 0x2f, 0xfd, 0xa0), uint32(data.length), block, data);
}

describe('a broken Arrow file', () => {
  const broken = (reason: unknown) => ({
    code: 'arrow_broken',
    params: { file: 'orders.arrow', reason },
  });
  const read = async (bytes: Uint8Array<ArrayBuffer>) => db.load(await open(bytes));

  it('is told wherever it breaks off', async () => {
    const stream = write([batchOf(orders())], 'stream');
    // Without the mark of the end the stream is whole still.
    for (let length = 1; length < stream.length - 8; length += 7) {
      const cut = stream.slice(0, length);
      const schemaOnly = cut.length === new DataView(stream.buffer).getInt32(4, true) + 8;
      if (!schemaOnly)
        await expect(read(cut), String(length)).rejects.toMatchObject(broken(expect.any(String)));
    }
    const file = write([batchOf(orders())], 'file');
    await expect(read(file.slice(0, -20))).rejects.toMatchObject(broken('no footer'));
    await expect(read(new Uint8Array())).rejects.toMatchObject(broken('no schema'));
  });

  it('is told by what it says of its buffers', async () => {
    const text = (offsets: number[]) => {
      const data = makeData({ type: new Utf8(), length: 2, nullCount: 0, valueOffsets: Int32Array.from(offsets), data: new TextEncoder().encode('abcd') });
      return { a: new (vectorFromArray([]).constructor as new (data: unknown[]) => Vector)([data]) };
    }; // prettier-ignore
    expect(await load(text([0, 2, 4]))).toEqual([['ab'], ['cd']]);
    const bytes = write([batchOf(text([0, 2, 4]))], 'stream');
    const at = Buffer.from(bytes.buffer).indexOf(Buffer.from(Int32Array.of(0, 2, 4).buffer));
    for (const [offset, reason] of [
      [400, 'offsets that go back'],
      [-5, 'offsets that go back'],
    ] as const) {
      const wrong = bytes.slice();
      new DataView(wrong.buffer).setInt32(at + 4, offset, true);
      await expect(read(wrong)).rejects.toMatchObject(broken(reason));
    }
    const beyond = bytes.slice();
    new DataView(beyond.buffer).setInt32(at + 8, 4000, true);
    await expect(read(beyond)).rejects.toMatchObject(broken('a buffer too short for its column'));
  });

  it('never harms what comes after, whatever is wrong with it', async () => {
    const many = vectorFromArray(
      ['a', 'bb', null, '단골'],
      new Dictionary(new Utf8(), new Int32()),
    );
    const bytes = write([batchOf({ many, n: vectorFromArray([1, 2, 3, 4], new Int32()) })], 'file');
    for (let at = 0; at < bytes.length; at += 1) {
      const wrong = bytes.slice();
      wrong[at] = (wrong[at] ?? 0) ^ 0x55;
      await read(wrong).catch((error: unknown) => {
        expect(error, String(at)).toMatchObject({
          code: expect.stringMatching(/arrow_broken|engine_failed/) as string,
        });
      });
    }
    expect(await load(orders())).toEqual([
      ['A-1', '3', '2024-01-31'],
      ['A-2', null, null],
    ]);
  });
});
