/** How a table of text is set in columns with blanks. */
export interface AlignedLayout {
  /** How many columns. */
  readonly columns: number;
  /** So many blanks on end divide columns; fewer stand within a value. */
  readonly blanks: 1 | 2;
  /**
   * Where each column begins and ends, in `measure`: [from, to). Null where columns do not stand
   * at the same place in each line.
   */
  readonly places: readonly (readonly [number, number])[] | null;
  /** Hangul and kanji are two cells wide in terminals and old reports, one character elsewhere. */
  readonly measure: 'characters' | 'cells';
}

type Measure = AlignedLayout['measure'];

/** So many lines are looked at. */
const LINES = 2000;
/** A table has this share of its lines in order; the rest are titles, totals and notes. */
const MOST = 0.9;
const FEWEST_LINES = 2;
/** A time of day, and a single blank before it. */
const TIME_BEHIND = /\S \d{1,2}:\d{2}/;
/** Lines of dashes under the header. */
const RULE = /^[\s+|=-]*[=-]{2}[\s+|=-]*$/;
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/;

/**
 * How the columns of a text are set, by its first lines; null where they are not. Either nearly
 * all lines divide at blanks into the same number of values, or there are gaps that are blank in
 * nearly all lines: then a blank value leaves the others where they are. A header may stand out of
 * line.
 *
 * @param lines lines without their newlines
 */
export function findAligned(lines: readonly string[]): AlignedLayout | null {
  const all = lines.slice(0, LINES).filter((line) => line.trim() !== '' && !RULE.test(line));
  if (all.length < FEWEST_LINES || all.some((line) => line.includes('\t'))) return null;
  const full = withoutTitles(all);
  const best = bestDivision(full);
  if (best !== null) {
    const { count: columns, blanks } = best;
    // What divides the values is seldom narrower than within a line, and may be.
    const found = ([blanks, 1] as const).map((narrowest) => gapsOf(full, narrowest));
    const gaps = found.find(({ places }) => places.length === columns);
    const measure = (gaps ?? found[0])?.measure ?? 'characters';
    return { columns, blanks, places: gaps?.places ?? null, measure };
  }
  const gaps = gapsOf(full, 1);
  // Prose has a gap here and there by chance: in a table most values stand at their place.
  if (gaps.places.length < 2 || !areFilled(full, gaps.places, gaps.measure)) return null;
  return { columns: gaps.places.length, blanks: 2, ...gaps };
}

/**
 * How many blanks divide nearly all lines evenly, and into how many values; null where none do.
 * The finer division is the better one, unless it takes the time of day off its date.
 */
function bestDivision(
  lines: readonly string[],
): { readonly blanks: 1 | 2; readonly count: number } | null {
  const even = ([2, 1] as const)
    .map((blanks) => ({ blanks, ...evenTokens(lines, blanks) }))
    .filter(({ count, share }) => count > 1 && share >= MOST);
  const [best, other] = even.toSorted((a, b) => b.share - a.share || b.count - a.count);
  if (best === undefined) return null;
  return best.blanks === 1 && other !== undefined && hasTimes(lines) ? other : best;
}

/** Whether most lines have a time of day a single blank behind a date. */
function hasTimes(lines: readonly string[]): boolean {
  return lines.filter((line) => TIME_BEHIND.test(line)).length >= lines.length * 0.5;
}

/** The columns between gaps, in the measure that makes the most of them. */
function gapsOf(
  lines: readonly string[],
  narrowest: 1 | 2,
): Pick<AlignedLayout, 'measure'> & { readonly places: readonly (readonly [number, number])[] } {
  const cells = placesOf(lines, 'cells', narrowest);
  const characters = placesOf(lines, 'characters', narrowest);
  return characters.length > cells.length
    ? { measure: 'characters', places: characters }
    : { measure: 'cells', places: cells };
}

/**
 * Lines without titles above and totals below: lines of one or two values where the table has
 * more. A table is longer than what stands around it.
 */
function withoutTitles(lines: readonly string[]): readonly string[] {
  const { count } = evenTokens(lines, 2);
  const isRow = (line: string): boolean => tokens(line, 2).length > Math.min(2, count - 1);
  const table = lines.slice(lines.findIndex(isRow), lines.findLastIndex(isRow) + 1);
  return count > 1 && table.length > lines.length / 2 ? table : lines;
}

/** The most frequent number of values between blanks, and the share of lines that have it. */
function evenTokens(lines: readonly string[], blanks: 1 | 2): { count: number; share: number } {
  const counts = new Map<number, number>();
  for (const line of lines) {
    const count = tokens(line, blanks).length;
    counts.set(count, (counts.get(count) ?? 0) + 1);
  }
  const [count, most] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a));
  return { count, share: most / lines.length };
}

/** The values of a line between runs of so many blanks. */
export function tokens(line: string, blanks: 1 | 2): string[] {
  return line.trim().split(blanks === 1 ? / +/ : / {2,}/);
}

/** The columns between gaps of at least so many blanks that are blank in nearly all lines. */
function placesOf(
  lines: readonly string[],
  measure: Measure,
  narrowest: 1 | 2,
): (readonly [number, number])[] {
  const filled: number[] = [];
  for (const line of lines) {
    let at = 0;
    for (const char of line) {
      const width = widthOf(char, measure);
      if (char !== ' ') for (let i = 0; i < width; i++) filled[at + i] = (filled[at + i] ?? 0) + 1;
      at += width;
    }
  }
  const most = lines.length * (1 - MOST) * 0.5;
  const places: [number, number][] = [];
  for (let at = 0; at < filled.length; at++) {
    if ((filled[at] ?? 0) <= most) continue;
    const last = places.at(-1);
    if (last !== undefined && at - last[1] < narrowest) last[1] = at + 1;
    else places.push([at, at + 1]);
  }
  return places.map(([from], i): [number, number] => [
    i === 0 ? 0 : from,
    places[i + 1]?.[0] ?? Infinity,
  ]);
}

function areFilled(
  lines: readonly string[],
  places: readonly (readonly [number, number])[],
  measure: Measure,
): boolean {
  const need = Math.max(2, Math.ceil(places.length / 2));
  const good = lines.filter((line) => {
    const values = cut(line, places, measure);
    return values.filter((value) => value !== '').length >= need;
  });
  return good.length >= lines.length * 0.8;
}

function widthOf(char: string, measure: Measure): number {
  return measure === 'cells' && char > '\u10ff' && WIDE.test(char) ? 2 : 1;
}

/** The values of a line by their places, trimmed. */
export function cut(
  line: string,
  places: readonly (readonly [number, number])[],
  measure: Measure,
): string[] {
  return places.map(([from, to]) =>
    line.slice(positionOf(line, from, measure), positionOf(line, to, measure)).trim(),
  );
}

/** The position in a line of a place: they differ where wide characters stand before it. */
function positionOf(line: string, place: number, measure: Measure): number {
  if (measure === 'characters' || place === 0 || place === Infinity) return place;
  let [at, position] = [0, 0];
  for (const char of line) {
    if (at >= place) break;
    at += widthOf(char, measure);
    position += char.length;
  }
  // A line may end before the place.
  return position + Math.max(0, place - at);
}

/** Whether the blank before each place is there, so that no value reaches over it. */
function fitsPlaces(line: string, { places, measure }: AlignedLayout): boolean {
  return (places ?? []).every(([from], i) => {
    if (i === 0) return true;
    const before = line[positionOf(line, from, measure) - 1];
    return before === undefined || before === ' ';
  });
}

/** Whether a line is words with single blanks between, of which one stands before a place by chance. */
function isTitle(line: string, values: readonly string[]): boolean {
  const filled = values.filter((value) => value !== '').length;
  return filled > 1 && filled * 2 <= values.length && !/\S {2}/.test(line.trimEnd());
}

/**
 * The values of a line; null for blank lines and lines of dashes. A line that is out of place but
 * has the right number of values is divided at its blanks, as headers are.
 */
export function alignedValues(line: string, layout: AlignedLayout): readonly string[] | null {
  const { columns, blanks, places, measure } = layout;
  if (places !== null && fitsPlaces(line, layout)) {
    const values = cut(line, places, measure);
    const first = values.find((value) => value !== '');
    if (isTitle(line, values)) return [line.trim()];
    return first === undefined || (/^[=-]/.test(first) && RULE.test(line)) ? null : values;
  }
  if (line.trim() === '' || RULE.test(line)) return null;
  const own = tokens(line, blanks);
  if (own.length === columns || places === null) return own;
  for (const other of [2, 1] as const) {
    const divided = tokens(line, other);
    if (divided.length === columns) return divided;
  }
  return own.length < 3 ? own : cut(line, places, measure);
}
