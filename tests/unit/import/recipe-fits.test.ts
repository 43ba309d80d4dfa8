import { describe, expect, it, test } from 'vitest';
import { defaultRules, flagOf, type FlagGroup } from '../../../src/data/cleaning.ts';
import { ledger } from '../../../src/data/ledger.ts';
import {
  applyRecipe,
  choiceFor,
  fitsRecipe,
  matchColumns,
} from '../../../src/import/recipe-apply.ts';
import {
  type FileAtHand,
  needsStatuses,
  recipeDifferences,
} from '../../../src/import/recipe-differences.ts';
import { makeRecipe, type Recipe, type RecipeSeen } from '../../../src/import/recipe.ts';
import type { ImportRecognition, Mapping } from '../../../src/import/types.ts';
import { importOf } from '../../helpers/recipe-import.ts';

const MARCH = `order_id,customer_id,order_date,amount,status,coupon
1,anna,03/04/2024,10.50,paid,A
2,ben,05/03/2024,20,paid,
`;

function recipeOf(
  recognition: ImportRecognition,
  change: Partial<Mapping> = {},
  seen: Partial<RecipeSeen> = {},
): Recipe {
  const recipe = makeRecipe({
    name: 'orders',
    made: '2024-04-01',
    recognition,
    mapping: { ...recognition.mapping, ...change },
    choices: { encoding: null, sheet: null },
    rules: {
      treatments: { ...defaultRules().treatments, duplicate: 'leaveOut' },
      notProductCodes: ['POST'],
    },
    ledger: ledger([], 0, defaultRules()),
    segments: null,
    statuses: ['paid'],
    currencies: [],
  });
  return { ...recipe, seen: { ...recipe.seen, ...seen } };
}

const march = importOf(MARCH);
/** Roles as they stand in MARCH, with the coupon as an attribute. */
const roles = march.mapping.roles.with(5, 'attribute');
const recipe = recipeOf(march, { roles, dateFormat: 'dmy-slash', foldCustomers: true });

/** The file with nothing counted yet. */
function atHand(recognition: ImportRecognition, known: Partial<FileAtHand> = {}): FileAtHand {
  return { recognition, ledger: null, currencies: null, statuses: null, ...known };
}

describe('a file fits a recipe', () => {
  it('whose needed columns it has, wherever and however they are written', () => {
    const april = importOf(`Status,ORDER ID,Customer_ID,Order Date,Amount
paid,3,anna,06/04/2024,5
`);
    expect(fitsRecipe(recipe, april)).toBe(true);
    expect(matchColumns(recipe, april)).toEqual([
      'status', 'order_id', 'customer_id', 'order_date', 'amount',
    ]); // prettier-ignore
    const { mapping, rules } = applyRecipe(recipe, april);
    expect(mapping).toMatchObject({
      roles: ['status', 'order', 'customer', 'date', 'amount'],
      dateFormat: 'dmy-slash',
      foldCustomers: true,
    });
    expect(rules).toEqual(recipe.rules);
  });

  it('and not one that lacks a needed column', () => {
    expect(fitsRecipe(recipe, importOf('order_id,customer_id,order_date,status\n1,a,1,x\n'))).toBe(
      false,
    );
    expect(fitsRecipe(recipe, importOf('a,b\n1,2\n'))).toBe(false);
  });

  it('takes the column with the very name before one that is only like it', () => {
    const two = importOf('Amount #,amount,order_id,customer_id,order_date,status\n1,2,3,a,b,c\n');
    expect(matchColumns(recipe, two).slice(0, 2)).toEqual([null, 'amount']);
  });

  it('whose columns have no names when there are as many, which is pointed out', () => {
    const file = (width: number) =>
      importOf(
        `${['7,anna,2024-01-05,10', '8,ben,2024-01-06,20', '9,eve,2024-01-07,30']
          .map((row) => row + ',x'.repeat(width - 4))
          .join('\n')}\n`,
      );
    const unnamed = recipeOf(file(4));
    expect(file(4).columns.every(({ header }) => header === '')).toBe(true);
    expect(fitsRecipe(unnamed, file(4))).toBe(true);
    expect(fitsRecipe(unnamed, file(5))).toBe(false);
    expect(recipeDifferences(unnamed, atHand(file(4)))).toEqual([
      { code: 'unnamed_columns', columns: 4 },
    ]);
  });

  it('with a list of customers of another name', () => {
    const months = (month: string) =>
      importOf({
        'orders.csv': 'order_id,customer_id,order_date,amount\n1,anna,2024-01-05,10\n2,ben,2024-01-06,20\n3,anna,2024-01-07,30\n',
        [`customers-${month}.csv`]: 'customer_id,grade\nanna,gold\nben,silver\n',
      }); // prettier-ignore
    const january = months('01');
    expect(january.lookups).toHaveLength(1);
    const made = recipeOf(january);
    expect(made.columns.slice(-2)).toEqual(['customer › customer_id', 'customer › grade']);
    expect(fitsRecipe(made, months('02'))).toBe(true);
    expect(recipeDifferences(made, atHand(months('02')))).toEqual([]);
  });
});

describe('what the recipe does not know', () => {
  const wide = importOf(
    MARCH.replace(/coupon\n/, 'coupon,country,total\n')
      .replace('paid,A', 'paid,A,KR,10.50')
      .replace('paid,\n', 'paid,,KR,20\n'),
  );

  it('is an attribute where it is taken for one, and else not used', () => {
    const suggested = { ...wide, mapping: { ...wide.mapping, roles: [...roles, 'attribute', 'amount'] as const } }; // prettier-ignore
    expect(applyRecipe(recipe, suggested).mapping.roles).toEqual([...roles, 'attribute', 'ignore']);
  });

  it('is pointed out, and what is missing too', () => {
    expect(recipeDifferences(recipe, atHand(wide))).toEqual([
      { code: 'new_columns', columns: ['country', 'total'] },
    ]);
    const narrow = importOf(MARCH.replaceAll(/,(coupon|A|)\n/g, '\n'));
    expect(recipeDifferences(recipe, atHand(narrow))).toEqual([
      { code: 'missing_columns', columns: ['coupon'] },
    ]);
    const unused = march.sources.map((source) => ({ ...source, name: 'notes.csv' }));
    expect(recipeDifferences(recipe, atHand({ ...march, unused }))).toEqual([
      { code: 'unused_tables', names: ['notes.csv'] },
    ]);
  });

  it('is no difference where the recipe did not use it', () => {
    const unused = recipeOf(march, { dateFormat: 'dmy-slash', roles: roles.with(5, 'ignore') });
    const narrow = importOf(MARCH.replaceAll(/,(coupon|A|)\n/g, '\n'));
    expect(recipeDifferences(unused, atHand(narrow))).toEqual([]);
  });
});

describe('the formats of a recipe', () => {
  it('decide what the file leaves open', () => {
    expect(applyRecipe(recipe, march).mapping.dateFormat).toBe('dmy-slash');
    expect(recipeDifferences(recipe, atHand(march))).toEqual([]);
  });

  it('give way where another reads more of the first rows, and that is pointed out', () => {
    const american = importOf(MARCH.replace('05/03/2024', '03/25/2024').replace('20,', '"1,200",'));
    const { mapping } = applyRecipe(recipe, american);
    expect(mapping.dateFormat).toBe('mdy-slash');
    expect(mapping.numberFormats[3]).toBe('grouped');
    expect(recipeDifferences(recipe, atHand(american))).toMatchObject([
      { code: 'date_format', column: 'order_date', reads: 1, of: 2 },
      { code: 'number_format', column: 'amount', from: '1234.56', to: '1,234.56', reads: 1, of: 2 },
    ]);
  });
});

describe('the values of the file', () => {
  it('that are new as a status or a currency are pointed out, with their rows', () => {
    const statuses = [
      { value: 'paid', rows: 90 },
      { value: 'partly refunded', rows: 3 },
    ];
    const currencies = [{ currency: 'USD', rows: 2 }];
    expect(recipeDifferences(recipe, atHand(march, { statuses, currencies }))).toEqual([
      { code: 'new_statuses', values: [{ value: 'partly refunded', rows: 3 }] },
      { code: 'new_currencies', values: [{ value: 'USD', rows: 2 }] },
    ]);
  });

  it('are not compared where the recipe does not know them', () => {
    const unknown = recipeOf(march, { dateFormat: 'dmy-slash' }, { statuses: null });
    expect(recipeDifferences(unknown, atHand(march, { statuses: [{ value: 'x', rows: 1 }] }))).toEqual([]); // prettier-ignore
    expect(needsStatuses(unknown, march.mapping)).toBe(false);
    expect(needsStatuses(recipe, march.mapping)).toBe(true);
  });
});

describe('a reason that matches more rows than usual', () => {
  const usual = { unreadableDate: 0.02, duplicate: 0.3, broken: 0 };
  const seen = recipeOf(march, { roles, dateFormat: 'dmy-slash' }, { shares: usual });
  const group = (flags: number, rows: number): FlagGroup => ({
    file: 0,
    flags,
    rows,
    money: '0',
    unknownMoney: 0,
  });
  /** Of 1,000 records so many have an unreadable date, are copies, are broken. */
  const differences = (unreadable: number, copies: number, broken = 0) => {
    const groups = [
      group(flagOf('unreadableDate'), unreadable),
      group(flagOf('duplicate'), copies),
      group(0, 1000 - unreadable - copies - broken),
    ];
    return recipeDifferences(seen, atHand(march, { ledger: ledger(groups, broken, defaultRules()) })); // prettier-ignore
  };

  test('is told with its rows and both shares', () => {
    // 2 % usually; 5 % is more than twice that, and three points more.
    expect(differences(50, 300)).toEqual([
      { code: 'more_of', trouble: 'unreadableDate', rows: 50, share: 0.05, usual: 0.02 },
    ]);
    expect(differences(0, 0, 20)).toEqual([
      { code: 'more_of', trouble: 'broken', rows: 20, share: 0.02, usual: 0 },
    ]);
  });

  test('only where it is markedly more', () => {
    expect(differences(40, 300)).toEqual([]);
    expect(differences(41, 300)).toHaveLength(1);
    // 30 % usually: 45 % is 15 points more, but not twice as much.
    expect(differences(0, 450)).toEqual([]);
    // From nothing to 1 % is no percentage point more.
    expect(differences(0, 0, 10)).toEqual([]);
    expect(differences(0, 0, 11)).toHaveLength(1);
  });

  test('and of five rows at least', () => {
    const small = (rows: number) => [group(flagOf('unreadableDate'), rows), group(0, 10)];
    const told = (rows: number) =>
      recipeDifferences(seen, atHand(march, { ledger: ledger(small(rows), 0, defaultRules()) }));
    expect(told(4)).toEqual([]);
    expect(told(5)).toHaveLength(1);
  });
});

test('a recipe says how a file is to be understood where the file is understood otherwise', () => {
  const [source] = march.sources;
  if (source === undefined) throw new TypeError('no source');
  const korean = { ...recipe, choices: { encoding: 'euc-kr' as const, sheet: null } };
  const unsure = { ...source, encoding: { id: 'windows-1252' as const, sure: false } };
  expect(choiceFor(korean, unsure)).toEqual({ encoding: 'euc-kr' });
  expect(choiceFor(korean, { ...source, encoding: { id: 'utf-8', sure: true } })).toBeNull();
  const second = { ...recipe, choices: { encoding: null, sheet: 'Orders' } };
  expect(choiceFor(second, { ...source, sheets: ['Notes', 'Orders'], sheet: 'Notes' })).toEqual({ sheet: 'Orders' }); // prettier-ignore
  expect(choiceFor(second, { ...source, sheets: ['Notes'], sheet: 'Notes' })).toBeNull();
});
