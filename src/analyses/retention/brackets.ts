import * as v from 'valibot';

/** A range of periods after the first, both included. */
export interface Bracket {
  readonly from: number;
  readonly to: number;
}

/** More make no columns that can be read. */
export const MAX_BRACKETS = 12;

const PERIOD = (max: number) => v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(max));

/** Ascending ranges that do not overlap; gaps between them are left out. */
export function bracketsSchema(maxPeriods: number) {
  return v.pipe(
    v.array(v.object({ from: PERIOD(maxPeriods), to: PERIOD(maxPeriods) })),
    v.maxLength(MAX_BRACKETS),
    v.check((brackets) => isAscending(brackets)),
    v.readonly(),
  );
}

function isAscending(brackets: readonly Bracket[]): boolean {
  return brackets.every(({ from, to }, i) => from <= to && from > (brackets[i - 1]?.to ?? 0));
}

/** "1", "2–3". */
export function bracketText({ from, to }: Bracket): string {
  return from === to ? String(from) : `${from}–${to}`;
}

/** "1, 2–3, 4–6": as it is shown and typed. */
export function bracketsText(brackets: readonly Bracket[]): string {
  return brackets.map(bracketText).join(', ');
}

/** What was typed, with any dash; null where it is no list of ascending ranges. */
export function parseBrackets(text: string, maxPeriods: number): readonly Bracket[] | null {
  const brackets = text.split(',').map((part) => {
    const match = /^\s*(\d{1,4})(?:\s*[-–—~]\s*(\d{1,4}))?\s*$/.exec(part);
    const [, from = 'NaN', to = from] = match ?? [];
    return { from: Number(from), to: Number(to) };
  });
  const parsed = v.safeParse(bracketsSchema(maxPeriods), brackets);
  return parsed.success ? parsed.output : null;
}
