/** From a moment on, clocks of a zone are so far before UTC. */
export interface Transition {
  /** Seconds since 1970-01-01 UTC. */
  readonly atUtcSeconds: number;
  /** Local time minus UTC: 32,400 for +09:00. */
  readonly offsetSeconds: number;
}

const FROM_YEAR = 1970;
const TO_YEAR = 2060;
/**
 * Offsets are compared in steps of so many seconds. The shortest time between two changes that
 * undo each other was 12 days (Tucumán in 2004).
 */
const STEP = 7 * 86_400;
/** No clock was changed between two half minutes of UTC since 1970. */
const RESOLUTION = 30;

const tables = new Map<string, readonly Transition[]>();

/** Whether the browser knows a zone of that name (`Asia/Seoul`, `UTC`). */
export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The names of all zones that can be chosen, UTC first. */
export function zoneNames(): readonly string[] {
  return [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])];
}

/**
 * Every change of a zone's offset from the beginning of one year to the end of another, as the
 * browser's own time zone data has it. The first entry is the offset at the beginning. About
 * 10 ms for a zone with summer time; each zone is looked up once.
 *
 * @throws RangeError for a zone that the browser does not know
 */
export function zoneTransitions(
  zone: string,
  fromYear = FROM_YEAR,
  toYear = TO_YEAR,
): readonly Transition[] {
  const key = `${zone} ${fromYear} ${toYear}`;
  const found = tables.get(key) ?? findTransitions(zone, fromYear, toYear);
  tables.set(key, found);
  return found;
}

/**
 * Seconds of local time (as if it were UTC) of a moment. Before 1970 the offset of its beginning
 * counts, after 2060 that of its end.
 *
 * @throws RangeError for a zone that the browser does not know
 */
export function toLocal(utcSeconds: number, zone: string): number {
  const table = zoneTransitions(zone);
  let [low, high] = [0, table.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((table[middle]?.atUtcSeconds ?? Infinity) <= utcSeconds) low = middle;
    else high = middle - 1;
  }
  return utcSeconds + (table[low]?.offsetSeconds ?? 0);
}

function findTransitions(zone: string, fromYear: number, toYear: number): Transition[] {
  const offsetAt = offsets(zone);
  const end = Date.UTC(toYear + 1, 0, 1) / 1000;
  let at = Date.UTC(fromYear, 0, 1) / 1000;
  let offset = offsetAt(at);
  const found: Transition[] = [{ atUtcSeconds: at, offsetSeconds: offset }];
  while (at < end) {
    const next = Math.min(at + STEP, end);
    if (offsetAt(next) === offset) {
      at = next;
      continue;
    }
    at = firstChange(offsetAt, at, next);
    offset = offsetAt(at);
    if (at < end) found.push({ atUtcSeconds: at, offsetSeconds: offset });
  }
  return found;
}

/** The first moment after `from` with another offset, which there is not later than at `to`. */
function firstChange(offsetAt: (at: number) => number, from: number, to: number): number {
  const offset = offsetAt(from);
  let [before, after] = [from, to];
  while (after - before > RESOLUTION) {
    const middle = before + Math.ceil((after - before) / 2 / RESOLUTION) * RESOLUTION;
    if (offsetAt(middle) === offset) before = middle;
    else after = middle;
  }
  return after;
}

/** The offset of a zone at a moment, by what its clocks show. */
function offsets(zone: string): (utcSeconds: number) => number {
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (utcSeconds) => {
    const shown = /(\d+)\/(\d+)\/(\d+), (\d+):(\d+):(\d+)/.exec(clock.format(utcSeconds * 1000));
    const [, month = 1, day, year, hour, minute, second] = (shown ?? []).map(Number);
    const local = Date.UTC(year ?? 0, month - 1, day, hour, minute, second);
    return local / 1000 - utcSeconds;
  };
}
