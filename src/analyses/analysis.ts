import type { GenericSchema } from 'valibot';
import type { Day, Grain } from '../core/calendar.ts';
import type { Sql } from '../core/sql.ts';
import type { StagedShape } from '../data/staged-shape.ts';

/** The analyses in the order of the rail. */
export const ANALYSIS_IDS = [
  'overview',
  'concentration',
  'cohort',
  'retention',
  'rfm',
  'movement',
  'products',
  'attrition',
  'compare',
] as const;
export type AnalysisId = (typeof ANALYSIS_IDS)[number];

/** What an analysis may know of the data before it runs. */
export interface DatasetFacts {
  /** First and last day with a kept order. `lastDay` is the end of observation. */
  readonly firstDay: Day;
  readonly lastDay: Day;
  /** Customers with at least one sale. */
  readonly customers: number;
  /** Sales (not returns). */
  readonly orders: number;
  /** Rows of the file that were kept. */
  readonly rows: number;
  /** Sum of the kept amounts, returns included; null where no amount is known. */
  readonly revenue: number;
  /** Whether dates carry a time of day. */
  readonly hasTime: boolean;
  /** Median days between one purchase day of a customer and the next; null without repeat purchases. */
  readonly medianGapDays: number | null;
  /** Whether the amount of any order is known. */
  readonly hasMoney: boolean;
  /** Which optional columns the canonical tables have: products, costs, attributes and others. */
  readonly shape: StagedShape;
}

/** A row of a query result: no dates or big integers, see `Analysis.queries`. */
export type Row = Readonly<Record<string, string | number | boolean | null>>;
export type Tables = Readonly<Record<string, readonly Row[]>>;

/** A value within a finding's sentence, formatted by the page for the language. */
export type FindingValue =
  | { readonly kind: 'count' | 'percent' | 'money' | 'days' | 'number'; readonly value: number }
  | { readonly kind: 'day'; readonly value: Day }
  | { readonly kind: 'period'; readonly index: number; readonly grain: Grain }
  | { readonly kind: 'text'; readonly value: string }
  /** A word that is itself a message, such as a segment's default name. */
  | { readonly kind: 'message'; readonly key: string };

/**
 * A plain sentence about a result. `key` names a message; its placeholders are the keys of
 * `values`. Percent is 0–100. `selection` is the cell or bar that the sentence speaks of.
 */
export interface Finding<Selection> {
  readonly key: string;
  readonly values: Readonly<Record<string, FindingValue>>;
  /** The placeholders to stress. */
  readonly strong: readonly string[];
  readonly selection: Selection | null;
}

export type CellFormat =
  | 'text'
  | 'count'
  | 'number'
  | 'percent'
  | 'money'
  | 'day'
  | { readonly period: Grain }
  /** The value is a message key (a segment's default name), or else the user's own text. */
  | 'message';

/** The result as a flat table: shown below the chart and written to CSV. Null is unknown. */
export interface TableModel {
  /** `title` is a message key; `suffix` is appended to it (an age, a score). */
  readonly columns: readonly {
    readonly key: string;
    readonly title: string;
    readonly suffix?: string;
    readonly format: CellFormat;
  }[];
  readonly rows: readonly Row[];
}

/** What the user has made of an analysis for good: kept for the next data, and in the recipe. */
export interface Lasting<Settings> {
  /** Checks what comes from storage or a recipe. */
  readonly schema: GenericSchema;
  /** Null where it is as by default. */
  readonly of: (settings: Settings) => unknown;
  /** @param kept What `schema` has let through. */
  readonly put: (settings: Settings, kept: unknown) => Settings;
}

/**
 * One analysis: from settings to SQL, from rows to a result, from a result to words. Pure; the
 * worker imports it to build the SQL, the page to shape and to tell the result.
 */
export interface Analysis<Settings, Result, Selection> {
  readonly id: AnalysisId;
  /** Checks settings that come from storage or an address. */
  readonly schema: GenericSchema<unknown, Settings>;
  /** Settings fitted to the data. */
  readonly defaults: (facts: DatasetFacts) => Settings;
  /**
   * The queries that answer the settings, by name, over the canonical tables (src/data/canonical.ts).
   * They return only numbers, text and booleans: periods as `periodIndex`, days as days since
   * 1970-01-01, sums as DOUBLE or INTEGER.
   */
  readonly queries: (settings: Settings, facts: DatasetFacts) => Readonly<Record<string, Sql>>;
  /** Whether the queries read the table `lines`, which is made on its first use. Default: never. */
  readonly needsLines?: (settings: Settings) => boolean;
  /**
   * The part of the settings that `queries` depends on: when it is unchanged, the rows at hand
   * are shaped anew without a query.
   */
  readonly queryKey: (settings: Settings) => unknown;
  readonly result: (tables: Tables, settings: Settings, facts: DatasetFacts) => Result;
  /** Three to five sentences, the largest first; none where the data says too little. */
  readonly findings: (result: Result) => readonly Finding<Selection>[];
  readonly table: (result: Result) => TableModel;
  /** The part of the settings that outlives the data, such as segments; none by default. */
  readonly lasting?: Lasting<Settings>;
  /**
   * The customers behind a selection: a query that returns `customer_key`, and further columns
   * to show beside the customer (titles are the messages `customers_<column>`).
   */
  readonly customers: (selection: Selection, settings: Settings, facts: DatasetFacts) => Sql;
}
