import { beforeEach, describe, expect, it, test, vi } from 'vitest';
import type {
  Dataset,
  Opened,
  Profile,
  SourceChoices,
  Staged,
  StatusCount,
} from '../../../workers/engine-api.ts';
import type { CleaningRules, FlagGroup } from '../../../src/data/cleaning.ts';
import { defaultRules, flagOf } from '../../../src/data/cleaning.ts';
import { ledger } from '../../../src/data/ledger.ts';
import { recipeText } from '../../../src/import/recipe-parse.ts';
import { makeRecipe, type Recipe } from '../../../src/import/recipe.ts';
import type { ImportRecognition, Mapping } from '../../../src/import/types.ts';
import { importOf } from '../../helpers/recipe-import.ts';
import { PLAIN_SHAPE } from '../../../src/data/staged-shape.ts';

const ORDERS = 'order_id,customer_id,order_date,amount,status\n1,anna,2024-01-05,10.50,paid\n2,ben,2024-01-20,20,paid\n'; // prettier-ignore

interface Answers {
  statuses: readonly StatusCount[] | null;
  groups: readonly FlagGroup[];
  open: (files: readonly File[], choices: SourceChoices) => Promise<ImportRecognition>;
}

/** What the engine answers to what it is asked; each test sets what it needs. */
const answers: Answers = {
  statuses: [{ value: 'paid', rows: 1000 }],
  groups: [{ file: 0, flags: 0, rows: 1000, money: '1', unknownMoney: 0 }],
  open: (files: readonly File[]) =>
    (files[0] as File).text().then((text) => importOf({ [files[0]?.name ?? '']: text })),
};
const staged: Mapping[] = [];
const committed: CleaningRules[] = [];
const closed: string[] = [];
let openings = 0;

vi.mock('../../../src/engine/client.ts', () => ({
  engine: {
    open: async (files: File[], choices: SourceChoices): Promise<Opened> => ({
      id: `opened_${++openings}`,
      recognition: await answers.open(files, choices),
    }),
    close: (id: string) => Promise.resolve(void closed.push(id)),
    release: () => Promise.resolve(),
    regroup: () => Promise.resolve(answers.groups),
    stage: (_id: string, mapping: Mapping) => {
      staged.push(mapping);
      const { groups } = answers;
      return Promise.resolve({ id: `file_${staged.length}`, rows: 1000, groups, broken: [], brokenCounts: [0], currencies: [], lookups: [], contacts: null, differingOrders: 0, unread: [], lateKeys: [], milliseconds: 1 } satisfies Staged); // prettier-ignore
    },
    profile: () => Promise.resolve({} as unknown as Profile),
    statuses: () => Promise.resolve(answers.statuses),
    commit: (_id: string, name: string, rules: CleaningRules) => {
      committed.push(rules);
      const facts = { shape: PLAIN_SHAPE };
      return Promise.resolve({ name, rules, facts, dimensions: [] } as unknown as Dataset);
    },
  },
}));

/** The browser's store: `full` refuses what is written, `held` is what it has. */
const store = {
  held: {} as Record<string, string>,
  full: false,
  getItem: (key: string) => store.held[key] ?? null,
  setItem: (key: string, value: string) => {
    if (store.full) throw new DOMException('full', 'QuotaExceededError');
    store.held[key] = value;
  },
};
vi.stubGlobal('localStorage', store);
vi.stubGlobal('location', { hash: '' });

const { MOST_RECIPES, Recipes, recipes, takeRecipes } =
  await import('../../../src/state/recipes.svelte.ts');
const { Workspace } = await import('../../../src/state/workspace.svelte.ts');

/** A recipe of a file with a needed column of this name beside the usual ones. */
function recipe(name: string, column = 'status', change: Partial<Mapping> = {}): Recipe {
  const recognition = importOf(ORDERS.replace('status', column));
  return makeRecipe({
    name,
    made: '2024-02-01',
    recognition,
    mapping: { ...recognition.mapping, ...change },
    choices: { encoding: null, sheet: null },
    rules: { ...defaultRules(), notProductCodes: ['POST'] },
    ledger: ledger(answers.groups, 0, defaultRules()),
    segments: null,
    statuses: ['paid'],
    currencies: [],
  });
}

const file = (name: string, text = ORDERS) => new File([text], name);
const names = (all: { all: readonly { recipe: Recipe }[] }) =>
  all.all.map((one) => one.recipe.name);

beforeEach(() => {
  store.held = {};
  store.full = false;
  answers.statuses = [{ value: 'paid', rows: 1000 }];
  answers.groups = [{ file: 0, flags: 0, rows: 1000, money: '1', unknownMoney: 0 }];
  staged.length = committed.length = closed.length = 0;
  for (const one of recipes.all) recipes.remove(one.recipe);
});

describe('recipes', () => {
  it('are kept for the next visit, the newest first, one for a shape', () => {
    const kept = new Recipes(() => store);
    kept.keep(recipe('a'));
    kept.keep(recipe('b', 'state'));
    kept.keep(recipe('c'));
    expect(names(kept)).toEqual(['c', 'b']);
    expect(new Recipes(() => store).all).toEqual(kept.all);
  });

  it('take the place of the one that they grew from', () => {
    const kept = new Recipes(() => store);
    const former = recipe('a');
    kept.keep(former);
    kept.keep(recipe('a', 'state'), { former });
    expect(names(kept)).toEqual(['a']);
  });

  it('that are off are not found, and stay off until they are brought as a file', () => {
    const kept = new Recipes(() => store);
    const first = recipe('a');
    kept.keep(first);
    kept.turn(first, false);
    expect(kept.find(importOf(ORDERS))).toBeNull();
    kept.keep(recipe('a'));
    expect(new Recipes(() => store).find(importOf(ORDERS))).toBeNull();
    kept.keep(recipe('a'), { on: true });
    expect(kept.find(importOf(ORDERS))?.name).toBe('a');
  });

  it('are found by the columns that are most like the file, and the newest of several', () => {
    const kept = new Recipes(() => store);
    kept.keep(recipe('exact'));
    const wider = recipe('wider', 'status,coupon');
    kept.keep(wider);
    expect(kept.find(importOf(ORDERS))?.name).toBe('exact');
    expect(kept.find(importOf('a,b\n1,2\n'))).toBeNull();
    kept.remove(kept.all.at(-1)?.recipe as Recipe);
    expect(kept.find(importOf(ORDERS))?.name).toBe('wider');
  });

  it(`are no more than ${MOST_RECIPES}`, () => {
    const kept = new Recipes(() => store);
    for (let i = 0; i < MOST_RECIPES + 5; i++) kept.keep(recipe(`${i}`, `state${i}`));
    expect(names(kept)).toHaveLength(MOST_RECIPES);
    expect(names(kept)[0]).toBe(`${MOST_RECIPES + 4}`);
  });

  it('last for the visit where the store is full, fails or is not there', () => {
    store.full = true;
    const kept = new Recipes(() => store);
    kept.keep(recipe('a'));
    expect(names(kept)).toEqual(['a']);
    const none = new Recipes(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    none.keep(recipe('a'));
    expect(names(none)).toEqual(['a']);
  });

  it.each([
    ['no JSON', '{'],
    ['no list', '{"recipe":1}'],
    ['other things', '[null, 1, {}, {"recipe": null}, {"recipe": {"dangol": "recipe"}}]'],
  ])('are none where the store holds %s', (_, held) => {
    store.held['dangol.recipes'] = held;
    expect(new Recipes(() => store).all).toEqual([]);
  });

  it('are taken from among files; a broken one is an error that names it', async () => {
    const made = recipe('a');
    const data = [file('orders.csv'), file('orders.json', '[{"a":1}]')];
    const taken = await takeRecipes([...data, file('a.dangol.json', recipeText(made))]);
    expect(taken.recipes).toEqual([made]);
    expect(taken.others).toEqual(data);
    const broken = file('b.json', recipeText(made).replace('"iso"', '"never"'));
    await expect(takeRecipes([broken])).rejects.toMatchObject({
      code: 'recipe_broken',
      params: { file: 'b.json', path: 'mapping.dateFormat' },
    });
  });

  it('are not looked for in large files, nor in those of another name', async () => {
    const text = recipeText(recipe('a'));
    const large = file('a.json', text + ' '.repeat(300_000));
    const other = file('a.csv', text);
    expect(await takeRecipes([large, other])).toEqual({ recipes: [], others: [large, other] });
  });
});

describe('an import', () => {
  it('is kept when it is committed, and the next file of its shape goes through at once', async () => {
    const workspace = new Workspace();
    await workspace.openFiles([file('orders_2024-01.csv')]);
    const first = workspace.importing;
    expect(first?.byRecipe.recipe).toBeNull();
    expect(workspace.dataset).toBeNull();
    first?.setMapping({ foldCustomers: true });
    await vi.waitUntil(() => first?.staged !== null && first?.profile !== null);
    await first?.commit();
    expect(names(recipes)).toEqual(['orders']);
    await vi.waitUntil(() => recipes.all[0]?.recipe.seen.statuses !== null);
    expect(recipes.all[0]?.recipe.seen).toMatchObject({ rows: 1000, statuses: ['paid'] });

    location.hash = '';
    await workspace.openFiles([file('orders_2024-02.csv')]);
    expect(location.hash).toBe('#/data');
    expect(staged.at(-1)?.foldCustomers).toBe(true);
    expect(workspace.dataset?.name).toBe('orders_2024-02.csv');
    expect(workspace.importing?.committed).toBe(true);
    expect(workspace.importing?.byRecipe).toMatchObject({ compared: true, differences: [] });
    expect(recipes.all).toHaveLength(1);
  });

  it('stops for a look where something differs, and is kept anew once it is committed', async () => {
    recipes.keep(recipe('orders'));
    answers.statuses = [
      { value: 'paid', rows: 997 },
      { value: 'void', rows: 3 },
    ];
    const workspace = new Workspace();
    await workspace.openFiles([file('orders_2024-02.csv')]);
    expect(workspace.dataset).toBeNull();
    expect(workspace.importing?.byRecipe.differences).toEqual([
      { code: 'new_statuses', values: [{ value: 'void', rows: 3 }] },
    ]);
    await workspace.importing?.commit();
    await vi.waitUntil(() => recipes.all[0]?.recipe.seen.statuses?.length === 2);
    expect(names(recipes)).toEqual(['orders']);
    expect(recipes.all[0]?.recipe.seen.statuses).toEqual(['paid', 'void']);
  });

  it('stops where a reason matches many more rows', async () => {
    recipes.keep(recipe('orders'));
    answers.groups = [
      { file: 0, flags: 0, rows: 900, money: '1', unknownMoney: 0 },
      { file: 0, flags: flagOf('unreadableDate'), rows: 100, money: '1', unknownMoney: 0 },
    ];
    const workspace = new Workspace();
    await workspace.openFiles([file('orders.csv')]);
    expect(workspace.dataset).toBeNull();
    expect(workspace.importing?.byRecipe.differences).toEqual([
      { code: 'more_of', trouble: 'unreadableDate', rows: 100, share: 0.1, usual: 0 },
    ]);
  });

  it('takes over the rules, with the codes that are no product', async () => {
    recipes.keep(recipe('orders'));
    const workspace = new Workspace();
    await workspace.openFiles([file('orders.csv')]);
    expect(committed[0]?.notProductCodes).toEqual(['POST']);
  });

  it('goes back to what is suggested without the recipe', async () => {
    recipes.keep(recipe('orders', 'status', { foldCustomers: true }));
    const workspace = new Workspace();
    await workspace.openFiles([file('orders.csv')]);
    const { importing } = workspace;
    importing?.withoutRecipe();
    expect(importing?.byRecipe.recipe).toBeNull();
    expect(importing?.mapping.foldCustomers).toBe(false);
    expect(importing?.rules).toEqual(defaultRules());
    await vi.waitUntil(() => importing?.staged !== null);
    expect(staged.at(-1)?.foldCustomers).toBe(false);
  });

  it('of another shape is imported as it is suggested', async () => {
    recipes.keep(recipe('orders', 'order_status'));
    const workspace = new Workspace();
    await workspace.openFiles([file('orders.csv')]);
    expect(workspace.importing?.byRecipe.recipe).toBeNull();
    expect(workspace.dataset).toBeNull();
  });

  it('is understood as the file of the recipe was: its sheet, its encoding', async () => {
    const plain = recipe('orders');
    recipes.keep({ ...plain, choices: { encoding: null, sheet: 'Orders' } });
    const read = answers.open;
    answers.open = async (files, choices) => {
      const sheet = choices['book.xlsx']?.sheet ?? 'Notes';
      const recognition = sheet === 'Orders' ? importOf(ORDERS) : importOf('a,b\n1,2\n3,4\n');
      const [source] = recognition.sources;
      if (source === undefined) throw new TypeError('no source');
      const sources = [{ ...source, name: 'book.xlsx', sheets: ['Notes', 'Orders'], sheet }];
      return Promise.resolve({ ...recognition, sources, files });
    };
    const workspace = new Workspace();
    await workspace.openFiles([file('book.xlsx')]);
    answers.open = read;
    expect(workspace.importing?.recognition.sources[0]?.sheet).toBe('Orders');
    expect(workspace.importing?.committed).toBe(true);
    expect(closed).toHaveLength(1);
    expect(recipes.all[0]?.recipe.choices).toEqual({ encoding: null, sheet: 'Orders' });
  });
});

describe('a recipe that is dropped', () => {
  const dropped = (name: string, change: Partial<Mapping> = {}, column = 'status') =>
    file(`${name}.dangol.json`, recipeText(recipe(name, column, change)));

  it('is used for the import on the screen that it fits', async () => {
    const workspace = new Workspace();
    await workspace.openFiles([file('orders.csv')]);
    await workspace.openFiles([dropped('mine', { foldCustomers: true })]);
    expect(workspace.importing?.byRecipe.recipe?.name).toBe('mine');
    expect(workspace.importing?.mapping.foldCustomers).toBe(true);
    expect(workspace.brought).toBeNull();
    expect(workspace.error).toBeNull();
  });

  it('waits for the next file where it does not fit, or nothing is there', async () => {
    const workspace = new Workspace();
    await workspace.openFiles([dropped('mine')]);
    expect(workspace.brought?.name).toBe('mine');
    await workspace.openFiles([file('orders.csv')]);
    expect(workspace.importing?.byRecipe.recipe?.name).toBe('mine');
    expect(workspace.brought).toBeNull();
    await workspace.openFiles([dropped('other', {}, 'order_status')]);
    expect(workspace.importing?.byRecipe.recipe?.name).toBe('mine');
    expect(workspace.brought?.name).toBe('other');
  });

  it('is used for the file that comes with it', async () => {
    const workspace = new Workspace();
    await workspace.openFiles([dropped('mine'), file('orders.csv')]);
    expect(workspace.importing?.byRecipe.recipe?.name).toBe('mine');
    expect(workspace.dataset?.name).toBe('orders.csv');
  });

  it('and is broken opens nothing', async () => {
    const workspace = new Workspace();
    await workspace.openFiles([file('x.json', '{"dangol":"recipe","version":9}'), file('a.csv')]);
    expect(workspace.error).toMatchObject({ code: 'recipe_too_new', params: { version: 9 } });
    expect(workspace.importing).toBeNull();
  });
});

test('a sample shop neither uses nor leaves a recipe', async () => {
  const { engine } = (await import('../../../src/engine/client.ts')) as unknown as {
    engine: Record<string, unknown>;
  };
  engine['generate'] = () => Promise.resolve(file('coffee.csv'));
  recipes.keep(recipe('orders', 'status', { foldCustomers: true }));
  const workspace = new Workspace();
  await workspace.openSample('coffee');
  expect(workspace.dataset?.name).toBe('coffee.csv');
  expect(workspace.importing?.byRecipe.recipe).toBeNull();
  expect(names(recipes)).toEqual(['orders']);
});
