import { isDateFormat } from 'hucre';
import { partText, type Part } from './xlsx-archive.ts';
import { withEntities } from './xlsx-text.ts';

/** Whether cells of a style, by its number, show their value as a date or a time. */
export type DateStyles = readonly boolean[];

/** The styles of a workbook, as `xl/styles.xml` lists them. */
export async function readDateStyles(part: Part): Promise<DateStyles> {
  const xml = (await partText(part)).replaceAll(/<!--[^]*?-->/g, '');
  const codes = new Map(
    tags(section(xml, 'numFmts'), 'numFmt').map((tag) => [
      Number(attribute(tag, 'numFmtId') ?? NaN),
      attribute(tag, 'formatCode') ?? '',
    ]),
  );
  return tags(section(xml, 'cellXfs'), 'xf').map((tag) => {
    const id = Number(attribute(tag, 'numFmtId') ?? 0);
    // A code of the workbook's own goes before the one that Excel has built in under that number.
    const code = codes.get(id) ?? '';
    return isDateFormat(code === '' ? String(id) : code);
  });
}

function section(xml: string, name: string): string {
  const whole = new RegExp(`<(?:[\\w-]+:)?${name}[\\s>][^]*?</(?:[\\w-]+:)?${name}\\s*>`);
  return whole.exec(xml)?.[0] ?? '';
}

/** Tags with that name; values of attributes may hold `>`. */
function tags(xml: string, name: string): readonly string[] {
  const tag = `<(?:[\\w-]+:)?${name}(?=[\\s/>])(?:[^>"']|"[^"]*"|'[^']*')*>`;
  return xml.match(new RegExp(tag, 'g')) ?? [];
}

function attribute(tag: string, name: string): string | null {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(tag);
  const value = found?.[1] ?? found?.[2];
  return value === undefined ? null : withEntities(value);
}
