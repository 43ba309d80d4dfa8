/**
 * What a column of an order file means. Each role but `attribute` and `ignore` is given to one
 * column at most. Needed are `customer`, `date`, and either `amount` or `quantity` + `unitPrice`.
 */
export const ROLES = [
  'customer',
  'order',
  'date',
  'amount',
  'quantity',
  'unitPrice',
  'product',
  'productName',
  'channel',
  'status',
  'attribute',
  'ignore',
] as const;

export type Role = (typeof ROLES)[number];

/** Roles that any number of columns may have. */
export const SHARED_ROLES: readonly Role[] = ['attribute', 'ignore'];
