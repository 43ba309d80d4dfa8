import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DangolError } from '../../../../src/core/errors.ts';
import { ENCODINGS, type EncodingId } from '../../../../src/import/encodings.ts';
import { decodedText, detectFileEncoding } from '../../../../workers/readers/decode.ts';
import { LegacyDecoder } from '../../../../workers/readers/legacy-decoder.ts';
import { collect } from '../../../../workers/readers/pieces.ts';
import { encodeText } from '../../../helpers/encode.ts';

const never = new AbortController().signal;
const blob = (...parts: (string | Uint8Array<ArrayBuffer>)[]): Blob => new Blob(parts);

async function decode(file: Blob, encoding: EncodingId, signal = never): Promise<string> {
  const bytes = await collect(decodedText(file, 'x.csv', encoding, signal), never);
  return Buffer.from(await bytes.arrayBuffer()).toString('utf8');
}

async function errorOf(run: Promise<unknown>): Promise<unknown> {
  try {
    return await run;
  } catch (error) {
    if (error instanceof DangolError) return error.toData();
    throw error;
  }
}

test.each(ENCODINGS)('%s becomes UTF-8 without a mark', async (encoding) => {
  const text = encoding === 'windows-1252' ? 'Zoë,5 €\n' : 'a,b\n日本,5\n';
  expect(await decode(blob(encodeText(text, encoding)), encoding)).toBe(text);
  if (!encoding.startsWith('utf')) return;
  expect(await decode(blob(encodeText(`\ufeff${text}`, encoding)), encoding)).toBe(text);
});

test('characters are whole where pieces meet', async () => {
  // A megabyte is a piece; each character of two bytes is shifted by one.
  const text = `a${'가'.repeat(600_000)}\n`;
  expect((await decode(blob(encodeText(text, 'euc-kr')), 'euc-kr')) === text).toBe(true);
});

test('any text comes back', async () => {
  const chars = fc.constantFrom(...Array.from('a,"\n가각한글김뷁'));
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: chars, maxLength: 50 }), async (text) => {
      for (const encoding of ['euc-kr', 'utf-16le', 'utf-8'] as const) {
        expect(await decode(blob(encodeText(text, encoding)), encoding)).toBe(text);
      }
    }),
    { numRuns: 50 },
  );
});

/** Bytes that Node, unlike browsers, takes for others, or for characters, in Shift-JIS. */
const OTHER_IN_NODE = [0x1a, 0x1c, 0x7f, 0x80, 0xa0, 0xfd, 0xfe, 0xff];
/** And where two bytes are no character, it drops the second even where it is ASCII. */
const isOtherInNode = (bytes: Uint8Array): boolean =>
  bytes.some((one) => OTHER_IN_NODE.includes(one)) ||
  new TextDecoder('shift_jis').decode(bytes).includes('\ufffd');

test('whatever the bytes, they are read as the browser reads them', async () => {
  // Bytes that begin, end and are no characters, and ASCII that may be the second of two.
  const byte = fc.oneof(
    fc.constantFrom(0x0a, 0x2c, 0x41, 0x5c, 0x7e, 0x80, 0x81, 0xa0, 0xa1, 0xb0, 0xc9, 0xfe, 0xff),
    fc.nat(255),
  );
  const bytes = fc.array(byte, { maxLength: 30 }).map((list) => Uint8Array.from(list));
  await fc.assert(
    fc.asyncProperty(bytes, fc.nat(30), async (all, cut) => {
      for (const encoding of ['euc-kr', 'shift_jis', 'windows-1252'] as const) {
        if (encoding === 'shift_jis' && isOtherInNode(all)) continue;
        // Few bytes that are no character, among many that are, are no error.
        const file = blob('a'.repeat(200_000), all);
        const expected = new TextDecoder(encoding).decode(all);
        expect((await decode(file, encoding)).slice(200_000)).toBe(expected);
        const decoder = new LegacyDecoder(encoding);
        const parts = [decoder.decode(all.subarray(0, cut)), decoder.decode(all.subarray(cut))];
        expect(Buffer.concat([...parts, decoder.end()]).toString('utf8')).toBe(expected);
        expect(decoder.replaced).toBe(expected.split('\ufffd').length - 1);
      }
    }),
    { numRuns: 200, seed: 1 },
  );
});

describe('bytes that are no character', () => {
  test('are replaced where they are few', async () => {
    const file = blob(encodeText('이름,값\n', 'euc-kr'), Uint8Array.of(0xb0), ',1\n');
    expect(await decode(file, 'euc-kr')).toBe('이름,값\n\ufffd,1\n');
  });

  test('are an error where they are many: the first line', async () => {
    const file = blob('a,b\r\n', encodeText('ä,1\r\n'.repeat(50), 'windows-1252'));
    expect(await errorOf(decode(file, 'euc-kr'))).toMatchObject({
      code: 'encoding_wrong',
      params: { file: 'x.csv', encoding: 'EUC-KR (CP949)', line: 2 },
    });
  });

  test('are an error in UTF-8', async () => {
    const file = blob('이름,값\n가,1\n', Uint8Array.of(0xb0), ',1\n');
    expect(await errorOf(decode(file, 'utf-8'))).toMatchObject({
      code: 'encoding_wrong',
      params: { encoding: 'UTF-8', line: 3 },
    });
  });
});

test('the encoding shows where the first part is ASCII alone', async () => {
  const ascii = 'a,b\n'.repeat(500_000);
  const file = blob(ascii, encodeText('주문번호,고객\n김민준,서울\n', 'euc-kr'));
  expect(await detectFileEncoding(file, 'x', never)).toMatchObject({ encoding: 'euc-kr' });
  expect(await detectFileEncoding(blob(ascii), 'x', never)).toMatchObject({ encoding: 'utf-8' });
});

test('a read can be cancelled', async () => {
  const aborted = AbortSignal.abort();
  expect(await errorOf(decode(blob('a'), 'euc-kr', aborted))).toMatchObject({ code: 'cancelled' });
});
