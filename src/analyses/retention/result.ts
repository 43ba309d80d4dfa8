import type { Grain } from '../../core/calendar.ts';
import type { DatasetFacts, Tables } from '../analysis.ts';
import { cohortRows, type RetentionRow } from './cohort-rows.ts';
import { retentionCurve, type CurvePoint } from './curve.ts';
import { lifecycle, type LifecyclePeriod } from './lifecycle.ts';
import { cohortGrain, lifecycleGrain, type RetentionSettings } from './settings.ts';
import { isAmong } from './variants.ts';

export interface RetentionResult {
  readonly view: 'retention';
  readonly settings: RetentionSettings;
  readonly cohortGrain: Grain;
  readonly lifecycleGrain: Grain;
  /** One for every period from the first to the last of the data. */
  readonly rows: readonly RetentionRow[];
  /** The mean over cohorts, by age from 0. */
  readonly curve: readonly CurvePoint[];
  readonly lifecycle: readonly LifecyclePeriod[];
}

export function retentionResult(
  tables: Tables,
  settings: RetentionSettings,
  facts: DatasetFacts,
): RetentionResult {
  const rows = cohortRows(tables, settings, facts);
  return {
    view: 'retention',
    settings,
    cohortGrain: cohortGrain(settings),
    lifecycleGrain: lifecycleGrain(settings),
    rows,
    curve: retentionCurve(rows, settings.mean, (age) => isAmong(age, settings)),
    lifecycle: lifecycle(tables['lifecycle'] ?? [], settings, facts),
  };
}
