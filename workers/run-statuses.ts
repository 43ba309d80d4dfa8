import { MOST_STATUSES, statusesSql } from '../src/data/profile.ts';
import { allTextRowsSql } from '../src/data/source.ts';
import type { StagedId, StatusCount } from './engine-api.ts';
import type { Job } from './job.ts';
import { rows } from './rows.ts';
import type { Store } from './store.ts';

/**
 * The states that orders are in, with their rows; null where no column tells them. They are read
 * from the files: no staged row keeps its own.
 */
export async function statusesOf(
  store: Store,
  id: StagedId,
  job: Job,
): Promise<readonly StatusCount[] | null> {
  const { mapping, sources, lookups, recognition } = store.file(id);
  const index = mapping.roles.indexOf('status');
  if (index === -1) return null;
  const source = allTextRowsSql(sources, recognition.columns.length, lookups);
  const found = await store.database.session([], job.signal, (session) =>
    rows(session, statusesSql(index, source)),
  );
  if (found.length > MOST_STATUSES) return null;
  return found.map((row) => ({ value: String(row['value']), rows: Number(row['rows']) }));
}
