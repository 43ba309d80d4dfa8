import * as v from 'valibot';
import type { DatasetFacts } from '../analysis.ts';

/**
 * Which orders count as coming back. What begins a cohort is any order.
 * - `any`: every order.
 * - `category`, `product`: an order with a line of this value.
 * - `amount`: an order that comes to at least so much.
 */
export type ReturnEvent =
  | { readonly kind: 'any' }
  | { readonly kind: 'category' | 'product'; readonly value: string }
  | { readonly kind: 'amount'; readonly amount: number };

export const EVENT_KINDS = ['any', 'category', 'product', 'amount'] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

export const returnEventSchema = v.variant('kind', [
  v.object({ kind: v.literal('any') }),
  v.object({ kind: v.picklist(['category', 'product']), value: v.string() }),
  v.object({ kind: v.literal('amount'), amount: v.pipe(v.number(), v.finite(), v.minValue(0)) }),
]) satisfies v.GenericSchema<unknown, ReturnEvent>;

/** The kinds that the data can tell. */
export function eventKinds({ shape, hasMoney }: DatasetFacts): readonly EventKind[] {
  return EVENT_KINDS.filter((kind) => {
    if (kind === 'category' || kind === 'product') return shape[kind];
    return kind === 'any' || hasMoney;
  });
}
