import { tableFromArrays, tableToIPC } from 'apache-arrow';
import { beforeEach, expect, it, vi } from 'vitest';
import type { AnalysisRun, Dataset, OnProgress } from '../../../workers/engine-api.ts';
import type { Analysis, DatasetFacts, Tables } from '../../../src/analyses/analysis.ts';
import { DangolError } from '../../../src/core/errors.ts';
import { sql } from '../../../src/core/sql.ts';
import type { DataFilter } from '../../../src/data/filter.ts';

interface Request {
  readonly settings: Settings;
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
  readonly answer: (value: number) => Promise<void>;
  readonly fail: (error: Error) => Promise<void>;
}

interface Settings {
  readonly grain: string;
  readonly measure: string;
}

/** What the engine was asked, to be answered by the test when it likes. */
const requests: Request[] = [];
const FACTS = {} as DatasetFacts;
const settled = () => new Promise<void>((resolve) => setTimeout(resolve));

vi.mock('../../../src/engine/client.ts', () => ({
  engine: {
    analyse: (
      _id: string,
      settings: Settings,
      _filter: DataFilter,
      options: { signal: AbortSignal; onProgress: OnProgress },
    ) =>
      new Promise<AnalysisRun>((resolve, reject) => {
        requests.push({
          settings,
          ...options,
          answer: (value) => {
            const bytes = tableToIPC(tableFromArrays({ value: Float64Array.of(value) }), 'stream');
            resolve({
              tables: { main: bytes },
              sql: { main: 'SELECT 1' },
              milliseconds: 5,
              facts: FACTS,
            });
            return settled();
          },
          fail: (error: Error) => {
            reject(error);
            return settled();
          },
        });
      }),
  },
}));

const { AnalysisState, analysisState } = await import('../../../src/state/analysis-run.svelte.ts');

const analysis = {
  id: 'cohort',
  defaults: () => ({ grain: 'month', measure: 'customers' }),
  queries: () => ({ main: sql`SELECT 1` }),
  queryKey: ({ grain }: Settings) => grain,
  result: ({ main }: Tables, { grain, measure }: Settings) =>
    `${grain} ${measure} ${String(main?.[0]?.['value'])}`,
  findings: () => [],
  table: () => ({ columns: [], rows: [] }),
  customers: () => sql`SELECT 1`,
} as unknown as Analysis<Settings, string, never>;

const newDataset = () =>
  ({ name: 'shop', facts: FACTS, rules: {}, dimensions: [] }) as unknown as Dataset;
const asked = (at: number): Request => {
  const request = requests[at];
  if (request === undefined) throw new Error(`no request ${at}`);
  return request;
};

beforeEach(() => {
  requests.length = 0;
});

it('keeps the last result on screen until the next one is there', async () => {
  const state = new AnalysisState(analysis, newDataset());
  expect([state.status.kind, state.result]).toEqual(['idle', null]);
  state.start();
  asked(0).onProgress({ step: 'query', index: 1, of: 1 });
  expect(state.status).toEqual({ kind: 'running', progress: { step: 'query', index: 1, of: 1 } });
  await asked(0).answer(1);
  expect([state.status.kind, state.result, state.milliseconds]).toEqual([
    'done',
    'month customers 1',
    5,
  ]);
  state.update({ grain: 'week' });
  expect([state.status.kind, state.result]).toEqual(['running', 'month customers 1']);
  await asked(1).answer(2);
  expect(state.result).toBe('week customers 2');
});

it('shapes the rows at hand anew when only the shape changes, and when it goes back', async () => {
  const state = new AnalysisState(analysis, newDataset());
  state.start();
  await asked(0).answer(1);
  state.update({ measure: 'revenue' });
  expect([state.status.kind, state.result]).toEqual(['done', 'month revenue 1']);
  state.update({ grain: 'week' });
  await asked(1).answer(2);
  state.update({ grain: 'month' });
  expect([state.result, requests.length]).toEqual(['month revenue 1', 2]);
});

it('aborts a request when a newer one comes, and drops its late answer', async () => {
  const state = new AnalysisState(analysis, newDataset());
  state.start();
  state.update({ grain: 'week' });
  expect([asked(0).signal.aborted, asked(1).signal.aborted]).toEqual([true, false]);
  await asked(1).answer(2);
  await asked(0).answer(1);
  expect(state.result).toBe('week customers 2');
});

it('does not ask again while the same query runs', () => {
  const state = new AnalysisState(analysis, newDataset());
  state.start();
  state.update({ measure: 'revenue' });
  state.start();
  expect([requests.length, asked(0).signal.aborted]).toEqual([1, false]);
});

it('goes back to the settings of the result on screen when it is cancelled', async () => {
  const state = new AnalysisState(analysis, newDataset());
  state.start();
  await asked(0).answer(1);
  state.update({ grain: 'week' });
  state.cancel();
  expect([state.status.kind, state.settings.grain, asked(1).signal.aborted]).toEqual([
    'done',
    'month',
    true,
  ]);
  await asked(1).fail(new DangolError('cancelled', {}));
  expect(state.status.kind).toBe('done');
});

it('says what failed, and works again afterwards', async () => {
  const state = new AnalysisState(analysis, newDataset());
  state.start();
  await asked(0).fail(new DangolError('no_dataset', {}));
  expect(state.status).toMatchObject({ kind: 'failed', error: { code: 'no_dataset' } });
  state.start();
  await asked(1).answer(1);
  expect([state.status.kind, state.result]).toEqual(['done', 'month customers 1']);
});

it('is kept for a dataset, and made anew for another', () => {
  const [one, other] = [newDataset(), newDataset()];
  const state = analysisState(analysis, one);
  state.update({ measure: 'revenue' });
  state.leave();
  expect(asked(0).signal.aborted).toBe(true);
  expect(analysisState(analysis, one)).toBe(state);
  expect(analysisState(analysis, one).settings.measure).toBe('revenue');
  expect(analysisState(analysis, other).settings.measure).toBe('customers');
});
