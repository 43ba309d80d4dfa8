import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findOpenQuote } from '../../../src/import/open-quote.ts';
import type { Dialect } from '../../../src/import/types.ts';

const PLAIN: Dialect = { delimiter: ',', newline: '\n', hasHeader: true, bom: false, skip: 0 };
const never = new AbortController().signal;

const open = (text: string, dialect: Partial<Dialect> = {}): ReturnType<typeof findOpenQuote> =>
  findOpenQuote(new Blob([text]), { ...PLAIN, ...dialect }, never);

/** A file whose stream gives pieces of so many bytes. */
class ChunkedBlob extends Blob {
  readonly #bytes: Uint8Array;
  readonly #size: number;

  constructor(text: string, size: number) {
    super([text]);
    this.#bytes = new TextEncoder().encode(text);
    this.#size = size;
  }

  override stream(): ReturnType<Blob['stream']> {
    const [bytes, size] = [this.#bytes, this.#size];
    return new ReadableStream({
      start(controller) {
        for (let at = 0; at < bytes.length; at += size) {
          controller.enqueue(bytes.slice(at, at + size));
        }
        controller.close();
      },
    });
  }
}

describe('an open quote', () => {
  test('on line 101 of a thousand is found there', async () => {
    const lines = Array.from({ length: 1000 }, (_, i) => `${i + 1},c${i + 1},2024-01-01,5.00`);
    lines[99] = '100,"c100,2024-01-01,5.00';
    expect(await open(`order,customer,day,amount\n${lines.join('\n')}\n`)).toEqual({ line: 101 });
  });

  test.each([
    ['at the start of the file', '"a,b\n1,2\n', 1],
    ['after blanks, as the reader takes it', 'a,b\n1,  "2\n', 2],
    ['after a quoted field over several lines', 'a,b\r\n"1\r\n\r\n2",3\r\n4,"5\r\n', 5],
    ['after lines that end in a bare \\r', 'a,b\r1,2\r3,"4\r', 3],
    ['that ends in a doubled quote', 'a,b\n1,"2""', 2],
  ])('%s', async (_, text, line) => {
    expect(await open(text)).toEqual({ line });
  });

  test('after a byte order mark', async () => {
    expect(await open('\ufeff"a,b\n1,2\n', { bom: true })).toEqual({ line: 1 });
  });

  test.each([
    ['no quote', 'a,b\n1,2\n'],
    ['nothing', ''],
    ['quotes within a field', 'a,b\n5" pipe,6"\nx "y,z\n'],
    ['a closing quote at the end of the file', 'a,b\n1,"2"'],
    ['doubled quotes, empty and not', 'a,b\n"",""""\n"1 ""x"" 2",3\n'],
    ['text behind a closing quote', 'a,b\n"1"2 ",3\n'],
  ])('is not %s', async (_, text) => {
    expect(await open(text)).toBeNull();
  });

  test('is one whose field has over 1,000 newlines or 2,000,000 bytes', async () => {
    expect(await open(`a,b\n1,"${'\n'.repeat(1000)}"\n`)).toBeNull();
    expect(await open(`a,b\n1,"${'\n'.repeat(1001)}"\n`)).toEqual({ line: 2 });
    expect(await open(`a,b\n1,"${'\r'.repeat(1001)}"\n`, { newline: '\r' })).toEqual({ line: 2 });
    expect(await open(`a,b\n1,"${'x'.repeat(1_999_000)}"\n`)).toBeNull();
    expect(await open(`a,b\n1,"${'x'.repeat(2_000_001)}"\n`)).toEqual({ line: 2 });
  });

  test('is looked for until the signal is aborted', async () => {
    const reason = new Error('stopped');
    await expect(findOpenQuote(new Blob(['a,b\n']), PLAIN, AbortSignal.abort(reason))).rejects.toBe(
      reason,
    );
  });
});

test('any text, in pieces of any size, is judged as by a naive version', async () => {
  const pieces = fc.constantFrom(
    '"',
    '"',
    '""',
    ',',
    '\n',
    '\r\n',
    '\r',
    ' ',
    'x',
    'é',
    'x'.repeat(40),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join('')),
      fc.integer({ min: 1, max: 50 }),
      async (text, size) => {
        const found = await findOpenQuote(new ChunkedBlob(text, size), PLAIN, never);
        expect(found?.line ?? null).toBe(naiveOpenQuote(text));
      },
    ),
    { numRuns: 500 },
  );
});

/** The line of the quote that no other closes, field by field with a regular expression. */
function naiveOpenQuote(text: string): number | null {
  const field = / *"(?:[^"]|"")*"(?!")[^,\r\n]*|(?! *")[^,\r\n]*/y;
  let at = 0;
  for (;;) {
    field.lastIndex = at;
    const match = field.exec(text);
    if (match === null) {
      const before = text.slice(0, at);
      return (before.match(/\r\n|\r|\n/g)?.length ?? 0) + 1;
    }
    at += match[0].length;
    if (at >= text.length) return null;
    at++;
  }
}
