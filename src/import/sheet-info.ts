/** A sheet of a workbook, as it can be chosen. */
export interface SheetInfo {
  readonly name: string;
  readonly hidden: boolean;
  /** The rows that the sheet says it has, titles and header included; null where it says nothing. */
  readonly rows: number | null;
}

/** What the list of a workbook's sheets says of one. */
export interface SheetEntry {
  readonly name: string;
  readonly hidden: boolean;
  /** The id under which the workbook's relationships name its part. */
  readonly relationship: string;
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

/** The sheets of `xl/workbook.xml` in the order of its tabs, and whether days count from 1904. */
export function parseWorkbook(xml: string): {
  readonly sheets: readonly SheetEntry[];
  readonly is1904: boolean;
} {
  const sheets = tags(xml, 'sheet').flatMap((tag) => {
    const name = attribute(tag, 'name') ?? '';
    const relationship = attribute(tag, '[\\w-]+:id') ?? '';
    const hidden = (attribute(tag, 'state') ?? 'visible') !== 'visible';
    return name === '' || relationship === '' ? [] : [{ name, hidden, relationship }];
  });
  const date1904 = attribute(tags(xml, 'workbookPr')[0] ?? '', 'date1904');
  return { sheets, is1904: date1904 === '1' || date1904 === 'true' };
}

/** The targets of a `.rels` part by their ids, and the type of each. */
export function parseRelationships(
  xml: string,
): ReadonlyMap<string, { readonly target: string; readonly type: string }> {
  return new Map(
    tags(xml, 'Relationship').map((tag) => [
      attribute(tag, 'Id') ?? '',
      { target: attribute(tag, 'Target') ?? '', type: attribute(tag, 'Type') ?? '' },
    ]),
  );
}

/** The path of a relationship's target, which is relative to the folder unless it begins with /. */
export function partPath(folder: string, target: string): string {
  const steps = target.startsWith('/') ? [] : folder.split('/');
  for (const step of target.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.') steps.push(step);
  }
  return steps.filter((step) => step !== '').join('/');
}

/** The number of the last row that a sheet's `dimension` names; null where it has none. */
export function rowsOfDimension(xml: string): number | null {
  const ref = attribute(tags(xml, 'dimension')[0] ?? '', 'ref');
  const rows = /^\$?[A-Z]+\$?(\d+)(?::\$?[A-Z]+\$?(\d+))?$/i.exec(ref ?? '');
  // A sheet written row by row often says A1, not knowing better.
  return rows?.[2] === undefined ? null : Number(rows[2]);
}

function tags(xml: string, name: string): string[] {
  return xml.match(new RegExp(`<(?:[\\w-]+:)?${name}(?=[\\s/>])[^>]*>`, 'g')) ?? [];
}

function attribute(tag: string, name: string): string | null {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(tag);
  const value = found?.[1] ?? found?.[2];
  return value === undefined ? null : decodeEntities(value);
}

function decodeEntities(text: string): string {
  return text.replaceAll(/&(#x[\da-f]+|#\d+|[a-z]+);/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name] ?? whole;
    const code = name[1] === 'x' ? parseInt(name.slice(2), 16) : parseInt(name.slice(1), 10);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
