import type { DatasetFacts, Finding, TableModel, Tables } from '../analysis.ts';
import { retentionFindings } from './findings.ts';
import { nextPurchaseFindings } from './next-findings.ts';
import { nextPurchaseResult, type NextPurchaseResult } from './next-purchase.ts';
import { nextPurchaseTable } from './next-table.ts';
import { orderStepsResult, type OrderStepsResult } from './order-steps.ts';
import { retentionResult, type RetentionResult } from './result.ts';
import type { RetentionSelection } from './selection.ts';
import type { RetentionSettings } from './settings.ts';
import { orderStepFindings } from './step-findings.ts';
import { stickinessFindings } from './stickiness-findings.ts';
import { stickinessTable } from './stickiness-table.ts';
import { stickinessResult, type StickinessResult } from './stickiness.ts';
import { orderStepsTable } from './step-table.ts';
import { retentionTable } from './table.ts';

/** What the chosen view shows. */
export type ViewResult = RetentionResult | NextPurchaseResult | OrderStepsResult | StickinessResult;

export function viewResult(
  tables: Tables,
  settings: RetentionSettings,
  facts: DatasetFacts,
): ViewResult {
  switch (settings.view) {
    case 'retention':
      return retentionResult(tables, settings, facts);
    case 'next':
      return nextPurchaseResult(tables, settings);
    case 'steps':
      return orderStepsResult(tables, settings);
    case 'stickiness':
      return stickinessResult(tables, settings, facts);
  }
}

export function viewFindings(result: ViewResult): readonly Finding<RetentionSelection>[] {
  switch (result.view) {
    case 'retention':
      return retentionFindings(result);
    case 'next':
      return nextPurchaseFindings(result);
    case 'steps':
      return orderStepFindings(result);
    case 'stickiness':
      return stickinessFindings(result);
  }
}

export function viewTable(result: ViewResult): TableModel {
  switch (result.view) {
    case 'retention':
      return retentionTable(result);
    case 'next':
      return nextPurchaseTable(result);
    case 'steps':
      return orderStepsTable(result);
    case 'stickiness':
      return stickinessTable(result);
  }
}
