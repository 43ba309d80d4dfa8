import { DangolError } from '../src/core/errors.ts';
import { ident, sql } from '../src/core/sql.ts';
import { canonicalSql, factsSql } from '../src/data/canonical.ts';
import type { CleaningRules } from '../src/data/cleaning.ts';
import { toFacts } from '../src/data/facts.ts';
import { leftOutMask, netMask, returnMask } from '../src/data/ledger.ts';
import { dimensionsOf } from '../src/data/filter.ts';
import { flagsWithCodes } from '../src/data/staging.ts';
import { inFile } from './engine-error.ts';
import type { Dataset, StagedId } from './engine-api.ts';
import { type Job, steps } from './job.ts';
import { first } from './rows.ts';
import type { Store } from './store.ts';

/** Builds the canonical tables in a new schema; the dataset in use changes when they are whole. */
export async function commitStaged(
  store: Store,
  id: StagedId,
  name: string,
  rules: CleaningRules,
  job: Job,
): Promise<Dataset> {
  const { database } = store;
  const source = store.file(id);
  const step = steps(job, ['customers', 'orders', 'days']);
  const schema = store.newSchema('data');
  try {
    await database.session([], job.signal, (session) =>
      session.run(sql`CREATE SCHEMA ${ident(schema)}`),
    );
    const facts = await database.session([schema, source.id], job.signal, async (session) => {
      const input = {
        shape: source.shape,
        flags: flagsWithCodes(source.shape.product ? rules.notProductCodes : []),
        leftOutMask: leftOutMask(rules),
        returnMask: returnMask(rules),
        netMask: netMask(rules),
        cancelPrefix: source.mapping.cancelPrefix,
        orderIdsUnique: source.orderIdsUnique,
        stagedSchema: source.id,
      };
      for (const { step: name, statement } of canonicalSql(input)) {
        step(name);
        await session.run(statement);
      }
      return toFacts(await first(session, factsSql()), source.shape);
    });
    if (facts.customers === 0) {
      throw new DangolError('nothing_left', {
        file: source.recognition.fileName,
        rows: source.rows,
      });
    }
    const dataset = { name, facts, rules, dimensions: dimensionsOf(source.shape) };
    await store.use({ schema, source, dataset });
    return dataset;
  } catch (error) {
    await store.discard(schema);
    throw inFile(error, source.recognition.fileName);
  }
}
