import { nameKey } from './role-names.ts';

/** Arrays of an order that are never its lines, whatever their fields. */
const NEVER =
  /refund|return|discount|coupon|promo|tax|shipping|fee|meta|attribute|propert|note|fulfil|transaction|payment|address|history|event|tag|option|image|link|환불|반품|할인|쿠폰|배송|결제/i;
/** The usual names of an order's lines, as `nameKey` writes them; the surest first. */
const USUAL = [
  ['lineitems', 'orderlines', 'orderitems', 'orderlineitems'],
  [
    'items',
    'lines',
    'products',
    'orderproducts',
    'cartitems',
    'basket',
    '주문상품',
    '상품',
    '품목',
  ],
];
const LINE_FIELDS =
  /^(?:.*(?:quantity|qty|sku|price|amount|total|product|수량|상품|단가|가격|금액|품목).*|name|title)$/;

/** Whether an array of this name holds the lines of the order that it stands in, and no orders. */
export function isSurelyLines(name: string): boolean {
  return USUAL[0]?.includes(nameKey(name)) === true;
}

/**
 * How much an array of objects within an order looks like the order's lines: 0 for not at all.
 *
 * @param name the array's own name
 * @param fields the names of its objects' fields
 */
export function linesScore(name: string, fields: readonly string[]): number {
  if (NEVER.test(name)) return 0;
  const key = nameKey(name);
  const rank = USUAL.findIndex((names) => names.includes(key));
  const like = fields.filter((field) => LINE_FIELDS.test(nameKey(field))).length;
  if (rank !== -1) return 1000 - 100 * rank + like;
  return like >= 2 ? like : 0;
}
