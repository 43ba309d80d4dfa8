import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatasetFacts } from '../../../../src/analyses/analysis.ts';
import {
  attritionBreakdown,
  bandColour,
  bandsFigure,
  piecesOf,
} from '../../../../src/analyses/attrition/band-charts.ts';
import { bandBars, bandHeads, selectionTitle } from '../../../../src/analyses/attrition/charts.ts';
import {
  longerFigure,
  thinned,
  waitFigure,
} from '../../../../src/analyses/attrition/curve-charts.ts';
import { attritionFindings, WINNABLE } from '../../../../src/analyses/attrition/findings.ts';
import { attrition } from '../../../../src/analyses/attrition/index.ts';
import type { AttritionResult } from '../../../../src/analyses/attrition/result.ts';
import { BANDS } from '../../../../src/analyses/attrition/settings.ts';
import { LIGHT_THEME } from '../../../../src/charts/theme.ts';
import { formatDay } from '../../../../src/core/calendar.ts';
import { openDuckDB, type TestDb } from '../../../helpers/duckdb.ts';
import { canonicalFrom, type TestOrder } from '../../../helpers/orders.ts';
import { runAttrition } from './run.ts';

/** Customers who buy every so many days for so long, and then no more; some buy once. */
function shop(): TestOrder[] {
  const repeat = Array.from({ length: 300 }, (_, i) => {
    const [gap, stop] = [5 + (i % 30), 40 + ((i * 37) % 360)];
    const times = Math.floor(stop / gap);
    return Array.from({ length: times }, (_, at) => ({
      customer: `r${i}`,
      at: formatDay(19_000 + at * gap + ((i * at) % 4)),
      amount: 10 + (i % 7),
    }));
  });
  const once = Array.from({ length: 40 }, (_, i) => ({
    customer: `o${i}`,
    at: formatDay(19_000 + i * 10),
    amount: 5,
  }));
  return [...repeat.flat(), ...once];
}

let db: TestDb;
let facts: DatasetFacts;
let result: AttritionResult;

beforeAll(async () => {
  db = await openDuckDB();
  facts = canonicalFrom(db, shop());
  result = runAttrition(db, facts);
});

afterAll(() => {
  db.close();
});

describe('findings', () => {
  it('tell first what can still be won back', () => {
    const findings = attritionFindings(result);
    expect(findings.map(({ key }) => key)).toEqual([
      'attrition_finding_late_value',
      'attrition_finding_gone',
      'attrition_finding_checked',
      'attrition_finding_once',
      'attrition_finding_window',
    ]);
    expect(findings[0]?.selection).toEqual({ kind: 'bands', of: 'repeat', bands: WINNABLE });
  });

  it('give the numbers of the table', () => {
    const { rows } = attrition.table(result);
    const [won, gone, checked, once, window] = attritionFindings(result);
    const repeat = (band: string) =>
      rows.find(
        (row) =>
          row['kind'] === 'attrition_kind_repeat' && row['band'] === `attrition_band_${band}`,
      ) ?? {};
    const late = WINNABLE.map(repeat);
    const sum = (key: string) => late.reduce((all, row) => all + Number(row[key] ?? 0), 0);
    expect(won?.values).toEqual({
      customers: { kind: 'count', value: sum('customers') },
      value: { kind: 'money', value: sum('value') },
      valueShare: { kind: 'percent', value: sum('shareOfValue') },
    });
    expect(gone?.values).toMatchObject({
      customers: { value: repeat('gone')['customers'] },
      share: { value: repeat('gone')['shareOfCustomers'] },
      limit: { value: 1 },
    });
    expect(checked?.values).toMatchObject({
      onTime: { value: repeat('on_time')['shareBack'] },
      gone: { value: repeat('gone')['shareBack'] },
    });
    expect(once?.values['customers']).toMatchObject({ value: result.bands.once[4]?.customers });
    expect(window?.values).toMatchObject({
      days: { value: result.shop.window },
      customers: { value: result.shop.beyond.customers },
    });
  });

  it('speak of customers where no amount is known', () => {
    const bare = canonicalFrom(
      db,
      shop().map((order) => ({ ...order, amount: null })),
    );
    const [first] = attritionFindings(runAttrition(db, bare));
    expect(first?.key).toBe('attrition_finding_late');
  });
});

describe('figures', () => {
  it('fill each line to 100 %, and leave empty bands out', () => {
    const lines = [{ name: 'all', rows: result.bands.repeat }];
    const pieces = piecesOf(lines);
    expect(pieces.at(-1)?.to).toBeCloseTo(100, 9);
    expect(pieces.every(({ share }) => share > 0)).toBe(true);
    expect(piecesOf([{ name: 'none', rows: [] }])).toEqual([]);
  });

  it('draw at every width', () => {
    const parts = [1, 2].map((i) => ({ name: `part ${i}`, result }));
    for (const width of [320, 700, 1100]) {
      for (const figure of [
        bandsFigure(result),
        longerFigure(result),
        waitFigure(result),
        attritionBreakdown(parts),
        attritionBreakdown([]),
      ]) {
        expect(figure.plot(LIGHT_THEME, width).height).toBeGreaterThan(0);
        expect(figure.description).not.toBe('');
      }
    }
    expect(attritionBreakdown(parts).description).toContain('part 2: On time');
  });

  it('tell the bands apart by colour', () => {
    const colours = BANDS.map((band) => bandColour(LIGHT_THEME, band));
    expect(new Set(colours).size).toBe(BANDS.length);
  });

  it('keep the ends of a long curve', () => {
    const points = Array.from({ length: 1000 }, (_, i) => i);
    expect(thinned(points).length).toBeLessThanOrEqual(301);
    expect([thinned(points)[0], thinned(points).at(-1)]).toEqual([0, 999]);
    expect(thinned([])).toEqual([]);
  });
});

describe('bars', () => {
  it('have a column for each head, and open only who is there', () => {
    const heads = bandHeads(result);
    for (const row of bandBars(result, 'repeat')) {
      expect(row.columns).toHaveLength(heads.columns.length);
    }
    expect(bandBars(result, 'repeat')[0]?.note).toBe('from the start');
    expect(bandBars(result, 'once').filter(({ first }) => first === 0)).toSatisfy(
      (rows: { selection: unknown }[]) => rows.every(({ selection }) => selection === null),
    );
  });

  it('are named in the list that they open', () => {
    expect(selectionTitle({ kind: 'bands', of: 'repeat', bands: ['late', 'very'] })).toBe(
      'Repeat customers: Late · Very late',
    );
    expect(selectionTitle({ kind: 'beyond', days: 90 })).toBe('Silent for more than 90 days');
  });
});
