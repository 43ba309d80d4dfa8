import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { flagOf } from '../../../src/data/cleaning.ts';
import { openDuckDB, type TestDb } from '../../helpers/duckdb.ts';
import { stageCsv } from '../../helpers/import-csv.ts';
import { tempFolder, type TempFolder } from '../../helpers/temp-csv.ts';

let db: TestDb;
let folder: TempFolder;
beforeAll(async () => {
  db = await openDuckDB();
  folder = tempFolder();
});
afterAll(() => {
  db.close();
  folder.remove();
});

const CANCELLED = flagOf('cancelled');
const NEGATIVE = flagOf('negativeQuantity');
const column = (name: string): unknown[] =>
  db.rows(`SELECT ${name} AS value FROM staged ORDER BY rowid`).map((row) => row['value']);

describe('a status', () => {
  /** Whether each status under a header is taken for a cancellation. */
  const cancelled = (header: string, statuses: readonly string[]): boolean[] => {
    const lines = statuses.map((status, i) => `c${i},2024-03-05,10.50,${status}`);
    stageCsv(db, folder.write(`customer_id,order_date,amount,${header}\n${lines.join('\n')}\n`), {
      roles: ['customer', 'date', 'amount', 'status'],
    });
    return column(`(flags & ${CANCELLED}) <> 0`) as boolean[];
  };

  test('that says so cancels', () => {
    const words = [
      'Cancelled', 'canceled', 'REFUNDED', 'Return completed', 'voided', 'cancelled - no stock',
      '취소', '취소완료', '반품 완료', '환불완료', '재고 없음 취소', '구매취소 요청',
    ]; // prettier-ignore
    expect(cancelled('Order status', words)).toEqual(words.map(() => true));
  });

  test('that speaks of a part, or of a cancellation that did not come about, does not', () => {
    const words = [
      'paid', 'partially_refunded', 'No return', 'Not cancelled', 'not yet returned',
      'Non-refundable', 'Refund declined', 'Cancellation request rejected', '',
      '취소철회', '반품철회', '취소거부', '취소 요청 거부', '일부취소', '부분환불', '미취소', '환불불가', '배송완료',
    ]; // prettier-ignore
    expect(cancelled('Order status', words)).toEqual(words.map(() => false));
  });

  test.each(['취소여부', '반품여부', 'void', 'Voided', 'cancelled', 'is_cancelled', 'Refunded'])(
    'yes under %s cancels, no does not',
    (header) => {
      const yes = ['y', 'Y', 'yes', 'TRUE', '1', '예', 'o', ' Y '];
      const no = ['n', 'No', 'false', '0', '아니오', 'x', ''];
      expect(cancelled(header, [...yes, ...no])).toEqual([
        ...yes.map(() => true),
        ...no.map(() => false),
      ]);
    },
  );

  test('yes under another name says nothing', () => {
    expect(cancelled('Fulfillment status', ['Y', '1', 'refunded'])).toEqual([false, false, true]);
  });
});

describe('a status on the first line of an order only', () => {
  const stage = (lines: readonly string[]): void => {
    const text = `Name,Email,Financial Status,Created at,Lineitem quantity,Lineitem price\n${lines.join('\n')}\n`;
    stageCsv(db, folder.write(text), {
      roles: ['order', 'customer', 'status', 'date', 'quantity', 'unitPrice'],
    });
  };

  test('cancels the other lines, which are then no returns of their own', () => {
    stage([
      '#1001,a@x.com,refunded,2024-03-05 10:00:00,1,5.00',
      '#1001,a@x.com,,2024-03-05 10:00:00,2,7.00',
      '#1001,a@x.com, ,2024-03-05 10:00:00,-1,7.00',
      '#1002,b@x.com,paid,2024-03-05 11:00:00,1,5.00',
      '#1002,b@x.com,,2024-03-05 11:00:00,-1,5.00',
    ]);
    expect(column('flags')).toEqual([CANCELLED, CANCELLED, CANCELLED, 0, NEGATIVE]);
  });

  test('leaves a line with a status of its own, and an order of another day', () => {
    stage([
      '17,a@x.com,voided,2024-03-05 10:00:00,1,5.00',
      '17,a@x.com,paid,2024-03-05 10:00:00,1,6.00',
      '17,b@x.com,,2024-03-06 10:00:00,1,7.00',
    ]);
    expect(column('flags')).toEqual([CANCELLED, 0, 0]);
  });
});

describe('a file whose newlines are mixed', () => {
  test.each([
    ['\\n, then \\r\\n', 'id,day,sum\n1,2024-03-05,1.50\n2,2024-03-06,2.50\r\n3,2024-03-07,3.50\n'],
    ['\\r\\n, then \\n', 'id,day,sum\r\n1,2024-03-05,1.50\n2,2024-03-06,2.50\r\n3,2024-03-07,3.50'],
    ['\\r, then \\n', 'id,day,sum\r1,2024-03-05,1.50\r2,2024-03-06,2.50\n3,2024-03-07,3.50\n'],
  ])('%s: fails strictly, and is read whole leniently', (_, text) => {
    const roles = ['customer', 'date', 'amount'] as const;
    expect(() => stageCsv(db, folder.write(text), { roles })).toThrow(/invalid state/);
    stageCsv(db, folder.write(text), { roles }, { lenient: true });
    expect(column('customer_id')).toEqual(['1', '2', '3']);
    expect(column('amount::DOUBLE')).toEqual([1.5, 2.5, 3.5]);
  });
});

test('blank lines before the header are no header', () => {
  stageCsv(db, folder.write('\r\n\r\ncustomer_id,day,amount\r\nx1,2024-03-05,1.50\r\n'));
  expect(column('customer_id')).toEqual(['x1']);
  stageCsv(db, folder.write('\ufeff\ncustomer_id,day,amount\nx1,2024-03-05,1.50\n'));
  expect(column('customer_id')).toEqual(['x1']);
});

describe('an amount', () => {
  const roles = ['customer', 'date', 'amount'] as const;
  const stage = (amounts: readonly string[]): void => {
    const lines = amounts.map((amount) => `x1,2024-03-05,${amount}`);
    stageCsv(db, folder.write(`customer_id,day,amount\n${lines.join('\n')}\n`), { roles });
  };

  test('is rounded to four decimals, half away from zero', () => {
    stage(['1.00005', '-1.00005', '1.00004']);
    expect(column('amount::VARCHAR')).toEqual(['1.0001', '-1.0001', '1.0000']);
  });

  test('of 10¹² or more, as a barcode is, is unreadable', () => {
    stage(['8801234567890', '-8801234567890', '999999999999.5', '1000000000000']);
    expect(column('amount::VARCHAR')).toEqual([null, null, '999999999999.5000', null]);
    expect(column(`(flags & ${flagOf('unreadableAmount')}) <> 0`)).toEqual([
      true,
      true,
      false,
      true,
    ]);
  });

  test('of a quantity and a price is held to the same limit', () => {
    const text =
      'customer_id,day,qty,price\nx1,2024-03-05,1000,2000000000\nx1,2024-03-05,3,0.33333\n';
    stageCsv(db, folder.write(text), { roles: ['customer', 'date', 'quantity', 'unitPrice'] });
    expect(column('amount::VARCHAR')).toEqual([null, '1.0000']);
  });
});
