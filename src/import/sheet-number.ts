/**
 * A number in the shortest text that reads back the same, without an exponent: `1e21` is
 * `1000000000000000000000`. A number that is not finite is ''.
 */
export function plainNumber(value: number): string {
  const size = Math.abs(value);
  if (size < 1e21 && (size >= 1e-6 || size === 0)) return String(value);
  const parts = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(String(value));
  if (parts === null) return '';
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return sign + digits.padEnd(point, '0');
}
