import { sql, withSteps, type Sql, type Step } from '../../core/sql.ts';
import type { Dimension, SegmentRule } from '../../data/rfm/rules.ts';
import { SCORE_COLUMNS } from '../../data/rfm/score-steps.ts';
import { SCATTER_AXES, type ScatterAxes } from './settings.ts';

/** Steps along each axis: at most 50 × 50 = 2,500 bins. */
const STEPS = 50;

/**
 * Customers together that lie close to each other: a row a bin, with customers, the means x and
 * y, the least and greatest x and y of its customers, and the segment that most of them have
 * (the earlier rule where two have as many). Frequency and money are cut in steps of ln(1 + |v|),
 * because most customers stand close to the low end.
 *
 * @param segmented The steps that end in `segmented`.
 */
export function scatterQuery(
  axes: ScatterAxes,
  segmented: readonly Step[],
  rules: readonly SegmentRule[],
): Sql {
  const [x, y] = SCATTER_AXES[axes];
  return withSteps(
    [
      ...segmented,
      {
        name: 'points',
        comment: 'Each customer’s place, and how far along the axes it is drawn',
        body: sql`SELECT segment, ${value(x)}::DOUBLE AS x, ${value(y)}::DOUBLE AS y,
  ${drawn(x)} AS drawn_x, ${drawn(y)} AS drawn_y
FROM segmented`,
      },
      {
        name: 'frame',
        comment: 'The ends of the axes',
        body: sql`SELECT min(drawn_x) AS x_from, max(drawn_x) AS x_to, min(drawn_y) AS y_from, max(drawn_y) AS y_to
FROM points`,
      },
      {
        name: 'placed',
        comment: `The step of ${STEPS} on each axis`,
        body: sql`SELECT points.*, ${stepOf(sql`drawn_x`, sql`x_from`, sql`x_to`)} AS step_x,
  ${stepOf(sql`drawn_y`, sql`y_from`, sql`y_to`)} AS step_y
FROM points, frame`,
      },
      {
        name: 'by_segment',
        comment: 'The customers of a bin by segment',
        body: sql`SELECT step_x, step_y, segment, count(*) AS customers, sum(x) AS sum_x, sum(y) AS sum_y,
  min(x) AS min_x, max(x) AS max_x, min(y) AS min_y, max(y) AS max_y
FROM placed
GROUP BY step_x, step_y, segment`,
      },
    ],
    sql`SELECT sum(customers)::INTEGER AS customers, sum(sum_x) / sum(customers) AS x, sum(sum_y) / sum(customers) AS y,
  min(min_x) AS min_x, max(max_x) AS max_x, min(min_y) AS min_y, max(max_y) AS max_y,
  arg_max(segment, customers * 100 - ${placeOf(rules)}) AS segment
FROM by_segment
GROUP BY step_x, step_y
ORDER BY customers DESC, x, y`,
  );
}

function value(dimension: Dimension): Sql {
  return SCORE_COLUMNS[dimension].value;
}

function drawn(dimension: Dimension): Sql {
  const column = value(dimension);
  return dimension === 'recency'
    ? sql`${column}::DOUBLE`
    : sql`sign(${column}) * ln(1 + abs(${column}))`;
}

function stepOf(at: Sql, from: Sql, to: Sql): Sql {
  return sql`CASE WHEN ${to} > ${from} THEN least(${STEPS - 1}, floor((${at} - ${from}) / (${to} - ${from}) * ${STEPS}))::INTEGER ELSE 0 END`;
}

/** The place of a segment among the rules; `others` comes last. */
function placeOf(rules: readonly SegmentRule[]): Sql {
  const whens = rules.map(({ id }, i) => sql` WHEN ${id} THEN ${i}`);
  return whens.length === 0
    ? sql`0`
    : sql`CASE segment${whens.reduce((all, when) => sql`${all}${when}`)} ELSE ${rules.length} END`;
}
