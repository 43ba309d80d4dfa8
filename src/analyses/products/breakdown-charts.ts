import { axisX, axisY, dot, gridX, gridY, pointer, tip } from '@observablehq/plot';
import type { BreakdownPart, DrawBreakdown } from '../../charts/figure.ts';
import { formatCount } from '../../i18n/format.ts';
import { messageByKey } from '../../i18n/message.ts';
import { m } from '../../i18n/paraglide/messages.js';
import { liftText, outcomeName, pairName, shareText, stepName, valueText } from './charts.ts';
import type { ProductsResult } from './result.ts';

/** The rows: as many stay legible with eight parts. */
const MOST_ROWS = 12;
const ROW_HEIGHT = 28;

interface Value {
  readonly name: string;
  readonly value: number;
  /** Orders rows: those that most customers, orders or steps stand behind come first. */
  readonly weight: number;
}

interface PartValue extends Value {
  readonly part: string;
}

/** The same items, pairs or steps in each part: a row each, a dot for every part that knows it. */
export const productsBreakdown: DrawBreakdown<ProductsResult> = (parts) => {
  const values = parts.flatMap(({ name: part, result }) =>
    valuesOf(result).map((value): PartValue => ({ ...value, part })),
  );
  const rows = commonRows(values);
  const dots = values.filter(({ name }) => rows.includes(name));
  const shown = measureOf(parts);
  return {
    title: m.products_breakdown_title({ measure: shown.name }),
    description: m.products_breakdown_description({
      count: formatCount(rows.length),
      parts: parts.map(({ name }) => name).join(', '),
    }),
    caption: m.products_breakdown_caption(),
    legend: parts.map(({ name }) => name),
    plot: (theme, width) => ({
      height: 46 + Math.max(1, rows.length) * ROW_HEIGHT,
      marginLeft: width < 560 ? 116 : 240,
      marginRight: 20,
      marginTop: 8,
      marginBottom: 38,
      style: { background: 'transparent', color: theme.soft, fontSize: '12px' },
      color: { domain: parts.map(({ name }) => name), range: theme.parts.slice(0, parts.length) },
      x: { nice: true },
      y: { type: 'point', domain: rows, padding: 0.5 },
      marks: [
        gridX({ ticks: 5, stroke: theme.line, strokeOpacity: 1 }),
        gridY({ stroke: theme.line, strokeOpacity: 1 }),
        axisX({
          label: shown.name,
          labelAnchor: 'center',
          labelArrow: 'none',
          tickSize: 0,
          ticks: width < 560 ? 4 : 6,
          tickFormat: shown.text,
          fill: theme.soft,
        }),
        axisY({
          label: null,
          tickSize: 0,
          fill: theme.ink,
          lineWidth: width < 560 ? 8.5 : 18.5,
          textOverflow: 'ellipsis',
        }),
        dot(dots, { x: 'value', y: 'name', r: 4.5, fill: 'part', fillOpacity: 0.85 }),
        tip(
          dots,
          pointer({
            x: 'value',
            y: 'name',
            title: ({ name, part, value }: PartValue) => `${name}\n${part}: ${shown.text(value)}`,
            fill: theme.panel,
            stroke: theme.line,
            textPadding: 8,
          }),
        ),
      ],
    }),
  };
};

/** What the dots tell, and how it is written. */
function measureOf(parts: readonly BreakdownPart<ProductsResult>[]): {
  readonly name: string;
  readonly text: (value: number) => string;
} {
  const result = parts[0]?.result;
  switch (result?.view) {
    case 'first':
      return {
        name: outcomeName(result.outcome, result.horizon),
        text: (value) => valueText(value, result.outcome),
      };
    case 'pairs':
    case 'next':
      return { name: messageByKey(`products_${result.view}_rank_lift`), text: liftText };
    default:
      return { name: m.products_column_reach(), text: shareText };
  }
}

function valuesOf(result: ProductsResult): readonly Value[] {
  switch (result.view) {
    case 'none':
      return [];
    case 'first':
      return result.rows.flatMap(({ item, customers, estimate }) =>
        estimate === null ? [] : [{ name: item, value: estimate.value, weight: customers }],
      );
    case 'pairs':
      return result.pairs.map(({ a, b, lift, orders }) => {
        // The more frequent one may be another in each part.
        const [one = a, other = b] = [a, b].sort();
        return { name: pairName(one, other), value: lift, weight: orders };
      });
    case 'next':
      return result.transitions.map(({ from, to, lift, orders }) => ({
        name: stepName(from, to),
        value: lift,
        weight: orders,
      }));
    case 'reach':
      return result.rows.map(({ item, all }) => ({
        name: item,
        value: all.share,
        weight: all.customers,
      }));
  }
}

/** Those that most parts know, and of these the ones with the most behind them. */
function commonRows(values: readonly PartValue[]): readonly string[] {
  const rows = new Map<string, { parts: number; weight: number }>();
  for (const { name, weight } of values) {
    const row = rows.get(name) ?? { parts: 0, weight: 0 };
    rows.set(name, { parts: row.parts + 1, weight: row.weight + weight });
  }
  return [...rows]
    .sort(([x, a], [y, b]) => b.parts - a.parts || b.weight - a.weight || (x < y ? -1 : 1))
    .slice(0, MOST_ROWS)
    .map(([name]) => name);
}
