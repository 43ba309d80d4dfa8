import type { Role } from '../data/roles.ts';
import { share } from './column-sample.ts';
import { guessMissingRoles } from './guess-roles.ts';
import type { RoleCandidate } from './role-candidate.ts';
import { isLinePrice, isOrderTotal, rolesOfName, type NamedRole } from './role-names.ts';

/** Columns of few values that are kept as attributes: each costs memory in every table. */
const MOST_ATTRIBUTES = 12;
/** Given only to columns that no other role needs: an e-mail names the customer where nothing else does. */
const EXTRAS: readonly NamedRole[] = ['email', 'phone', 'currency', 'cost', 'unitCost', 'category'];
/** What files tell of a customer rather than of an order. */
const OF_CUSTOMER =
  /grade|tier|membership|gender|sex$|(?:^|[^a-z])age(?:[^a-z]|$)|birth|joined|signup|registered|opt.?in|accepts.?marketing|segment|등급|성별|나이|연령|생년|가입|수신|회원구분|회원유형/i;
/** A customer, order … needs at least this many points, of 100 for a sure name. */
const ENOUGH = 20;

/**
 * A role for each column, by its name and then by its values. Every role but `attribute` and
 * `ignore` is given once at most: to the column whose name says it most surely and whose values
 * fit it. What the names leave open is guessed from the values.
 */
export function suggestRoles(columns: readonly RoleCandidate[]): Role[] {
  const roles = new Map<NamedRole, number>();
  const taken = new Set<number>();
  for (const { role, index } of scores(columns)) {
    if (roles.has(role) || taken.has(index)) continue;
    roles.set(role, index);
    taken.add(index);
  }
  settleAmount(columns, roles);
  guessMissingRoles(columns, roles);
  const result = new Array<Role>(columns.length).fill('ignore');
  for (const [role, index] of roles) result[index] = role;
  // A unit price beside an amount is not needed, and would say the same twice.
  if (roles.has('amount') && roles.has('unitPrice')) result[roles.get('unitPrice') ?? 0] = 'ignore';
  addAttributes(columns, result, taken);
  return result;
}

/** Every column with every role its name may stand for, the surest first; equal ones in file order. */
function scores(columns: readonly RoleCandidate[]): { role: NamedRole; index: number }[] {
  return columns
    .flatMap((column, index) =>
      namedRoles(column).map(([role, points]) => ({
        role,
        index,
        points: points - objections(role, column),
      })),
    )
    .filter(({ points }) => points >= ENOUGH)
    .toSorted((a, b) => extra(a.role) - extra(b.role) || b.points - a.points);
}

function extra(role: NamedRole): number {
  return Number(EXTRAS.includes(role));
}

/** In Shopify's export the order's number (#1001) stands under `Name`. */
function namedRoles(column: RoleCandidate): readonly (readonly [NamedRole, number])[] {
  const orderNumbers = share(column.sample, (value) => /^#?[A-Za-z-]*\d+$/.test(value));
  if (column.header.toLowerCase() === 'name' && orderNumbers > 0.9) return [['order', 105]];
  return rolesOfName(column.header);
}

/** How much the values of a column speak against a role, in points. */
function objections(role: NamedRole, { sample, kind }: RoleCandidate): number {
  const { values, counts, empty } = sample;
  if (values.length === 0) return 60;
  const mostlyEmpty = (25 * empty) / (values.length + empty);
  const constant = counts.size === 1 && values.length > 20;
  switch (role) {
    case 'date':
      return kind.kind === 'date' ? 0 : 70;
    case 'amount':
    case 'quantity':
    case 'unitPrice':
      return kind.kind === 'date' ? 100 : kind.numberShare < 0.5 ? 70 : 0;
    case 'customer':
      return kind.kind === 'date' ? 100 : mostlyEmpty + (constant ? 40 : 0);
    case 'order':
      return kind.kind === 'number' ? 60 : constant ? 40 : 0;
    case 'channel':
    case 'status':
      return kind.kind === 'date' || kind.kind === 'number' || counts.size > 200 ? 90 : 0;
    case 'product':
    case 'productName':
    case 'category':
      return kind.kind === 'date' || kind.kind === 'number' ? 70 : 0;
    case 'currency':
      return counts.size > 60 || kind.kind !== 'text' ? 90 : 0;
    case 'cost':
    case 'unitCost':
      return kind.kind === 'date' ? 100 : kind.numberShare < 0.5 ? 90 : 0;
    case 'email':
      return share(sample, (value) => value.includes('@')) < 0.5 ? 100 : 0;
    case 'phone':
      return kind.kind === 'date' || kind.kind === 'number' ? 100 : 0;
  }
}

/**
 * An order's total is repeated on each of its lines, or stands on the first alone. Where the file
 * has lines, quantity × unit price is the amount of a line; else the total is.
 */
function settleAmount(columns: readonly RoleCandidate[], roles: Map<NamedRole, number>): void {
  const at = (role: NamedRole): RoleCandidate | undefined => columns[roles.get(role) ?? -1];
  const [amount, price, order] = [at('amount'), at('unitPrice'), at('order')];
  if (amount === undefined || price === undefined || !roles.has('quantity')) return;
  const ordersRepeat = order !== undefined && order.sample.counts.size < order.sample.values.length;
  if (isOrderTotal(amount.header) && (isLinePrice(price.header) || ordersRepeat)) {
    roles.delete('amount');
  }
}

/** Columns of 2 to 60 values that come again and again. */
function addAttributes(
  columns: readonly RoleCandidate[],
  roles: Role[],
  taken: ReadonlySet<number>,
): void {
  const few = columns.flatMap(({ sample, kind }, index) => {
    const distinct = sample.counts.size;
    const repeats = distinct * 2 <= sample.values.length;
    const free = roles[index] === 'ignore' && !taken.has(index);
    return free && kind.kind === 'text' && distinct >= 2 && distinct <= 60 && repeats ? index : [];
  });
  for (const index of few.slice(0, MOST_ATTRIBUTES)) {
    const ofCustomer = OF_CUSTOMER.test(columns[index]?.header ?? '');
    roles[index] = ofCustomer ? 'customerAttribute' : 'attribute';
  }
}
