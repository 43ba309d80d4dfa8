import { formatPeriodShort } from '../../i18n/format.ts';
import { messageByKey } from '../../i18n/message.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { ageText, unitName } from './charts.ts';
import { daysText } from './days-words.ts';
import { binText } from './gap-charts.ts';
import type { RetentionSelection } from './selection.ts';
import { cohortGrain, lifecycleGrain, type RetentionSettings } from './settings.ts';
import { activeReturn } from './variants.ts';

/** Names the customers behind a selection. */
export function selectionTitle(
  selection: RetentionSelection,
  { settings }: { readonly settings: RetentionSettings },
): string {
  switch (selection.kind) {
    case 'cell':
      return cellTitle(selection, settings);
    case 'lifecycle':
      return m.retention_selection_lifecycle({
        period: formatPeriodShort(selection.period, lifecycleGrain(settings)),
        state: messageByKey(`retention_lifecycle_${selection.state}`),
      });
    case 'waited':
    case 'returned':
      return messageByKey(`retention_selection_${selection.kind}`, {
        number: String(selection.number),
        days: daysText(selection.days),
      });
    case 'reached':
      return m.retention_selection_reached({ number: String(selection.number) });
    case 'sticky': {
      const words = { periods: String(selection.periods) };
      return selection.least
        ? m.retention_selection_sticky_least(words)
        : m.retention_selection_sticky(words);
    }
    case 'gap':
      return m.retention_selection_gap({ days: binText(selection) });
  }
}

function cellTitle(
  selection: RetentionSelection & { kind: 'cell' },
  settings: RetentionSettings,
): string {
  const cohort =
    selection.cohort === null
      ? m.retention_all_cohorts()
      : formatPeriodShort(selection.cohort, cohortGrain(settings));
  if (selection.age === 0) return cohort;
  const words = { cohort, unit: unitName(settings), age: ageText(selection.age, settings) };
  return activeReturn(settings) === 'exact'
    ? m.retention_selection_exact(words)
    : m.retention_selection_after(words);
}
