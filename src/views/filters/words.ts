import type { Breakdown, PartName } from '../../data/breakdown.ts';
import {
  type Condition,
  type DataFilter,
  type DayRange,
  type Dimension,
  type DimensionId,
  type DimensionValue,
  holdsAllDays,
} from '../../data/filter.ts';
import { formatDay, formatDayRange, formatPeriod } from '../../i18n/format.ts';
import { m } from '../../i18n/paraglide/messages.js';

type Dimensions = readonly Pick<Dimension, 'id' | 'column'>[];

/** A column's name: its own word, or as the file has it. */
export function dimensionName(id: DimensionId, dimensions: Dimensions): string {
  if (id === 'channel') return m.filters_channel();
  if (id === 'product') return m.filters_product();
  if (id === 'category') return m.filters_category();
  return dimensions.find((one) => one.id === id)?.column ?? id;
}

/** A value as the file has it; a blank has a word. */
export function valueName(value: DimensionValue): string {
  return value ?? m.filters_blank();
}

/** What a condition is about: `Channel`, `First order: channel`. */
export function conditionName(condition: Condition, dimensions: Dimensions): string {
  switch (condition.kind) {
    case 'values':
      return dimensionName(condition.dimension, dimensions);
    case 'first':
      return m.filters_first({ name: dimensionName(condition.dimension, dimensions) });
    case 'acquired':
      return m.filters_acquired();
    case 'audience':
      return m.filters_audience();
  }
}

/** Values named before the rest is counted. */
const NAMED = 2;

/** What a condition lets through, without its name: `web, shop and 2 more`. */
export function conditionValues(condition: Condition): string {
  switch (condition.kind) {
    case 'acquired':
      return rangeText(condition.days);
    case 'audience':
      return condition.name;
    default: {
      const names = condition.values.slice(0, NAMED).map(valueName).join(', ');
      const more = condition.values.length - NAMED;
      return more > 0 ? m.filters_more({ names, count: String(more) }) : names;
    }
  }
}

/** A condition in a few words, as on its chip. */
export function conditionText(condition: Condition, dimensions: Dimensions): string {
  const parts = {
    name: conditionName(condition, dimensions),
    values: conditionValues(condition),
  };
  return condition.exclude ? m.filters_chip_not(parts) : m.filters_chip(parts);
}

export function rangeText({ from, to }: DayRange): string {
  if (from !== null && to !== null) return formatDayRange(from, to);
  if (from !== null) return m.filters_since({ day: formatDay(from) });
  return to !== null ? m.filters_until({ day: formatDay(to) }) : m.filters_all_days();
}

/** A whole filter in a few words; nothing for one that lets all through. */
export function filterText({ days, conditions }: DataFilter, dimensions: Dimensions): string {
  const range = holdsAllDays(days) ? [] : [rangeText(days)];
  return [...range, ...conditions.map((one) => conditionText(one, dimensions))].join(' · ');
}

export function partText(name: PartName): string {
  switch (name.kind) {
    case 'value':
      return valueName(name.value);
    case 'others':
      return m.filters_others();
    case 'period':
      return formatPeriod(name.index, name.grain);
    case 'audience':
      return name.name;
  }
}

export function breakdownText(breakdown: Breakdown, dimensions: Dimensions): string {
  switch (breakdown.kind) {
    case 'values':
      return dimensionName(breakdown.dimension, dimensions);
    case 'first':
      return m.filters_first({ name: dimensionName(breakdown.dimension, dimensions) });
    case 'acquired':
      return m.filters_acquired_by({
        grain: {
          day: m.filters_grain_day,
          week: m.filters_grain_week,
          month: m.filters_grain_month,
          quarter: m.filters_grain_quarter,
          year: m.filters_grain_year,
        }[breakdown.grain](),
      });
    case 'lists':
      return m.filters_audiences();
    case 'segments':
      return m.filters_segments();
  }
}
