import type { EncodingId } from '../../src/import/encodings.ts';

/** What a table's bytes do not say, or say wrongly: what the user chose. */
export interface ReadChoices {
  /** The encoding of text. Default: detected. */
  readonly encoding?: EncodingId;
}

/**
 * A file as delimited UTF-8 text (RFC 4180, comma, `\n`, a header), in pieces: what every format
 * but plain text becomes on its way to the engine. The first pieces are enough to recognise it by,
 * and a consumer that has enough stops the generator with `return()`.
 *
 * Dates are written as ISO 8601, numbers plainly (`1234.5`), a missing value as nothing.
 */
export type TextPieces = AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined>;
