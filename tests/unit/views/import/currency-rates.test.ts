import { describe, expect, it } from 'vitest';
import { targetCodes, withRate, withTarget } from '../../../../src/views/import/currency-rates.ts';

describe('the rates', () => {
  it('are set and taken away one by one', () => {
    const choice = withRate({ target: 'KRW', rates: { USD: '1350' } }, 'JPY', '9.1');
    expect(choice).toEqual({ target: 'KRW', rates: { USD: '1350', JPY: '9.1' } });
    expect(withRate(choice, 'USD', '').rates).toEqual({ JPY: '9.1' });
  });

  it('are worth nothing once everything is counted in another currency', () => {
    const choice = { target: 'KRW', rates: { USD: '1350' } };
    expect(withTarget(choice, 'USD')).toEqual({ target: 'USD', rates: {} });
    expect(withTarget(choice, 'KRW')).toBe(choice);
  });
});

it('the currencies of the files come first, each once', () => {
  const codes = targetCodes('KRW', ['EUR', 'KRW', 'XYZ']);
  expect(codes.slice(0, 4)).toEqual(['EUR', 'KRW', 'XYZ', 'USD']);
  expect(new Set(codes).size).toBe(codes.length);
});
