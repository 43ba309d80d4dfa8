/** Days in one piece, with a time or not: `20240305`, `20240305_1430`, `20240305143000`. */
const STAMP = /(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?:[-_T\s]?\d{4}(?:\d{2})?)?(?!\d)/g;

/** Years, with month and day after them or not: `2024`, `2024-03-05`, `2024년 3월`. */
const DATE =
  /(?:19|20)\d{2}\s?년?(?:[-_./\s]*(?:1[0-2]|0?[1-9])(?!\d{3})\s?월?(?:[-_./\s]*(?:3[01]|[12]\d|0?[1-9])(?!\d)\s?일?)?)?(?!\d)/g;

/** Parts of a date that say so, and the numbers of copies: `3월`, `1분기`, `Q1`, `(2)`. */
const PARTS = /\d{1,2}\s?[월일]|[1-4]\s?분기|\bQ[1-4]\b|\(\d+\)/gi;

/** What a file is called from month to month: its name without dates, counts and ending. */
export function recipeName(fileName: string): string {
  const [own = fileName] = fileName.split(' › ').slice(-1);
  const stem = own.replace(/(?:\.[a-z][a-z\d]{0,7})(?:\.(?:gz|zip))?$/i, '');
  const lasting = stem
    .replaceAll(STAMP, ' ')
    .replaceAll(DATE, ' ')
    .replaceAll(PARTS, ' ')
    .replaceAll(/[-_.,~\s]*[\s]+[-_.,~\s]*/g, ' ')
    .replaceAll(/^[-_.,~\s]+|[-_.,~\s]+$/g, '');
  return (lasting || stem || own).slice(0, 200) || '…';
}
