import type { AnalysisRun } from '../../workers/engine-api.ts';
import type { Analysis, Tables } from '../analyses/analysis.ts';
import type { DataFilter } from '../data/filter.ts';
import { decodeRows } from '../engine/arrow.ts';
import { type CallOptions, engine } from '../engine/client.ts';

/** What the engine answered, its tables decoded. */
export interface AskedAnalysis extends Omit<AnalysisRun, 'tables'> {
  readonly tables: Tables;
}

/** Runs an analysis of the part of the data that a filter lets through. */
export async function askAnalysis<Settings, Result, Selection>(
  { id }: Analysis<Settings, Result, Selection>,
  settings: Settings,
  filter: DataFilter,
  options: CallOptions,
): Promise<AskedAnalysis> {
  const { tables, ...run } = await engine.analyse(id, settings, filter, options);
  const decoded = Object.entries(tables).map(([name, bytes]) => [name, decodeRows(bytes)] as const);
  return { ...run, tables: Object.fromEntries(decoded) };
}
