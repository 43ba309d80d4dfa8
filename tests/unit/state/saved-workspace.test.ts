import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { DangolError, type ErrorData } from '../../../src/core/errors.ts';
import type { AudienceDefinition, DataFilter } from '../../../src/data/filter.ts';
import { NO_FILTER } from '../../../src/data/filter.ts';
import type { CallOptions } from '../../../src/engine/client.ts';
import { fileKind } from '../../../src/import/file-format.ts';
import { parseWorkspace, type SavedWorkspace } from '../../../src/import/saved-workspace.ts';
import type { EngineApi } from '../../../workers/engine-api.ts';
import { zipEntries } from '../../../workers/readers/zip.ts';
import { encodeText } from '../../helpers/encode.ts';
import { openEngine, type TestEngine } from '../../helpers/engine.ts';
import { zipOf } from '../../helpers/zip.ts';

type Calls = Record<keyof EngineApi, (...given: unknown[]) => Promise<unknown>>;

/** The page's own state on the engine that ships, without the worker between them. */
let opened: TestEngine;
let runs = 0;

vi.mock('../../../src/engine/client.ts', () => ({
  engine: new Proxy(
    {},
    {
      get:
        (_target, name: keyof EngineApi) =>
        async (...given: unknown[]): Promise<unknown> => {
          const last = given.at(-1) as CallOptions | undefined;
          const isOptions =
            last !== undefined && ['signal', 'onProgress'].some((key) => key in last);
          const run = ++runs;
          if (isOptions) {
            given.pop();
            last.signal?.addEventListener('abort', () => {
              opened.engine.cancel(run);
            });
          }
          try {
            const calls = opened.engine as unknown as Calls;
            return await calls[name](run, ...given);
          } catch (error) {
            const { code, params, detail } = error as ErrorData;
            throw new DangolError(code, params, detail);
          }
        },
    },
  ),
}));
vi.stubGlobal('location', { hash: '' });

const { Workspace } = await import('../../../src/state/workspace.svelte.ts');
const { audiences } = await import('../../../src/state/audiences.svelte.ts');
const { filters } = await import('../../../src/state/filters.svelte.ts');

const JANUARY = [
  '주문번호,주문일자,구매자ID,상품명,수량,결제금액,주문상태',
  ...Array.from({ length: 30 }, (_, i) => {
    const state = i % 7 === 0 ? '취소' : '배송완료';
    return `A-${i},2024-01-${String(1 + i)},kim${i % 9},원두 ${i % 3},1,"1${i % 10},000",${state}`;
  }),
].join('\n');
const FEBRUARY = JANUARY.replaceAll('2024-01-', '2024-02-').replaceAll('A-', 'B-');

const FILTER: DataFilter = {
  days: { from: 19_727, to: null },
  conditions: [
    { kind: 'values', dimension: 'product', values: ['원두 0', '원두 1'], exclude: false },
  ],
};
const LIST: AudienceDefinition = {
  kind: 'selection',
  analysis: 'rfm',
  settings: { grain: 'month' },
  selection: { segment: 'best' },
  filter: NO_FILTER,
};

beforeAll(async () => {
  opened = await openEngine();
});
afterAll(() => {
  opened.close();
});
beforeEach(() => {
  filters.set(NO_FILTER);
  for (const { id } of audiences.all) audiences.remove(id);
});

/** Two months of a shop, one of them in CP949 and packed, as they would be dropped. */
function shopFiles(): File[] {
  return [
    new File([encodeText(JANUARY, 'euc-kr')], '1월 매출.csv'),
    new File([zipOf([{ name: '2월 매출.csv', content: FEBRUARY }])], '매출.zip'),
  ];
}

/** Opens files, changes what was suggested, and analyses them. */
async function worked(): Promise<InstanceType<typeof Workspace>> {
  const workspace = new Workspace();
  await workspace.openFiles(shopFiles());
  const { importing } = workspace;
  if (importing === null) throw new Error(JSON.stringify(workspace.error));
  const product = importing.recognition.columns.find(({ name }) => name === '상품명');
  importing.setRole(product?.index ?? -1, 'product');
  await vi.waitUntil(() => importing.staged !== null && !importing.staging, { timeout: 30_000 });
  importing.setTreatment('cancelled', 'asReturn');
  expect(await importing.commit()).toBe(true);
  filters.set(FILTER);
  audiences.add('단골', 'RFM', LIST);
  return workspace;
}

/** All that the analyses read. */
function tables(): unknown {
  return ['customers', 'orders', 'customer_days', 'order_lines'].map((name) => [
    name,
    opened.query(`SELECT * FROM ${name} ORDER BY ALL`),
  ]);
}

function asFile(blob: Blob | null, name: string): File {
  if (blob === null) throw new Error('nothing was packed');
  return new File([blob], name);
}

describe('a saved workspace', () => {
  test('comes back with its files, recipe, filter and lists, whatever it is called', async () => {
    const first = await worked();
    const former = tables();
    const packed = asFile(await first.pack(), 'march.zip');
    const recipe = first.importing?.byRecipe.current();
    filters.set(NO_FILTER);
    for (const { id } of audiences.all) audiences.remove(id);

    const second = new Workspace();
    await second.openFiles([packed]);
    expect(second.error).toBeNull();
    expect(second.importing?.committed).toBe(true);
    expect(second.importing?.files.map(({ name }) => name)).toEqual(['1월 매출.csv', '매출.zip']);
    for (const [i, file] of shopFiles().entries()) {
      const restored = second.importing?.files[i];
      expect(await bytesOf(restored)).toEqual(await bytesOf(file));
    }
    expect(second.importing?.rules.treatments.cancelled).toBe('asReturn');
    expect(second.importing?.byRecipe.current()).toEqual(recipe);
    expect(tables()).toEqual(former);
    expect(filters.filter).toEqual(FILTER);
    expect(audiences.all).toMatchObject([{ name: '단골', origin: 'RFM', definition: LIST }]);
  });

  test('brings a list that is there already only once, and one of another definition beside it', async () => {
    const first = await worked();
    const packed = asFile(await first.pack(), 'shop.dangol');
    await new Workspace().openFiles([packed]);
    expect(audiences.all).toHaveLength(1);
    audiences.remove(audiences.all[0]?.id ?? 0);
    audiences.add('단골', '', { kind: 'not', part: LIST });
    await new Workspace().openFiles([packed]);
    expect(audiences.all.map(({ name }) => name)).toEqual(['단골', '단골 2']);
  });

  test('reads a file as it was said to be read, though it is not what it says itself', async () => {
    const workspace = new Workspace();
    const text =
      'order_id,customer_id,order_date,amount\n1,Zoë,2024-01-05,10\n2,Ann,2024-02-05,5\n';
    await workspace.openFiles([new File([text], 'orders.csv')]);
    await workspace.importing?.choose('orders.csv', { encoding: 'windows-1252' });
    const rows = workspace.importing?.recognition.rows;
    expect(rows?.[0]).toContain('ZoÃ«');
    const again = new Workspace();
    await again.openFiles([asFile(await workspace.pack(), 'orders.dangol')]);
    expect(again.importing?.recognition.rows).toEqual(rows);
    expect(again.importing?.choices).toEqual({ 'orders.csv': { encoding: 'windows-1252' } });
  });

  test('is a plain ZIP: text is deflated, what is packed already is stored', async () => {
    const packed = await (await worked()).pack();
    const entries = await zipEntries(packed ?? new Blob(), 'shop.dangol');
    expect(entries.map(({ name }) => name)).toEqual([
      'dangol.json',
      'files/1/1월 매출.csv',
      'files/2/매출.zip',
    ]);
    const [, csv, zip] = entries;
    expect(csv?.packedBytes).toBeLessThan((csv?.bytes ?? 0) / 2);
    expect(zip?.packedBytes).toBe(zip?.bytes);
    expect(fileKind(await bytesOf(packed ?? undefined), 'shop.dangol')).toBe('zip');
  });

  test('two files of one name keep their names', async () => {
    const text = 'order_id,customer_id,order_date,amount\n1,a,2024-01-05,10\n2,b,2024-02-05,5\n';
    const workspace = new Workspace();
    await workspace.openFiles([
      new File([text], 'orders.csv'),
      new File([text.replaceAll('2024', '2023').replaceAll('\n1,', '\n3,')], 'orders.csv'),
    ]);
    const again = new Workspace();
    await again.openFiles([asFile(await workspace.pack(), 'orders.dangol')]);
    expect(again.importing?.files.map(({ name }) => name)).toEqual(['orders.csv', 'orders.csv']);
    expect(again.importing?.staged?.rows).toBe(workspace.importing?.staged?.rows);
  });

  test('cancelled while it is packed, nothing comes of it and nothing is lost', async () => {
    const workspace = await worked();
    const packing = workspace.pack();
    await vi.waitUntil(() => workspace.job !== null, { interval: 1 });
    workspace.job?.cancel();
    expect(await packing).toBeNull();
    expect(workspace.error).toBeNull();
    expect(workspace.importing?.committed).toBe(true);
  });
});

describe('a workspace that is broken', () => {
  let good: SavedWorkspace;
  let workspace: InstanceType<typeof Workspace>;
  beforeAll(async () => {
    workspace = await worked();
    const [entry] = await zipEntries((await workspace.pack()) ?? new Blob(), 'shop.dangol');
    if (entry === undefined) throw new Error('no entry');
    const parts: Uint8Array[] = [];
    for await (const piece of entry.open(new AbortController().signal)) parts.push(piece);
    good = parseWorkspace(Buffer.concat(parts).toString(), 'shop.dangol');
  });

  async function refused(saved: unknown, path?: string): Promise<ErrorData | null> {
    const json = typeof saved === 'string' ? saved : JSON.stringify(saved);
    const archive = zipOf([
      { name: 'dangol.json', content: json },
      { name: path ?? 'files/1/1월 매출.csv', content: JANUARY },
      { name: 'files/2/매출.zip', content: zipOf([{ name: 'a.csv', content: FEBRUARY }]) },
    ]);
    const former = { importing: workspace.importing, dataset: workspace.dataset };
    const lists = audiences.all;
    filters.set(FILTER);
    await workspace.openFiles([new File([archive], 'shop.dangol')]);
    expect(workspace.importing).toBe(former.importing);
    expect(workspace.dataset).toBe(former.dataset);
    expect(filters.filter).toEqual(FILTER);
    expect(audiences.all).toBe(lists);
    return workspace.error;
  }

  test.each([
    ['is no JSON', '{"dangol": "workspace",\n oops', 'dangol.json:2:2'],
    ['has another kind', { dangol: 'recipe', version: 1 }, 'dangol'],
    ['has no version', { dangol: 'workspace' }, 'version'],
  ])('%s: the place is named', async (_what, saved, path) => {
    expect(await refused(saved)).toMatchObject({
      code: 'workspace_broken',
      params: { file: 'shop.dangol', path },
    });
  });

  test('names what is wrong in the recipe, the filter and the lists', async () => {
    const roles = { ...good.recipe.mapping.roles, 상품명: 'nonsense' };
    const mapping = { ...good.recipe.mapping, roles };
    const cases = [
      [{ ...good, recipe: { ...good.recipe, mapping } }, 'recipe.mapping.roles.상품명'],
      [{ ...good, filter: { days: { from: 5, to: 1 }, conditions: [] } }, 'filter.days'],
      [{ ...good, audiences: [{ name: '', origin: '', definition: LIST }] }, 'audiences.0.name'],
      [{ ...good, files: [] }, 'files'],
    ] as const;
    for (const [saved, path] of cases) {
      expect(await refused(saved)).toMatchObject({ code: 'workspace_broken', params: { path } });
    }
  });

  test('lacks one of its files', async () => {
    expect(await refused(good, 'files/9/other.csv')).toMatchObject({
      code: 'workspace_broken',
      params: { path: 'files.0.path' },
    });
  });

  test('is of a newer Dangol', async () => {
    expect(await refused({ dangol: 'workspace', version: 2, more: [] })).toMatchObject({
      code: 'workspace_too_new',
      params: { file: 'shop.dangol', version: 2 },
    });
  });

  test('was cut off: it is refused as the archive that it is', async () => {
    const packed = (await workspace.pack()) ?? new Blob();
    const former = workspace.importing;
    await workspace.openFiles([new File([packed.slice(0, packed.size - 200)], 'shop.dangol')]);
    expect(workspace.error).toMatchObject({ code: 'archive_truncated' });
    expect(workspace.importing).toBe(former);
  });
});

test('an archive without dangol.json is an ordinary one, whatever its name', async () => {
  const workspace = new Workspace();
  const archive = zipOf([{ name: 'orders.csv', content: JANUARY }]);
  await workspace.openFiles([new File([archive], 'orders.dangol')]);
  expect(workspace.importing?.recognition.sources.map(({ name }) => name)).toEqual([
    'orders.dangol › orders.csv',
  ]);
});

async function bytesOf(blob: Blob | undefined): Promise<Uint8Array> {
  return new Uint8Array((await blob?.arrayBuffer()) ?? new ArrayBuffer());
}
