import type { MappingProblem } from './types.ts';

/**
 * The problems with a date that could be read either way round as an error until the user has
 * said which: a guess would be wrong without a sign of it. Once said, it is no problem.
 */
export function askDateOrder(
  problems: readonly MappingProblem[],
  confirmed: boolean,
): readonly MappingProblem[] {
  return problems.flatMap((problem): MappingProblem[] => {
    if (problem.code !== 'date_ambiguous') return [problem];
    return confirmed ? [] : [{ ...problem, level: 'error' }];
  });
}

/** Whether the files can be read: a date of an unknown order is read by the likelier one so far. */
export function canBeRead(problems: readonly MappingProblem[]): boolean {
  return !problems.some(({ code, level }) => level === 'error' && code !== 'date_ambiguous');
}
