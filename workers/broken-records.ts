import { ident, sql } from '../src/core/sql.ts';
import { BROKEN_TABLE } from '../src/data/source.ts';
import type { Session } from './duckdb.ts';
import type { Staged } from './engine-api.ts';
import { rows } from './rows.ts';

/** How many unreadable records are shown. */
const BROKEN_SHOWN = 5;

/** The reader's list of broken records lives only as long as the connection: it is copied. */
export async function keepBroken(session: Session, file: number, isText: boolean): Promise<void> {
  if (file === 0) {
    await session.run(
      sql`CREATE TABLE broken (file USMALLINT, line INTEGER, "text" VARCHAR, error VARCHAR)`,
    );
  }
  if (!isText) return;
  await session.run(sql`INSERT INTO broken
SELECT ${file}, line::INTEGER AS line, any_value(csv_line) AS "text", any_value(error_type)::VARCHAR AS error
FROM ${ident(BROKEN_TABLE)} GROUP BY line ORDER BY line`);
}

/** The first of the records that could not be read, and how many each file has. */
export async function shownBroken(
  session: Session,
  files: number,
): Promise<Pick<Staged, 'broken' | 'brokenCounts'>> {
  const counts = await rows(
    session,
    sql`SELECT file::INTEGER AS file, count(*)::DOUBLE AS count FROM broken GROUP BY file`,
  );
  const brokenCounts = new Array<number>(files).fill(0);
  for (const row of counts) brokenCounts[Number(row['file'])] = Number(row['count']);
  const shown = await rows(
    session,
    sql`SELECT file::INTEGER AS file, line, "text" FROM broken ORDER BY file, line LIMIT ${BROKEN_SHOWN}`,
  );
  return {
    brokenCounts,
    broken: shown.map((row) => ({
      file: Number(row['file']),
      line: Number(row['line']),
      text: String(row['text'] ?? ''),
    })),
  };
}
