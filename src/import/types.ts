import type { DateFormatId } from '../data/date-formats.ts';
import type { NumberFormatId } from '../data/number-formats.ts';
import type { Role } from '../data/roles.ts';
import type { DateEvidence } from './date-evidence.ts';
import type { EncodingId } from './encodings.ts';
import type { NumberEvidence } from './number-kind.ts';

/** How a delimited text file is written. */
export interface Dialect {
  /** One character: comma, tab, semicolon, pipe, or another. */
  readonly delimiter: string;
  /** What encloses fields that hold delimiters. Default: the double quote. */
  readonly quote?: '"' | "'";
  /** What stands before a quote within an enclosed field. Default: the quote itself. */
  readonly escape?: '"' | "'" | '\\';
  /** The newline between records. */
  readonly newline: '\n' | '\r\n' | '\r';
  /** Whether the first record holds column names. */
  readonly hasHeader: boolean;
  /** Whether the file begins with a UTF-8 byte order mark. */
  readonly bom: boolean;
  /**
   * What stands above the first record, as the engine counts it: titles, comments and blank
   * lines, each one, even where a quoted title runs over several lines.
   */
  readonly skip: number;
  /**
   * Reads what breaks the rules as well as it can (`strict_mode = false`), for files whose
   * newlines are mixed. Broken quotes are then read as they are, and listed nowhere. Default: no.
   */
  readonly lenient?: boolean;
}

export type ColumnKind = 'empty' | 'integer' | 'number' | 'date' | 'text';

/** A column as it was recognised from the first part of the file. */
export interface SourceColumn {
  /** Position in the file, from 0. */
  readonly index: number;
  /** The name in the header, or '' where there is none or it is blank. Untrusted text. */
  readonly header: string;
  /** Unique and never blank: the header, made unique with ' (2)', or 'column 3'. */
  readonly name: string;
  readonly kind: ColumnKind;
  /** For kind `date`: the format that reads the most of the sample. */
  readonly dateFormat: DateFormatId | null;
  /** Other formats that read as much of the sample: the file alone cannot tell (03/04/2024). */
  readonly otherDateFormats: readonly DateFormatId[];
  /** What in the sample tells the order of day and month; null where the format leaves no doubt. */
  readonly dateEvidence: DateEvidence | null;
  /** The offsets from UTC behind the times (`Z`, `+0900`), the most frequent first. */
  readonly offsets: readonly { readonly offset: string; readonly rows: number }[];
  /** Whether the file itself says that the column holds moments in UTC. Default: no. */
  readonly utc?: boolean;
  /** For kinds `integer` and `number`. */
  readonly numberFormat: NumberFormatId | null;
  /** Other formats that read as much of the sample, but as other numbers (1,234), and why not. */
  readonly otherNumberFormats: readonly NumberFormatId[];
  readonly numberEvidence: NumberEvidence | null;
  /** Up to 3 distinct values that are not empty. */
  readonly examples: readonly string[];
  /** Empty values and distinct values within the sample. */
  readonly empty: number;
  readonly distinct: number;
}

/** How each column is to be read: what the user can change on the mapping screen. */
export interface Mapping {
  /** A role for each column, in file order. */
  readonly roles: readonly Role[];
  /** The format of the date column. */
  readonly dateFormat: DateFormatId;
  /** A number format for each column (used where the role is numeric). */
  readonly numberFormats: readonly NumberFormatId[];
  /** Order ids that begin so are cancellations (`C536379`); null where there is no such habit. */
  readonly cancelPrefix: string | null;
  /**
   * The shop's time zone (`Asia/Seoul`), for dates that are instants: epochs, and texts with an
   * offset. Null: their day is that of UTC.
   */
  readonly timeZone: string | null;
  /** How amounts in several currencies become one; null where the file tells no currency. */
  readonly currency: CurrencyChoice | null;
  /** Whether customer ids that differ only in case, width or inner blanks are one customer. */
  readonly foldCustomers: boolean;
  /** Whether ids that share an e-mail or a phone number are one customer. */
  readonly mergeCustomers: boolean;
  /** What a sale costs where no column says so; null: unknown. */
  readonly margin: MarginRates | null;
}

/** The currency in which everything is counted. Amounts in different ones are never summed. */
export interface CurrencyChoice {
  /** Its ISO 4217 code. Rows in a currency without a rate are left out. */
  readonly target: string;
  /** How much of `target` one unit of each other currency is worth, as decimal text. */
  readonly rates: Readonly<Record<string, string>>;
}

/** The share of an amount that is left after its cost, 0 to 1, as decimal text. */
export interface MarginRates {
  /** For products of no group below; null: unknown. */
  readonly other: string | null;
  /** By the value of the category column, or of the product where there is none. */
  readonly groups: Readonly<Record<string, string>>;
}

/** What a file was taken for. */
export type FileFormat = 'delimited' | 'aligned' | 'workbook' | 'json' | 'parquet' | 'arrow';

/** One of the files, or of the tables within a file, that an import joins. */
export interface SourceFacts {
  /** As the user knows it: `orders.csv`, `2024.zip › march.csv`. */
  readonly name: string;
  readonly bytes: number;
  readonly format: FileFormat;
  /** Of text; null where the format has no choice. */
  readonly encoding: { readonly id: EncodingId; readonly sure: boolean } | null;
  /** How delimited text is written; null for other formats. */
  readonly dialect: Dialect | null;
  /** Of a workbook: its sheets, and the one that is read. */
  readonly sheets: readonly string[];
  readonly sheet: string | null;
  /** For each of the file's columns, in its order: which column of the import it is. */
  readonly columns: readonly number[];
}

/** What was understood of a table's columns and first rows. */
export interface TableFacts {
  readonly columns: readonly SourceColumn[];
  /** Up to 200 first records, as text, each as wide as `columns`; null for an empty field. */
  readonly rows: readonly (readonly (string | null)[])[];
  /** Records within the sample, to which `empty` and `distinct` of a column refer. */
  readonly sampledRows: number;
  readonly mapping: Mapping;
}

/** What was understood of a text file from its first part, before the whole is read. */
export interface Recognition extends TableFacts {
  readonly fileName: string;
  readonly fileBytes: number;
  /** Of the bytes as they were given; the engine reads UTF-8. */
  readonly encoding: { readonly id: EncodingId; readonly sure: boolean };
  readonly dialect: Dialect;
}

/** What was understood of all the files of an import: their rows joined by column name. */
export interface ImportRecognition extends TableFacts {
  /** The name of the file, or of the first of them. */
  readonly fileName: string;
  /** Of all files. */
  readonly fileBytes: number;
  /** In the order in which their rows are read; at least one. */
  readonly sources: readonly SourceFacts[];
  /** Tables that tell more of the rows: a list of customers, of products, of orders. */
  readonly lookups: readonly LookupFacts[];
  /** Tables that fit neither way, and are not read; none of their columns is the import's. */
  readonly unused: readonly SourceFacts[];
}

/** A table whose columns are joined to the rows by a key, such as a list of customers. */
export interface LookupFacts {
  /** Its columns follow those of the sources. */
  readonly source: SourceFacts;
  /** What a row of it is. */
  readonly of: LookupKind;
  /** Its own column that holds the key, and the sources' column with the same values. */
  readonly key: number;
  readonly matches: number;
}

export type LookupKind = 'customer' | 'product' | 'order';

/** Something about a mapping that the user has to know; `error` blocks the analysis. */
export type MappingProblem =
  | {
      readonly code: 'missing_customer' | 'missing_date' | 'missing_amount';
      readonly level: 'error';
    }
  | {
      readonly code: 'role_twice';
      readonly level: 'error';
      readonly role: Role;
      /** The names of the columns that share it. */
      readonly columns: readonly string[];
    }
  | {
      /** A date or number column with values that do not read so. */
      readonly code: 'date_unreadable' | 'number_unreadable';
      /** `error` where no value reads. */
      readonly level: 'error' | 'warning';
      readonly column: string;
      readonly example: string;
      /** The record of the example, from 1, the header not counted. */
      readonly row: number;
      readonly count: number;
      readonly of: number;
    }
  | {
      /** Day and month could be either way round in every value. */
      readonly code: 'date_ambiguous';
      /** `error` until the user has said which way round. */
      readonly level: 'error' | 'warning';
      readonly column: string;
      readonly example: string;
    }
  | {
      /** Every row would be a customer of its own, or all rows one: probably the wrong column. */
      readonly code: 'customer_all_distinct' | 'customer_constant';
      readonly level: 'warning';
      readonly column: string;
    };
