import { sql, type Sql } from '../core/sql.ts';
import { zoneTransitions, type Transition } from '../core/time-zone.ts';

/**
 * The engine sets up a lambda's whole body for every 2,048 rows, needed or not. Changes are put
 * into lambdas of so many, of which only those of the rows' years are set up.
 */
const AT_ONCE = 32;

const MICROS = 1_000_000;

/** A column by its name, which costs nothing to write out again. */
const COLUMN = /^(?:\w+|(?:"(?:[^"]|"")*"\.?)+)$/;

/**
 * The local time of an instant, as `toLocal` gives it: a TIMESTAMP of a TIMESTAMP in UTC. The
 * engine has no time zones of its own; the offsets of the zone are written out as a search tree,
 * so that the rows keep their order, as no join would let them.
 *
 * @param instant evaluated once for a row. Of a column (not of an expression) a zone with summer
 *   time takes a third of the time: 0.1 µs a row
 * @throws RangeError for a zone that the browser does not know
 */
export function toLocalSql(instant: Sql, zone: string): Sql {
  const table = zoneTransitions(zone);
  if (table.length === 1) return sql`(${instant} + to_seconds(${offsetOf(table)}))`;
  if (COLUMN.test(instant.text)) return shifted(instant, tree(table, instant, false));
  const utc = sql`utc`;
  const local = shifted(utc, tree(table, utc, true));
  return sql`list_transform([${instant}], lambda utc: ${local})[1]`;
}

function shifted(utc: Sql, micros: Sql): Sql {
  return sql`make_timestamp(epoch_us(${utc}) + ${micros})`;
}

/** The offset at `utc` by halves: the later half of the changes, where the first of it is over. */
function tree(table: readonly Transition[], utc: Sql, isParameter: boolean): Sql {
  const middle = Math.ceil(table.length / 2);
  const later = table[middle];
  if (later === undefined) return sql`${offsetOf(table) * MICROS}`;
  const at = new Date(later.atUtcSeconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
  const half = (part: readonly Transition[]): Sql => {
    const inside = tree(part, utc, isParameter);
    const apart = isParameter && part.length <= AT_ONCE && table.length > AT_ONCE;
    return apart ? sql`list_transform([utc], lambda utc: ${inside})[1]` : inside;
  };
  return sql`CASE WHEN ${utc} < TIMESTAMP ${at} THEN ${half(table.slice(0, middle))} ELSE ${half(table.slice(middle))} END`;
}

function offsetOf(table: readonly Transition[]): number {
  return table[0]?.offsetSeconds ?? 0;
}
