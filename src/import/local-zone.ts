import { dateFormat } from '../data/date-formats.ts';
import type { Mapping, TableFacts } from './types.ts';

/** Whether the dates of a mapping are instants, whose day depends on the time zone. */
export function hasInstants(table: TableFacts, mapping: Mapping): boolean {
  const column = table.columns[mapping.roles.indexOf('date')];
  return dateFormat(mapping.dateFormat).instant || column?.utc === true;
}

/**
 * The mapping with a time zone where its dates are instants and none has been chosen. A shop's
 * days are as a rule those of whoever looks at them.
 *
 * @param zone the browser's own zone
 */
export function withLocalZone(table: TableFacts, mapping: Mapping, zone: string): Mapping {
  if (mapping.timeZone !== null || !hasInstants(table, mapping)) return mapping;
  return { ...mapping, timeZone: zone };
}
