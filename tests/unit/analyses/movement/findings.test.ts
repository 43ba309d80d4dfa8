import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatasetFacts, FindingValue } from '../../../../src/analyses/analysis.ts';
import { movement } from '../../../../src/analyses/movement/index.ts';
import type { MovementResult } from '../../../../src/analyses/movement/result.ts';
import { flowsTable, holdoutTable, outlookTable } from '../../../../src/analyses/movement/table.ts';
import { findingText } from '../../../../src/i18n/finding.ts';
import { openDuckDB, type TestDb } from '../../../helpers/duckdb.ts';
import { canonicalFrom } from '../../../helpers/orders.ts';
import { customersOf, runMovement } from './run.ts';
import { shopOrders } from './shop.ts';
import { expectWhole } from './whole.ts';

describe('what the result says', () => {
  let db: TestDb;
  let facts: DatasetFacts;
  let result: MovementResult;
  beforeAll(async () => {
    db = await openDuckDB();
    facts = canonicalFrom(db, shopOrders());
    result = runMovement(db, facts);
  });
  afterAll(() => {
    db.close();
  });

  const finding = (key: string) =>
    movement.findings(result).find((one) => one.key.startsWith(`movement_finding_${key}`));
  const number = (value: FindingValue | undefined) =>
    value !== undefined && 'value' in value ? Number(value.value) : NaN;
  /** The rows of the table with these moves, summed. */
  const summed = (column: 'customers' | 'before' | 'after', moves: readonly string[]) =>
    flowsTable(result)
      .rows.filter(({ move }) => moves.includes(String(move).replace('movement_move_', '')))
      .reduce((sum, row) => sum + Number(row[column]), 0);

  it('has five sentences, the largest share first', () => {
    expectWhole(result);
    const texts = movement.findings(result).map((one) => findingText(one));
    expect(texts).toHaveLength(5);
    expect(texts.every((text) => text.length > 20)).toBe(true);
  });

  it('tells who stayed as the table does', () => {
    const values = finding('stayed')?.values;
    expect(number(values?.['start'])).toBe(result.start);
    expect(number(values?.['share'])).toBeCloseTo(
      (100 * summed('customers', ['stayed'])) / result.start,
      9,
    );
  });

  it('tells who went up and down as the table does', () => {
    const up = summed('customers', ['up']);
    const down = summed('customers', ['down']);
    const found = finding(up > down ? 'up' : up === down ? 'even' : 'down');
    expect(number(found?.values['up'])).toBe(up);
    expect(number(found?.values['down'])).toBe(down);
    expect(number(found?.values['upShare'])).toBeCloseTo((100 * up) / result.start, 9);
  });

  it('tells the largest flow as the table does', () => {
    const found = finding('flow');
    const rows = flowsTable(result).rows.filter(
      ({ from, to }) => from !== 'movement_newcomers' && from !== to,
    );
    const largest = Math.max(...rows.map((row) => Number(row['customers'])));
    const row = rows.find((one) => one['customers'] === largest);
    expect(found?.values).toMatchObject({
      from: { kind: 'message', key: row?.['from'] },
      to: { kind: 'message', key: row?.['to'] },
      customers: { value: largest },
      share: { value: row?.['share'] },
    });
  });

  it('tells what those brought who fell as the table does', () => {
    const values = finding('fallen')?.values;
    const moves = ['down', 'left'];
    expect(number(values?.['customers'])).toBe(summed('customers', moves));
    expect(number(values?.['before'])).toBeCloseTo(summed('before', moves), 6);
    expect(number(values?.['after'])).toBeCloseTo(summed('after', moves), 6);
  });

  it('tells the expected mix as its table does', () => {
    const found = finding('expected');
    const segment = found?.values['segment'];
    const key = segment?.kind === 'message' ? segment.key : '';
    const row = outlookTable(result).rows.find((one) => one['segment'] === key);
    expect(number(found?.values['now'])).toBe(row?.['now']);
    expect(number(found?.values['then'])).toBe(row?.['ahead3']);
  });

  it('opens as many customers as each sentence counts', () => {
    for (const { selection, values } of movement.findings(result)) {
      if (selection === null || selection.kind === 'to' || values['customers'] === undefined)
        continue;
      expect(customersOf(db, facts, selection)).toHaveLength(number(values['customers']));
    }
  });

  it('gives no revenue where the times are not equally long, and says who left instead', () => {
    const uneven = runMovement(db, facts, { from: facts.firstDay + 200 });
    const keys = movement.findings(uneven).map(({ key }) => key);
    expect(keys).not.toContain('movement_finding_fallen');
    expect(flowsTable(uneven).rows.every(({ change }) => change === null)).toBe(true);
  });

  it('says nothing of fewer than 20 customers at the start', () => {
    expect(movement.findings({ ...result, start: 19 })).toEqual([]);
  });

  it('holds the expected mix against the mix at the end of the table', () => {
    expect(result.holdout?.steps).toBe(3);
    expect(result.holdout?.observed).toEqual(result.ends);
    const rows = holdoutTable(result).rows;
    const half = rows.reduce(
      (sum, row) => sum + Math.abs(Number(row['expectedShare']) - Number(row['observedShare'])) / 2,
      0,
    );
    expect(result.holdout?.error).toBeCloseTo(half, 9);
  });
});
