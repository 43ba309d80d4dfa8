import type { StagedShape } from '../../data/staged-shape.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { dimensionsOf } from '../../data/filter.ts';
import { dimensionName } from './charts.ts';
import type { CohortBy } from './settings.ts';

/** What cohorts can be made by, as an option. */
export function choiceName(by: CohortBy, shape: StagedShape): string {
  if (by.kind === 'first_order') return m.cohort_by_first_order();
  const found = dimensionsOf(shape).find(({ id }) => id === by.dimension);
  const name = dimensionName(by, found?.column ?? null);
  if (by.kind === 'date') return m.cohort_by_date({ name });
  return found?.of === 'customer' ? m.cohort_by_customer({ name }) : m.cohort_by_first({ name });
}
