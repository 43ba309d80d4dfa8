import type { Finding, FindingValue } from '../analyses/analysis.ts';
import {
  formatCount,
  formatDay,
  formatMoney,
  formatNumber,
  formatPercent,
  formatPeriod,
} from './format.ts';
import { messageByKey } from './message.ts';
import { m } from './paraglide/messages.js';

/** A piece of a finding's sentence. The pieces in order, joined, are the sentence. */
export interface Segment {
  readonly text: string;
  readonly strong: boolean;
}

// Characters of a private-use area around a placeholder's name: no message contains them, and
// the values, which may hold any text of the file, are put in only after the split.
const OPEN = '\ue000';
const CLOSE = '\ue001';
const MARKERS = new RegExp(`[${OPEN}${CLOSE}]`);

/**
 * A finding as a sentence in the language of the page, in pieces, so that the values named in
 * `strong` can be stressed.
 * @throws Error in development when the message or a value of it is missing.
 */
export function findingSegments(finding: Finding<unknown>): Segment[] {
  const sentence = messageByKey(finding.key, placeholders(finding.values));
  const segments: Segment[] = [];
  for (const [position, part] of sentence.split(MARKERS).entries()) {
    const isName = position % 2 === 1;
    const value = isName ? finding.values[part] : undefined;
    const text = value === undefined ? part : formatFindingValue(value);
    if (text !== '') segments.push({ text, strong: isName && finding.strong.includes(part) });
  }
  return segments;
}

/** A finding as one string, for the clipboard and for screen readers. */
export function findingText(finding: Finding<unknown>): string {
  return findingSegments(finding)
    .map((segment) => segment.text)
    .join('');
}

/** A value of a finding as text for the language. */
export function formatFindingValue(value: FindingValue): string {
  switch (value.kind) {
    case 'count':
      return formatCount(value.value);
    case 'percent':
      return formatPercent(value.value);
    case 'money':
      return formatMoney(value.value);
    case 'number':
      return formatNumber(value.value);
    case 'days':
      return m.shell_days({ count: value.value, shown: formatNumber(value.value) });
    case 'day':
      return formatDay(value.value);
    case 'period':
      return formatPeriod(value.index, value.grain, { long: true });
    case 'text':
      return value.value;
    case 'message':
      return messageByKey(value.key);
  }
}

/**
 * What the message is given for each value: as text a marker, to be found again after the
 * sentence is made; as a number the number itself, by which a message chooses its plural.
 */
function placeholders(values: Finding<unknown>['values']): Record<string, unknown> {
  const inputs: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    const number = 'value' in value ? value.value : NaN;
    inputs[name] = { toString: () => `${OPEN}${name}${CLOSE}`, valueOf: () => number };
  }
  return inputs;
}
