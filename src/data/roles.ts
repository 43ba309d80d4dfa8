/**
 * What a column of an order file means. Each role but the attributes and `ignore` is given to
 * one column at most. Needed are `customer`, `date`, and either `amount` or `quantity` + `unitPrice`.
 *
 * `cost` is what a row cost the shop in all, `unitCost` one piece of it. `attribute` tells
 * something of the order (payment, country), `customerAttribute` of the customer (grade, gender).
 * `email` and `phone` find one customer under several ids; they are hashed as they are read.
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
  'category',
  'channel',
  'status',
  'currency',
  'cost',
  'unitCost',
  'email',
  'phone',
  'attribute',
  'customerAttribute',
  'ignore',
] as const;

export type Role = (typeof ROLES)[number];

/** Roles that any number of columns may have. */
export const SHARED_ROLES: readonly Role[] = ['attribute', 'customerAttribute', 'ignore'];
