/**
 * SQL text built from templates, safe by construction: a value inserted into `sql` becomes a
 * literal, and only another `Sql` (made by `sql`, `ident`, `join` …) is inserted as text.
 * There is no way to insert raw text.
 */
export class Sql {
  readonly text: string;

  /** @internal Made by the functions of this module only. */
  private constructor(text: string) {
    this.text = text;
  }

  /** @internal */
  static of(text: string): Sql {
    return new Sql(text);
  }

  toString(): string {
    return this.text;
  }
}

/** What may stand in `${}` of a template: a fragment, or a value that becomes a literal. */
export type SqlValue = Sql | string | number | bigint | boolean | null;

/**
 * A fragment of SQL.
 *
 * @example sql`SELECT * FROM orders WHERE channel = ${name} AND day >= ${dateLiteral(day)}`
 * @throws TypeError for a value that has no literal: NaN, an infinity, undefined, an object.
 */
export function sql(strings: TemplateStringsArray, ...values: readonly SqlValue[]): Sql {
  let text = strings[0] ?? '';
  values.forEach((value, i) => {
    text += literal(value) + (strings[i + 1] ?? '');
  });
  return Sql.of(text);
}

function literal(value: SqlValue): string {
  if (value instanceof Sql) return value.text;
  if (value === null) return 'NULL';
  switch (typeof value) {
    case 'string':
      return quote(value, "'");
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`no SQL literal for the number ${value}`);
      return Object.is(value, -0) ? '0' : String(value);
    case 'bigint':
      return value.toString();
    case 'boolean':
      return value ? 'TRUE' : 'FALSE';
    default:
      throw new TypeError(`no SQL literal for a value of type ${typeof value}`);
  }
}

function quote(text: string, mark: "'" | '"'): string {
  // DuckDB ends a statement's text at NUL; nothing after it would be part of the literal.
  if (text.includes('\0')) throw new TypeError('no SQL literal for text with a NUL character');
  return mark + text.replaceAll(mark, mark + mark) + mark;
}

/** A quoted identifier; several parts are joined by dots: `ident('d1', 'orders')` → "d1"."orders". */
export function ident(...parts: readonly [string, ...string[]]): Sql {
  return Sql.of(parts.map((part) => quote(part, '"')).join('.'));
}

/** Fragments one after the other. An empty list gives empty text. */
export function join(
  parts: readonly Sql[],
  separator: ', ' | ' AND ' | ' OR ' | ' + ' | '\nUNION ALL\n' | ',\n  ' | '\n' = ', ',
): Sql {
  return Sql.of(parts.map((part) => part.text).join(separator));
}

/** A list of literals in brackets, for IN. An empty list gives `(NULL)`, which matches nothing. */
export function list(values: readonly SqlValue[]): Sql {
  return values.length === 0 ? sql`(NULL)` : sql`(${join(values.map((value) => sql`${value}`))})`;
}

/** A named step of a query: `WITH` … and the comment that says what it holds. */
export interface Step {
  readonly name: string;
  readonly comment: string;
  readonly body: Sql;
}

/** A query of named steps, each with its comment, as it is shown to the user. */
export function withSteps(steps: readonly Step[], final: Sql): Sql {
  if (steps.length === 0) return final;
  const parts = steps.map(
    (step) =>
      `-- ${step.comment.replaceAll(/\s+/g, ' ')}\n${ident(step.name).text.slice(1, -1)} AS (\n${indent(step.body.text)}\n)`,
  );
  return Sql.of(`WITH\n${parts.join(',\n')}\n${final.text}`);
}

function indent(text: string): string {
  return text
    .trim()
    .split('\n')
    .map((line) => (line === '' ? line : `  ${line}`))
    .join('\n');
}
