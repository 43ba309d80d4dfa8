import { describe, expect, test } from 'vitest';
import { changeRole } from '../../../src/import/change-role.ts';
import { hasInstants, withLocalZone } from '../../../src/import/local-zone.ts';
import { recogniseText } from '../../helpers/recognise-text.ts';

const TEXT = `customer,ordered,shipped,amount,money
a,2024-03-05,05.03.2024,5,USD
b,2024-03-06,06.03.2024,6,USD
a,2024-03-07,17.03.2024,7,EUR
`;

describe('another role for a column', () => {
  const table = recogniseText(TEXT);
  const mapping = {
    ...table.mapping,
    roles: ['customer', 'date', 'ignore', 'amount', 'ignore'] as const,
    currency: null,
  };

  test('brings the format of a column that becomes the date', () => {
    expect(mapping.dateFormat).toBe('iso');
    const changed = changeRole(table, mapping, 2, 'date');
    expect([changed.roles[2], changed.dateFormat]).toEqual(['date', 'dmy-dot']);
    expect(changeRole(table, mapping, 0, 'date').dateFormat).toBe('iso');
  });

  test('brings the currency that most rows tell, and takes it away again', () => {
    const told = changeRole(table, mapping, 4, 'currency');
    expect(told.currency).toEqual({ target: 'USD', rates: {} });
    expect(changeRole(table, told, 4, 'ignore').currency).toBeNull();
  });

  test('leaves a choice of currencies as it was made', () => {
    const currency = { target: 'EUR', rates: { USD: '0.9' } };
    const chosen = { ...changeRole(table, mapping, 4, 'currency'), currency };
    expect(changeRole(table, chosen, 1, 'ignore').currency).toBe(currency);
    expect(changeRole(table, chosen, 3, 'unitPrice').currency).toBe(currency);
  });
});

describe('the time zone', () => {
  const plain = recogniseText(TEXT);
  const instants = { ...plain.mapping, dateFormat: 'epoch-s' as const };

  test('is the one of whoever looks, where the dates are instants', () => {
    expect(hasInstants(plain, instants)).toBe(true);
    expect(withLocalZone(plain, instants, 'Asia/Seoul').timeZone).toBe('Asia/Seoul');
  });

  test('is left as it was chosen', () => {
    const chosen = { ...instants, timeZone: 'UTC' };
    expect(withLocalZone(plain, chosen, 'Asia/Seoul')).toBe(chosen);
  });

  test('is none where dates are written as the shop saw them, unless the file says UTC', () => {
    expect(withLocalZone(plain, plain.mapping, 'Asia/Seoul')).toBe(plain.mapping);
    const columns = plain.columns.map((column) => ({ ...column, utc: true }));
    expect(hasInstants({ ...plain, columns }, plain.mapping)).toBe(true);
  });
});
