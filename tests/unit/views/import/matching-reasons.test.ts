import { describe, expect, it } from 'vitest';
import { defaultRules, flagOf, REASONS } from '../../../../src/data/cleaning.ts';
import { ledger } from '../../../../src/data/ledger.ts';
import { matchingReasons, treatmentsOf } from '../../../../src/views/import/matching-reasons.ts';

describe('the reasons', () => {
  it('that match rows stand in their order before those that match none', () => {
    const flags = flagOf('duplicate') + flagOf('noCustomer');
    const groups = [{ file: 0, flags, rows: 2, money: '5', unknownMoney: 0 }];
    const { some, none } = matchingReasons(ledger(groups, 0, defaultRules()));
    expect(some).toEqual(['noCustomer', 'duplicate']);
    expect([...some, ...none].toSorted()).toEqual([...REASONS].toSorted());
  });

  it('that are usual are shown until the rows are counted', () => {
    expect(matchingReasons(null).some).toContain('cancelled');
    expect(matchingReasons(null).none).toContain('otherCurrency');
  });
});

it('rows are taken off a sale only where orders have numbers', () => {
  expect(treatmentsOf('cancelled', ['order'])).toContain('net');
  expect(treatmentsOf('cancelled', ['customer', 'date'])).toEqual(['leaveOut', 'asReturn']);
});
