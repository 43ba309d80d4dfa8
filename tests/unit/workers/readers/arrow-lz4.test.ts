import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeLz4 } from '../../../../workers/readers/arrow-ipc-lz4.ts';

/** 9,000 lines `row 0 of many` to `row 6 of many`, over and over: 126,000 bytes. */
const TEXT = Array.from({ length: 9000 }, (_, i) => `row ${i % 7} of many\n`).join('');

/** By `lz4 -9 -BD -B4`: blocks of 64 KB that refer to the ones before them. */
const LINKED =
  'BCJNGERAXjMBAADgcm93IDAgb2YgbWFueQoOABkxDgAZMg4AGTMOABk0DgAZNQ4AGTYOAA9iAP////////////////' +
  '//////////////////////////////////////////////////////////////////////////////////////////' +
  '//////////////////////////////////////////////////////////////////////////////////////////' +
  '//////////////////////////////////////////////////////////////////////////////////////////' +
  '//////////////////////////////////////////////////////+CUG55CnJv9wAAAA9iAP////////////////' +
  '//////////////////////////////////////////////////////////////////////////////////////////' +
  '//////////////////////////////////////////////////////////////////////////////////////////' +
  '//////////////////////////////////////////////////////////////////////////////////////////' +
  '/////////////////////////////wVQbWFueQoAAAAAjN8/Ng==';

/** By `lz4 -9 --content-size -BX -BI -B5`: with a size and a checksum of each block. */
const SIZED =
  'BCJNGHxQMOwBAAAAAAC8IAIAAOByb3cgMCBvZiBtYW55Cg4AGTEOABkyDgAZMw4AGTQOABk1DgAZNg4AD2IA//////' +
  '//////////////////////////////////////////////////////////////////////////////////////////' +
  '//////////////////////////////////////////////////////////////////////////////////////////' +
  '//////////////////////////////////////////////////////////////////////////////////////////' +
  '//////////////////////////////////////////////////////////////////////////////////////////' +
  '//////////////////////////////////////////////////////////////////////////////////////////' +
  '//////////////////////////////////////////////////////////////////////////////////////////' +
  '//////////////////////////////////////////////////////////////////////////////////////////' +
  '/////////////////////59QbWFueQqr4Ef5AAAAAIzfPzY=';

const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

it('decodes frames of linked blocks, and frames with sizes and checksums', () => {
  expect(textOf(decodeLz4(bytesOf(LINKED)))).toBe(TEXT);
  expect(textOf(decodeLz4(bytesOf(SIZED)))).toBe(TEXT);
});

it('decodes frames one after another, and nothing', () => {
  const both = Uint8Array.from([...bytesOf(LINKED), ...bytesOf(SIZED)]);
  expect(textOf(decodeLz4(both))).toBe(TEXT + TEXT);
  expect(decodeLz4(new Uint8Array())).toHaveLength(0);
});

it('refuses what is no frame, and ends with whatever it is given', () => {
  expect(() => decodeLz4(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8))).toThrow(RangeError);
  fc.assert(
    fc.property(fc.nat(bytesOf(LINKED).length - 1), fc.nat(255), fc.boolean(), (at, byte, cut) => {
      const wrong = bytesOf(LINKED);
      wrong[at] = byte;
      try {
        expect(decodeLz4(cut ? wrong.subarray(0, at) : wrong).length).toBeLessThan(300_000);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
    }),
    { numRuns: 200, seed: 3 },
  );
});
