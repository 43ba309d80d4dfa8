import { ident, sql, type Sql, type Step } from '../../core/sql.ts';

/**
 * The survival function (Kaplan & Meier 1958), and from it the chance to take longer of those who
 * do come: (S − never) ÷ (1 − never), where the curve's end tells how many never come (Maller &
 * Zhou 1992). The end is where one in a hundred is still observed: beyond, single ones decide.
 *
 * @param name Of the last step: `time`, came, counted, survival, never (0–1) and chance (per cent).
 * @param counted A step of `time`, came and counted: how many came then, of all who were observed
 *   up to then and no longer.
 */
export function survivalSteps(name: string, counted: Sql, time: Sql): readonly Step[] {
  const at = ident(`${name}_at_risk`);
  return [
    {
      name: `${name}_at_risk`,
      comment: 'The share that had not come by then (Kaplan & Meier 1958)',
      body: sql`SELECT *, product(1 - came / at_risk) OVER (ORDER BY ${time}) AS survival
FROM (SELECT *, sum(counted) OVER (ORDER BY ${time} DESC) AS at_risk FROM ${counted})`,
    },
    {
      name,
      comment:
        'Those who never come, as the end of the curve tells it, and of all others how many per cent take longer',
      body: sql`SELECT *, round(100 * greatest(0, survival - never) / nullif(1 - never, 0), 6) AS chance
FROM ${at}, (
  SELECT min(survival) AS never FROM ${at}
  WHERE at_risk * 100 >= (SELECT max(at_risk) FROM ${at})
)`,
    },
  ];
}

/** The chance that who has not come yet will still come, per cent: (S − never) ÷ S. */
export function stillToCome(table: string): Sql {
  const [survival, never] = [ident(table, 'survival'), ident(table, 'never')];
  return sql`100 * greatest(0, ${survival} - ${never}) / nullif(${survival}, 0)`;
}
