import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  defaultRules,
  REASONS,
  TREATMENTS,
  type CleaningRules,
  type Reason,
  type Treatment,
} from '../../../src/data/cleaning.ts';
import { DATE_FORMATS } from '../../../src/data/date-formats.ts';
import { ledger } from '../../../src/data/ledger.ts';
import { NUMBER_FORMATS } from '../../../src/data/number-formats.ts';
import { ROLES } from '../../../src/data/roles.ts';
import { DangolError } from '../../../src/core/errors.ts';
import { applyRecipe } from '../../../src/import/recipe-apply.ts';
import { looksLikeRecipe, parseRecipe, recipeText } from '../../../src/import/recipe-parse.ts';
import { makeRecipe, type Recipe } from '../../../src/import/recipe.ts';
import type { ImportRecognition, Mapping } from '../../../src/import/types.ts';
import { importOf } from '../../helpers/recipe-import.ts';

const ORDERS = `주문번호,고객,주문일,금액,결제
1,anna,2024-01-05,10.50,card
2,ben,2024-01-20,20,cash
`;

function recipeOf(
  recognition: ImportRecognition,
  mapping: Mapping = recognition.mapping,
  rules: CleaningRules = defaultRules(),
): Recipe {
  return makeRecipe({
    name: 'orders',
    made: '2024-02-01',
    recognition,
    mapping,
    choices: { encoding: null, sheet: null },
    rules,
    ledger: ledger([], 0, rules),
    segments: null,
    statuses: null,
    currencies: [],
  });
}

/** The code and parameters of what a text is refused with. */
function refusal(text: string): unknown {
  try {
    parseRecipe(text, 'shop.json');
  } catch (error) {
    if (error instanceof DangolError) return [error.code, error.params];
    throw error;
  }
  return null;
}

/** The example recipe with a value put at a path. */
function with_(path: readonly string[], value: unknown): string {
  const recipe = JSON.parse(recipeText(recipeOf(importOf(ORDERS)))) as Record<string, unknown>;
  let at = recipe;
  for (const key of path.slice(0, -1)) at = at[key] as Record<string, unknown>;
  at[path.at(-1) ?? ''] = value;
  return JSON.stringify(recipe);
}

test('a recipe says of each column by its name how it is read', () => {
  const recipe = recipeOf(importOf(ORDERS));
  expect(recipe).toMatchObject({ dangol: 'recipe', version: 1, name: 'orders' });
  expect(recipe.columns).toEqual(['주문번호', '고객', '주문일', '금액', '결제']);
  expect(recipe.mapping.roles).toEqual({
    주문번호: 'order',
    고객: 'customer',
    주문일: 'date',
    금액: 'amount',
    결제: 'ignore',
  });
  expect(recipe.mapping).toMatchObject({ dateFormat: 'iso', timeZone: null });
});

describe('a file of a recipe', () => {
  const arbitraryRules: fc.Arbitrary<CleaningRules> = fc.record({
    treatments: fc.record(
      Object.fromEntries(
        REASONS.map((reason) => [reason, fc.constantFrom(...TREATMENTS[reason])]),
      ) as Record<Reason, fc.Arbitrary<Treatment>>,
    ),
    notProductCodes: fc.array(fc.string()),
  });
  const rate = fc.constantFrom('1300', '0.00075', '9.123456789', '.5');
  const share = fc.constantFrom('0', '0.35', '1', '.25');
  // Names of a file's own, among them those that objects have from the start.
  const word = fc.oneof(
    fc.string({ minLength: 1 }),
    fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', '2024'),
  );

  it('holds any mapping and rules: what is read is what was written', () => {
    const headers = fc.uniqueArray(word, { minLength: 5, maxLength: 5 });
    const five = { minLength: 5, maxLength: 5 };
    const mappings: fc.Arbitrary<Mapping> = fc.record({
      roles: fc.array(fc.constantFrom(...ROLES), five),
      dateFormat: fc.constantFrom(...DATE_FORMATS.map(({ id }) => id)),
      numberFormats: fc.array(fc.constantFrom(...NUMBER_FORMATS.map(({ id }) => id)), five),
      cancelPrefix: fc.constantFrom(null, 'C', '취소-'),
      timeZone: fc.constantFrom(null, 'Asia/Seoul', 'UTC'),
      currency: fc.option(
        fc.record({ target: fc.constantFrom('KRW', 'X'), rates: fc.dictionary(word, rate) }),
      ),
      foldCustomers: fc.boolean(),
      mergeCustomers: fc.boolean(),
      margin: fc.option(fc.record({ other: fc.option(share), groups: fc.dictionary(word, share) })),
    });
    const property = fc.property(headers, mappings, arbitraryRules, (names, mapping, rules) => {
      const columns = names.map((name, index) => ({ ...COLUMN, index, name, header: name }));
      const recognition = { ...importOf(ORDERS), columns, mapping, rows: [] };
      const recipe = recipeOf(recognition, mapping, rules);
      const read = parseRecipe(recipeText(recipe), 'shop.json');
      expect(JSON.parse(JSON.stringify(read))).toEqual(JSON.parse(JSON.stringify(recipe)));
      expect(applyRecipe(read, recognition)).toEqual({ mapping, rules });
    });
    fc.assert(property, { numRuns: 60 });
  });

  it('is told by what it begins with, sound or not', () => {
    expect(looksLikeRecipe(recipeText(recipeOf(importOf(ORDERS))))).toBe(true);
    expect(looksLikeRecipe('{"dangol": "recipe", "version": ')).toBe(true);
    expect(looksLikeRecipe('[{"order": 1, "note": "{\\"dangol\\":\\"recipe\\"}"}]')).toBe(false);
    expect(looksLikeRecipe('[{"order": 1}]')).toBe(false);
    expect(looksLikeRecipe('')).toBe(false);
  });

  it('may lack a reason that came later, and have a field of a later version', () => {
    const text = with_(['rules', 'treatments'], { cancelled: 'asReturn', somethingNew: 'keep' });
    expect(parseRecipe(text, 'shop.json').rules.treatments).toEqual({
      ...defaultRules().treatments,
      cancelled: 'asReturn',
    });
    expect(parseRecipe(with_(['note'], 1), 'shop.json')).not.toHaveProperty('note');
  });
});

describe('a broken recipe is refused with the path of what is wrong', () => {
  it.each([
    ['a role that does not exist', ['mapping', 'roles', '주문일'], 'day'],
    ['a role that is a number', ['mapping', 'roles', '주문일'], 3],
    ['roles as a list', ['mapping', 'roles'], []],
    ['a date format that does not exist', ['mapping', 'dateFormat'], 'whenever'],
    ['a date format that objects have', ['mapping', 'dateFormat'], 'constructor'],
    ['no mapping', ['mapping'], null],
    ['a zone that does not exist', ['mapping', 'timeZone'], 'Asia/Nowhere'],
    ['a fold that is a word', ['mapping', 'foldCustomers'], 'yes'],
    ['a rate of nothing', ['mapping', 'currency'], { target: 'KRW', rates: { USD: '0' } }, 'mapping.currency.rates.USD'],
    ['a rate that is SQL', ['mapping', 'currency'], { target: 'KRW', rates: { USD: '1); DROP' } }, 'mapping.currency.rates.USD'],
    ['a margin above all', ['mapping', 'margin'], { other: '1.5', groups: {} }, 'mapping.margin.other'],
    ['a treatment that the reason does not have', ['rules', 'treatments', 'unreadableDate'], 'keep'],
    ['codes that are no list', ['rules', 'notProductCodes'], 'POST'],
    ['a code that is a number', ['rules', 'notProductCodes'], [1], 'rules.notProductCodes.0'],
    ['an encoding that does not exist', ['choices', 'encoding'], 'utf-7'],
    ['a share above 1', ['seen', 'shares', 'duplicate'], 1.5],
    ['no columns', ['columns'], []],
    ['no name', ['name'], ''],
    ['a day that does not exist', ['made'], 'yesterday'],
    ['version 0', ['version'], 0],
  ])('%s', (_, path, value, at = path.join('.')) => {
    expect(refusal(with_(path, value))).toEqual(['recipe_broken', { file: 'shop.json', path: at }]);
  }); // prettier-ignore

  it('a value that is missing', () => {
    expect(refusal(with_(['mapping', 'roles'], undefined))).toEqual([
      'recipe_broken',
      { file: 'shop.json', path: 'mapping.roles' },
    ]);
    expect(refusal('{"dangol":"recipe","version":1}')).toEqual([
      'recipe_broken',
      { file: 'shop.json', path: 'name' },
    ]);
  });

  it('text that is no JSON, with line and column', () => {
    expect(refusal('{\n  "dangol": "recipe",\n  "version": }')).toEqual([
      'recipe_broken',
      { file: 'shop.json', path: '3:14' },
    ]);
    expect(refusal('{"dangol": "recipe"')).toMatchObject(['recipe_broken', { path: '1:20' }]);
    expect(refusal('7')).toMatchObject(['recipe_broken', {}]);
  });

  it('another version that is newer', () => {
    const text = with_(['version'], 2);
    expect(refusal(text)).toEqual(['recipe_too_new', { file: 'shop.json', version: 2 }]);
  });

  it('names that objects have from the start are names like others, and change no object', () => {
    const text = with_(['mapping', 'roles'], undefined).replace(
      '"mapping":{',
      '"mapping":{"roles":{"__proto__":"customer","constructor":"date"},',
    );
    const { roles } = parseRecipe(text, 'shop.json').mapping;
    expect(Object.entries(roles)).toEqual([
      ['__proto__', 'customer'],
      ['constructor', 'date'],
    ]);
    expect(Object.getPrototypeOf(roles)).toBe(Object.prototype);
    const polluted = text.replace('"__proto__":"customer"', '"__proto__":{"customer":1}');
    expect(refusal(polluted)).toMatchObject(['recipe_broken', { path: 'mapping.roles.__proto__' }]);
    expect({}).not.toHaveProperty('customer');
  });
});

const COLUMN = importOf(ORDERS).columns[0] as ImportRecognition['columns'][number];
