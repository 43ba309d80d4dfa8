import {
  Float64,
  Table,
  TimestampMicrosecond,
  Utf8,
  tableToIPC,
  vectorFromArray,
} from 'apache-arrow';
import { expect, test } from 'vitest';
import { hasInstants } from '../../../src/import/local-zone.ts';
import { openFiles } from '../../../workers/open-files.ts';

/** Orders as a typed file has them; `zone` null for times of the shop's own clocks. */
function orders(zone: string | null): File {
  const at = Array.from({ length: 40 }, (_, i) => Date.UTC(2024, 0, 1 + i, 20));
  const table = new Table({
    customer: vectorFromArray(
      at.map((_, i) => `c${i % 7}`),
      new Utf8(),
    ),
    ordered_at: vectorFromArray(at, new TimestampMicrosecond(zone)),
    amount: vectorFromArray(
      at.map((_, i) => 10.5 + i),
      new Float64(),
    ),
  });
  return new File([new Uint8Array(tableToIPC(table, 'stream'))], 'orders.arrows');
}

test.each([
  ['UTC', true],
  [null, false],
])('times that a typed file has in the zone %s are instants: %s', async (zone, instants) => {
  const job = { signal: new AbortController().signal, onProgress: () => undefined };
  const opened = await openFiles([orders(zone)], {}, job);
  const { recognition } = opened;
  opened.close();
  expect(recognition.mapping.roles.slice(0, 2)).toEqual(['customer', 'date']);
  expect(hasInstants(recognition, recognition.mapping)).toBe(instants);
});
