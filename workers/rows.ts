import type { Sql } from '../src/core/sql.ts';
import { decodeRows } from '../src/engine/arrow.ts';
import type { Session } from './duckdb.ts';

type Rows = ReturnType<typeof decodeRows>;

/** The rows of a query, decoded. */
export async function rows(session: Session, query: Sql): Promise<Rows> {
  return decodeRows(await session.query(query));
}

/** The first row of a query; an empty one where there is none. */
export async function first(session: Session, query: Sql): Promise<Rows[number]> {
  return (await rows(session, query))[0] ?? {};
}
