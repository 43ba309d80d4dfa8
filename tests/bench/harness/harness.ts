import type { AnalysisId, DatasetFacts, Row } from '../../../src/analyses/analysis.ts';
import { analyses } from '../../../src/analyses/registry.ts';
import { defaultRules } from '../../../src/data/cleaning.ts';
import { ledger } from '../../../src/data/ledger.ts';
import { decodeRows } from '../../../src/engine/arrow.ts';
import { engine } from '../../../src/engine/client.ts';

/** A measured import: from the file to the canonical tables, recognition included. */
export interface MeasuredImport {
  readonly ms: number;
  readonly read: number;
  readonly facts: DatasetFacts;
}

/** A measured analysis: from settings to rows on the page. */
export interface MeasuredAnalysis {
  readonly ms: number;
  readonly tables: Readonly<Record<string, readonly Row[]>>;
}

let facts: DatasetFacts | null = null;

/** What the benchmark drives: the page's own engine client, with a clock around it. */
const bench = {
  warmUp: () => engine.warmUp(),

  async importFile(): Promise<MeasuredImport> {
    const file = document.querySelector('input')?.files?.[0];
    if (file === undefined) throw new Error('no file was chosen');
    const start = performance.now();
    const opened = await engine.open([file]);
    const staged = await engine.stage(opened.id, opened.recognition.mapping);
    const rules = defaultRules();
    const { read } = ledger(staged.groups, staged.brokenCounts[0] ?? 0, rules);
    const dataset = await engine.commit(staged.id, file.name, rules);
    await engine.release(staged.id);
    await engine.close(opened.id);
    const ms = performance.now() - start;
    facts = dataset.facts;
    return { ms, read, facts };
  },

  async analyse(id: AnalysisId, change: object): Promise<MeasuredAnalysis> {
    if (facts === null) throw new Error('no file was imported');
    const settings = { ...(analyses[id].defaults(facts) as object), ...change };
    const start = performance.now();
    const run = await engine.analyse(id, settings);
    const tables = Object.fromEntries(
      Object.entries(run.tables).map(([name, bytes]) => [name, decodeRows(bytes)]),
    );
    return { ms: performance.now() - start, tables };
  },
};

declare global {
  interface Window {
    bench: typeof bench;
  }
}

window.bench = bench;
