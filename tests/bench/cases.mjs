/** @typedef {import('./native.mjs').Row} Row */

/**
 * @typedef {object} AnalysisCase
 * @property {'overview' | 'cohort' | 'retention' | 'rfm' | 'movement' | 'concentration' | 'attrition' | 'products'} id
 * @property {string} [name] Default: the id.
 * @property {string} [file] The only file that it is for; default: all.
 * @property {object} settings Changes of the analysis's default settings.
 * @property {{ file: string, answer: (tables: Record<string, Row[]>) => Row[] }[]} parts
 *   The textbook queries, and our rows that must equal theirs.
 */

/**
 * Events and censored customers, which come apart, by purchase and days.
 *
 * @param {Record<string, Row[]>} tables
 * @returns {Row[]}
 */
function purchaseTimes(tables) {
  /** @type {Map<string, Row & { events: number, censored: number }>} */
  const times = new Map();
  for (const [name, kind] of /** @type {const} */ ([
    ['gaps', 'events'],
    ['waiting', 'censored'],
  ])) {
    for (const { number = null, days = null, customers } of tables[name] ?? []) {
      const key = `${number} ${days}`;
      const time = times.get(key) ?? { number, days, events: 0, censored: 0 };
      time[kind] += Number(customers);
      times.set(key, time);
    }
  }
  return [...times.values()];
}

/**
 * @param {Record<string, Row[]>} tables
 * @returns {Row[]}
 */
function lifecyclePeriods(tables) {
  return (tables['lifecycle'] ?? []).map((row) =>
    only(row, ['period', 'new', 'returning', 'resurrecting']),
  );
}

/**
 * Pairs or steps with the names of their products, which the rows know by number.
 *
 * @param {readonly Row[]} rows
 * @param {string} part
 * @param {string} count
 * @returns {Row[]}
 */
function namedLinks(rows, part, count) {
  const names = new Map(
    rows.filter((row) => row['part'] === 'item').map(({ a, item }) => [a, item ?? null]),
  );
  return rows
    .filter((row) => row['part'] === part)
    .map(({ a, b, [count]: n }) => ({
      a: names.get(a) ?? null,
      b: names.get(b) ?? null,
      [count]: n ?? null,
    }));
}

/** @type {AnalysisCase[]} */
export const analysisCases = [
  {
    id: 'overview',
    settings: { grain: 'month' },
    parts: [
      { file: 'overview.sql', answer: overviewPeriods },
      { file: 'lifecycle.sql', answer: lifecyclePeriods },
      {
        file: 'overview-week.sql',
        answer: (tables) =>
          (tables['week'] ?? []).map((row) => ({
            ...only(row, ['weekday', 'hour', 'orders']),
            revenue: row['sales'] ?? null,
          })),
      },
    ],
  },
  {
    id: 'cohort',
    settings: { grain: 'month' },
    parts: [{ file: 'cohort.sql', answer: (tables) => tables['cohorts'] ?? [] }],
  },
  {
    id: 'retention',
    settings: {
      windows: 'calendar',
      grain: 'month',
      return: 'exact',
      basis: 'first',
      periods: 120,
    },
    parts: [
      { file: 'retention.sql', answer: (tables) => tables['returned'] ?? [] },
      { file: 'lifecycle.sql', answer: lifecyclePeriods },
    ],
  },
  {
    id: 'retention',
    name: 'next purchase',
    settings: { view: 'next' },
    parts: [{ file: 'next-purchase.sql', answer: purchaseTimes }],
  },
  {
    id: 'rfm',
    settings: {},
    parts: [
      {
        file: 'rfm.sql',
        answer: (tables) =>
          (tables['rfm'] ?? [])
            .filter((row) => row['part'] === 'segment')
            .map((row) => ({
              segment: row['segment'] ?? null,
              customers: row['customers'] ?? null,
              orders: row['orders'] ?? null,
              revenue: row['revenue'] ?? null,
            })),
      },
    ],
  },
  {
    id: 'movement',
    settings: { span: 30 },
    parts: [
      {
        file: 'movement.sql',
        answer: (tables) =>
          (tables['movement'] ?? [])
            .filter((row) => row['to_segment'] !== null)
            .map(({ from_segment = null, to_segment = null, customers = null, after = null }) => ({
              from_segment,
              to_segment,
              customers,
              revenue: after,
            })),
      },
      { file: 'movement-holdout.sql', answer: (tables) => tables['holdout'] ?? [] },
    ],
  },
  {
    id: 'concentration',
    settings: { measure: 'revenue' },
    parts: [
      {
        file: 'concentration.sql',
        answer: (tables) =>
          (tables['concentration'] ?? [])
            .filter(({ part }) => ['abc', 'usage', 'best', 'total'].includes(String(part)))
            .map(({ part, id, percent, customers, value, weighted }) => ({
              part: part ?? null,
              id: part === 'best' ? String(percent) : (id ?? null),
              customers: customers ?? null,
              revenue: (part === 'total' ? weighted : value) ?? null,
            })),
      },
    ],
  },
  {
    id: 'attrition',
    settings: {},
    parts: [
      {
        file: 'attrition.sql',
        answer: (tables) =>
          (tables['attrition'] ?? [])
            .filter(({ part }) => part === 'band')
            .map(({ kind, band, customers, value }) => ({
              kind: kind ?? null,
              band: band ?? null,
              customers: customers ?? null,
              revenue: value ?? null,
            })),
      },
    ],
  },
  {
    id: 'products',
    name: 'first products',
    file: 'online-retail',
    settings: { view: 'first', leastCustomers: 30 },
    parts: [
      {
        file: 'first-products.sql',
        answer: (tables) =>
          (tables['first'] ?? [])
            .filter(({ part }) => part === 'item')
            .map((row) => ({
              ...only(row, ['item', 'customers']),
              observed: row['observed_180'] ?? null,
              returned: row['returned_180'] ?? null,
              revenue: row['value_180'] ?? null,
            })),
      },
    ],
  },
  {
    id: 'products',
    name: 'bought together',
    file: 'online-retail',
    settings: { view: 'pairs', leastOrders: 20 },
    parts: [
      {
        file: 'product-pairs.sql',
        answer: (tables) => namedLinks(tables['pairs'] ?? [], 'pair', 'orders'),
      },
    ],
  },
  {
    id: 'products',
    name: 'next product',
    file: 'online-retail',
    settings: { view: 'next', leastSteps: 15 },
    parts: [
      {
        file: 'next-products.sql',
        answer: (tables) => namedLinks(tables['next'] ?? [], 'step', 'steps'),
      },
    ],
  },
];

/**
 * The totals of the periods; who was active is told by the states of the lifecycle.
 *
 * @param {Record<string, Row[]>} tables
 * @returns {Row[]}
 */
function overviewPeriods(tables) {
  const customers = new Map(
    (tables['lifecycle'] ?? []).map((row) => [
      row['period'],
      Number(row['new']) + Number(row['returning']) + Number(row['resurrecting']),
    ]),
  );
  return (tables['periods'] ?? []).map((row) => ({
    ...only(row, ['period', 'orders', 'lines']),
    customers: customers.get(row['period'] ?? null) ?? null,
    revenue: row['amount'] ?? null,
  }));
}

/**
 * @param {Row} row
 * @param {readonly string[]} names
 * @returns {Row}
 */
function only(row, names) {
  return Object.fromEntries(names.map((name) => [name, row[name] ?? null]));
}

/**
 * Says where two answers differ; null where they are the same, whatever the order of rows.
 * Sums in floating point may differ in the last digits.
 *
 * @param {Row[]} ours
 * @param {Row[]} theirs
 * @returns {string | null}
 */
export function difference(ours, theirs) {
  if (ours.length !== theirs.length) return `${ours.length} rows against ${theirs.length}`;
  const key = (/** @type {Row} */ row) =>
    Object.entries(row)
      .filter(([name]) => name !== 'revenue')
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, value]) => String(value))
      .join('|');
  const sorted = (/** @type {Row[]} */ rows) =>
    [...rows].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  const [mine, yours] = [sorted(ours), sorted(theirs)];
  for (const [i, row] of mine.entries()) {
    const other = yours[i] ?? {};
    const close =
      Math.abs(Number(row['revenue'] ?? 0) - Number(other['revenue'] ?? 0)) <=
      1e-9 * Math.abs(Number(row['revenue'] ?? 0)) + 1e-6;
    if (key(row) !== key(other) || !close) {
      return `${JSON.stringify(row)} against ${JSON.stringify(other)}`;
    }
  }
  return null;
}
