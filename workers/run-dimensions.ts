import { sql } from '../src/core/sql.ts';
import { dimensionValuesSql } from '../src/data/dimension-values.ts';
import { leftOutMask } from '../src/data/ledger.ts';
import { flagsWithCodes } from '../src/data/staging.ts';
import type { DimensionFacts } from './engine-api.ts';
import type { Job } from './job.ts';
import { rows } from './rows.ts';
import type { Store } from './store.ts';

/** What the dataset in use can be filtered by, with the most frequent values of each. */
export async function dimensionFacts(
  store: Store,
  { signal }: Job,
): Promise<readonly DimensionFacts[]> {
  const { schema, source, dataset } = store.current;
  const { rules, dimensions } = dataset;
  const flags = flagsWithCodes(source.shape.product ? rules.notProductCodes : []);
  const kept = sql`(${flags} & ${leftOutMask(rules)}) = 0`;
  return store.database.session([schema, source.id], signal, async (session) => {
    const found: DimensionFacts[] = [];
    for (const dimension of dimensions) {
      const values = await rows(session, dimensionValuesSql(dimension, kept));
      found.push({
        ...dimension,
        values: values.map(({ value, count }) => ({
          value: value === null || value === undefined ? null : String(value),
          count: Number(count),
        })),
        distinct: Number(values[0]?.['distinct'] ?? 0),
      });
    }
    return found;
  });
}
