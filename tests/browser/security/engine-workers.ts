import { expect, type Page, type Worker } from '@playwright/test';

/** The app's own two workers. */
export interface EngineWorkers {
  /** The worker that the page starts. */
  readonly engine: Worker;
  /** DuckDB's, which the engine worker starts. */
  readonly duckdb: Worker;
}

/** Waits until the app's engine answers, with its lock on or (in a build made for the test) off. */
export async function engineWorkers(page: Page, locked: boolean): Promise<EngineWorkers> {
  const check = `SELECT CASE WHEN current_setting('enable_external_access') = ${String(locked)}
    THEN error('not yet') END`;
  const found: EngineWorkers[] = [];
  await expect(async () => {
    const workers = await tell(page.workers());
    expect(await runSql(workers.duckdb, check)).toBeNull();
    found.push(workers);
  }).toPass({ timeout: 60_000 });
  const [workers] = found;
  if (workers === undefined) throw new Error('the engine did not start');
  return workers;
}

async function tell(workers: Worker[]): Promise<EngineWorkers> {
  // DuckDB's worker takes messages by `onmessage`, ours by a listener of Comlink.
  const isDuckDB = await Promise.all(
    workers.map((worker) => worker.evaluate(() => self.onmessage !== null)),
  );
  const duckdb = workers.find((_, i) => isDuckDB[i] === true);
  const engine = workers.find((_, i) => isDuckDB[i] === false);
  if (duckdb === undefined || engine === undefined)
    throw new Error('the workers are not there yet');
  return { engine, duckdb };
}

/**
 * Runs SQL in the app's own DuckDB, past all of the app's code: speaks to its worker as
 * duckdb-wasm does.
 *
 * @returns DuckDB's words where it refuses; null where the SQL ran.
 */
export function runSql(duckdb: Worker, text: string): Promise<string | null> {
  return duckdb.evaluate(async (sql) => {
    interface Answer {
      requestId: number;
      type: string;
      data: unknown;
    }
    const scope = self as unknown as {
      onmessage: (event: { data: unknown }) => Promise<void>;
      postMessage: (answer: Answer, transfer: Transferable[]) => void;
    };
    const ask = async (type: string, data: unknown): Promise<Answer> => {
      const messageId = 1_000_000_000 + Math.floor(Math.random() * 1_000_000);
      const post = scope.postMessage;
      const answers: Answer[] = [];
      scope.postMessage = (answer, transfer) => {
        if (answer.requestId === messageId) answers.push(answer);
        else post.call(self, answer, transfer);
      };
      try {
        await scope.onmessage({ data: { messageId, type, data } });
      } finally {
        scope.postMessage = post;
      }
      const [answer] = answers;
      if (answer === undefined) throw new Error(`no answer to ${type}`);
      return answer;
    };
    const words = (answer: Answer) =>
      answer.type === 'ERROR' ? (answer.data as { message: string }).message : null;

    const connection = await ask('CONNECT', null);
    if (connection.type === 'ERROR') return words(connection);
    const answer = await ask('RUN_QUERY', [connection.data, sql]);
    await ask('DISCONNECT', connection.data);
    return words(answer);
  }, text);
}
