import { recognise } from '../../src/import/recognise.ts';
import type { Recognition } from '../../src/import/types.ts';

/** What the program understands of a whole file with this text. */
export function recogniseText(text: string, name = 'orders.csv'): Recognition {
  return recogniseBytes(new TextEncoder().encode(text), name);
}

/** What the program understands of a whole file with these bytes. */
export function recogniseBytes(bytes: Uint8Array, name = 'orders.csv'): Recognition {
  return recognise(bytes, { name, bytes: bytes.length, complete: true });
}
